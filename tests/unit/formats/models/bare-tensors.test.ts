import { describe, expect, it } from "vitest";
import { networkFromTensors } from "../../../../src/formats/models/bare-tensors";
import type { Tensor } from "../../../../src/formats/models/tensor";

const tensor = (name: string, ...shape: number[]): Tensor => ({
  name,
  shape,
  read: () =>
    Float64Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, i) => i + name.length),
});
const read = (tensors: readonly Tensor[], mapping?: Parameters<typeof networkFromTensors>[2]["mapping"]) =>
  networkFromTensors(tensors, false, { activation: "tanh", output: "identity", ...(mapping ? { mapping } : {}) });
const kernels = (model: ReturnType<typeof read>) =>
  model.mapping.filter(({ part }) => part === "kernel").map(({ tensor: name }) => name);

describe("the order of the layers", () => {
  it("is that of the numbers in the names, as numbers", () => {
    const layers = [10, 2, 0].flatMap((n) => [tensor(`net.${n}.weight`, 3, 3), tensor(`net.${n}.bias`, 3)]);
    expect(kernels(read(layers))).toEqual(["net.0.weight", "net.2.weight", "net.10.weight"]);
  });

  it("is that of the shapes where the names lie, and a note says so", () => {
    const model = read([
      tensor("a.weight", 1, 5),
      tensor("a.bias", 1),
      tensor("b.weight", 5, 4),
      tensor("b.bias", 5),
      tensor("c.weight", 4, 2),
      tensor("c.bias", 4),
    ]);
    expect(model.network.layers).toEqual([2, 4, 5, 1]);
    expect(kernels(model)).toEqual(["c.weight", "b.weight", "a.weight"]);
    expect(model.notes.join(" ")).toMatch(/order of the names does not fit the shapes.*c, b, a/);
  });

  it("is said to be open where several fit", () => {
    const model = read([
      tensor("z.weight", 4, 2),
      tensor("a.weight", 4, 4),
      tensor("b.weight", 4, 4),
      tensor("c.weight", 1, 4),
    ]);
    expect(kernels(model)).toEqual(["z.weight", "a.weight", "b.weight", "c.weight"]);
    expect(model.notes.join(" ")).toMatch(/2 orders of the layers fit/);
  });
});

describe("the order of a kernel", () => {
  it("is [out][in] for weights and [in][out] for kernels", () => {
    expect(read([tensor("0.weight", 3, 2)]).network.layers).toEqual([2, 3]);
    expect(read([tensor("dense/kernel", 3, 2)]).network.layers).toEqual([3, 2]);
  });

  it("is that of the shapes where the names lie", () => {
    const model = read([tensor("0.weight", 2, 4), tensor("0.bias", 4), tensor("1.weight", 4, 1), tensor("1.bias", 1)]);
    expect(model.network.layers).toEqual([2, 4, 1]);
    expect(model.mapping[0]).toMatchObject({ transposed: false });
    expect(model.notes.join(" ")).toMatch(/names suggest another order/);
  });

  it("is said to be hidden where every kernel is square", () => {
    expect(read([tensor("0.weight", 3, 3), tensor("1.weight", 3, 3)]).notes.join(" ")).toMatch(
      /Every kernel is square/,
    );
    expect(read([tensor("0.weight", 3, 2), tensor("1.weight", 3, 3)]).notes.join(" ")).toMatch(/1\.weight is square/);
  });
});

it("pairs kernels and biases by the names of several programs", () => {
  const pairs = [
    ["coefs_0", "intercepts_0"],
    ["W1", "b1"],
    ["fc.weight", "fc.bias"],
    ["dense/kernel:0", "dense/bias:0"],
    ["arr_0", "arr_1"],
  ];
  for (const [kernel, bias] of pairs) {
    const model = read([tensor(kernel!, 3, 3), tensor(bias!, 3)]);
    expect(model.mapping.map(({ tensor: name }) => name)).toEqual([kernel, bias]);
  }
});

it("follows a mapping that corrects it", () => {
  const layers = [tensor("0.weight", 2, 2), tensor("1.weight", 2, 2)];
  const guessed = read(layers);
  const entry = (name: string, layer: number, transposed: boolean) =>
    ({ tensor: name, layer, part: "kernel", transposed }) as const;
  const corrected = read(layers, [entry("1.weight", 0, false), entry("0.weight", 1, true)]);
  expect(kernels(corrected)).toEqual(["1.weight", "0.weight"]);
  const [a, b] = guessed.weights.layers[1]!.kernel;
  expect(corrected.weights.layers[0]!.kernel).toEqual([
    [a![0], b![0]],
    [a![1], b![1]],
  ]);
  expect(() => read(layers, [entry("2.weight", 0, false)])).toThrow(/no tensor 2\.weight/);
  expect(() => read(layers, [entry("0.weight", 1, false)])).toThrow(/layer 0 has no kernel|of 1 tensors/);
});

describe("is refused by name", () => {
  it.each<[string, Tensor[], RegExp]>([
    [
      "a layer normalisation",
      [tensor("0.weight", 3, 2), tensor("1.weight", 3), tensor("1.bias", 3)],
      /1\.weight|1\.bias/,
    ],
    ["shapes that do not follow", [tensor("0.weight", 3, 2), tensor("1.weight", 7, 5)], /do not follow one another/],
    ["no matrix", [tensor("bias", 3)], /no tensor of the file has 2 dimensions/],
    ["a single number", [tensor("0.weight", 3, 2), tensor("step")], /step: is a single number/],
  ])("%s", (_, tensors, sentence) => {
    expect(() => read(tensors)).toThrow(sentence);
  });
});
