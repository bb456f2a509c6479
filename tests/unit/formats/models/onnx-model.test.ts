import { describe, expect, it } from "vitest";
import { readOnnxModel } from "../../../../src/formats/models/onnx-model";
import { onnxTensor, type WrittenNode, writeOnnx } from "../../../support/onnx-writer";

const KERNEL = [1, 2, 3, 4, 5, 6];
const kernel = onnxTensor("w", [2, 3], KERNEL);
const bias = onnxTensor("b", [3], [10, 20, 30]);
const read = (nodes: readonly WrittenNode[], tensors: readonly Uint8Array[] = [kernel, bias]) =>
  readOnnxModel(writeOnnx(nodes, tensors), () => undefined);

/** x → Gemm → hidden, an activation, and a second layer of one unit. */
const LAST = onnxTensor("v", [3, 1], [1, 1, 1]);
const two = (...between: WrittenNode[]) =>
  read(
    [
      { operator: "Gemm", inputs: ["x", "w", "b"], output: "z" },
      ...between,
      { operator: "MatMul", inputs: ["a", "v"], output: "y" },
    ],
    [kernel, bias, LAST, HALF, ONE, ROOT, INVERSE_ROOT],
  );
const HALF = onnxTensor("half", [], [0.5]);
const ONE = onnxTensor("one", [], [1]);
const ROOT = onnxTensor("root", [1], [Math.SQRT2]);
const INVERSE_ROOT = onnxTensor("inverse", [], [Math.SQRT1_2]);

it("a stored transpose is the kernel of the other order", () => {
  const transposed = onnxTensor("w", [3, 2], [1, 4, 2, 5, 3, 6]);
  const wanted = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  const straight = read([{ operator: "Gemm", inputs: ["x", "w", "b"], output: "y" }]);
  expect(straight.weights.layers).toEqual([{ kernel: wanted, bias: [10, 20, 30] }]);
  expect(straight.mapping[0]).toEqual({ tensor: "w", layer: 0, part: "kernel", transposed: false });

  const turned = read(
    [{ operator: "Gemm", inputs: ["x", "w", "b"], output: "y", integers: { transB: 1 } }],
    [transposed, bias],
  );
  const operator = read(
    [
      { operator: "Transpose", inputs: ["w"], output: "t", integers: { perm: [1, 0] } },
      { operator: "MatMul", inputs: ["x", "t"], output: "m" },
      { operator: "Add", inputs: ["b", "m"], output: "y" },
    ],
    [transposed, bias],
  );
  for (const model of [turned, operator]) {
    expect(model.weights.layers).toEqual(straight.weights.layers);
    expect(model.mapping[0]).toEqual({ tensor: "w", layer: 0, part: "kernel", transposed: true });
  }
});

it("a layer without a bias has zeros, and a note says so", () => {
  const model = read([{ operator: "MatMul", inputs: ["x", "w"], output: "y" }], [kernel]);
  expect(model.weights.layers[0]!.bias).toEqual([0, 0, 0]);
  expect(model.notes).toEqual(["No bias is in the file for layer 0: it is 0."]);
});

it("a normalisation of the inputs is folded into the first layer", () => {
  const model = read(
    [
      { operator: "Sub", inputs: ["x", "mean"], output: "c" },
      { operator: "Div", inputs: ["c", "deviation"], output: "n" },
      { operator: "Gemm", inputs: ["n", "w", "b"], output: "y" },
    ],
    [kernel, bias, onnxTensor("mean", [1, 2], [1, 3]), onnxTensor("deviation", [2], [2, 4])],
  );
  // ((x − 1) / 2, (x − 3) / 4) times the kernel.
  expect(model.weights.layers[0]!.kernel).toEqual([
    [0.5, 1, 1.5],
    [1, 1.25, 1.5],
  ]);
  expect(model.weights.layers[0]!.bias).toEqual([10 - 0.5 - 3, 20 - 1 - 3.75, 30 - 1.5 - 4.5]);
  expect(model.notes[0]).toMatch(/normalisation of the inputs \(c, n\) is folded/);
});

describe("patterns of PyTorch", () => {
  const erf = (input: string): WrittenNode[] => [
    { operator: "Erf", inputs: [input], output: "e" },
    { operator: "Add", inputs: ["one", "e"], output: "g" },
  ];
  it.each<[string, string, WrittenNode[]]>([
    [
      "SiLU",
      "silu",
      [
        { operator: "Sigmoid", inputs: ["z"], output: "s" },
        { operator: "Mul", inputs: ["s", "z"], output: "a" },
      ],
    ],
    [
      "GELU with x · ½ first",
      "gelu",
      [
        { operator: "Div", inputs: ["z", "root"], output: "d" },
        ...erf("d"),
        { operator: "Mul", inputs: ["half", "z"], output: "h" },
        { operator: "Mul", inputs: ["h", "g"], output: "a" },
      ],
    ],
    [
      "GELU with a product instead of a division",
      "gelu",
      [
        { operator: "Mul", inputs: ["z", "inverse"], output: "d" },
        ...erf("d"),
        { operator: "Mul", inputs: ["g", "half"], output: "h" },
        { operator: "Mul", inputs: ["z", "h"], output: "a" },
      ],
    ],
  ])("%s", (_, activation, between) => {
    expect(two(...between).network.activation).toEqual([activation]);
  });

  it("are recognised by their numbers, not by their operators alone", () => {
    const gelu = (scale: string, factor: string) =>
      two(
        { operator: "Div", inputs: ["z", scale], output: "d" },
        ...erf("d"),
        { operator: "Mul", inputs: [factor, "z"], output: "h" },
        { operator: "Mul", inputs: ["h", "g"], output: "a" },
      );
    expect(gelu("root", "half").network.activation).toEqual(["gelu"]);
    expect(() => gelu("one", "half")).toThrow(/cannot be mapped/);
    expect(() => gelu("root", "one")).toThrow(/cannot be mapped/);
    expect(() =>
      two({ operator: "Sigmoid", inputs: ["z"], output: "s" }, { operator: "Mul", inputs: ["s", "s"], output: "a" }),
    ).toThrow(/cannot be mapped/);
  });
});

describe("is refused by name", () => {
  const withActivation = (node: Omit<WrittenNode, "output">) => two({ ...node, output: "a" });
  it.each<[string, () => unknown, RegExp]>([
    [
      "Elu with alpha ≠ 1",
      () => withActivation({ operator: "Elu", inputs: ["z"], floats: { alpha: 0.5 } }),
      /Elu with alpha 0.5/,
    ],
    [
      "the approximate GELU",
      () => withActivation({ operator: "Gelu", inputs: ["z"], texts: { approximate: "tanh" } }),
      /approximate GELU/,
    ],
    [
      "an operator of another domain",
      () => withActivation({ operator: "Relu", inputs: ["z"], domain: "com.microsoft" }),
      /com\.microsoft/,
    ],
    [
      "a batch normalisation",
      () => withActivation({ operator: "BatchNormalization", inputs: ["z"] }),
      /BatchNormalization/,
    ],
    ["HardSwish", () => withActivation({ operator: "HardSwish", inputs: ["z"] }), /HardSwish/],
    [
      "a slope above 1",
      () => withActivation({ operator: "LeakyRelu", inputs: ["z"], floats: { alpha: 1.5 } }),
      /leakySlope: 1.5 is above 1/,
    ],
    [
      "values scaled between layers",
      () => withActivation({ operator: "Mul", inputs: ["z", "half"] }),
      /between layers/,
    ],
    [
      "Gemm with alpha ≠ 1",
      () => read([{ operator: "Gemm", inputs: ["x", "w", "b"], output: "y", floats: { alpha: 2 } }]),
      /Gemm with alpha 2/,
    ],
    [
      "an activation at the output",
      () =>
        read([
          { operator: "Gemm", inputs: ["x", "w", "b"], output: "z" },
          { operator: "Tanh", inputs: ["z"], output: "y" },
        ]),
      /outputs have the activation tanh/,
    ],
    [
      "a circle",
      () =>
        read([
          { operator: "Relu", inputs: ["q"], output: "p" },
          { operator: "Relu", inputs: ["p"], output: "q" },
          { operator: "Relu", inputs: ["q"], output: "y" },
        ]),
      /circle/,
    ],
    [
      "an addition of other values",
      () => two({ operator: "Relu", inputs: ["z"], output: "r" }, { operator: "Add", inputs: ["r", "z"], output: "a" }),
      /not a layer's output and its own input/,
    ],
    ["a missing value", () => read([{ operator: "Relu", inputs: ["nowhere"], output: "y" }]), /nowhere/],
    [
      "weights that are not finite",
      () =>
        read(
          [{ operator: "Gemm", inputs: ["x", "w", "b"], output: "y" }],
          [onnxTensor("w", [2, 3], [1, Number.NaN, 3, 4, 5, 6]), bias],
        ),
      /kernel\[0\]\[1\]/,
    ],
  ])("%s", (_, make, sentence) => {
    expect(make).toThrow(sentence);
  });

  it("a layer that is too wide, with the limit", () => {
    const wide = onnxTensor("w", [2, 2_000], new Array(4_000).fill(0));
    expect(() => read([{ operator: "MatMul", inputs: ["x", "w"], output: "y" }], [wide])).toThrow(/2000 is above/);
  });
});

it("slopes that differ between layers are refused, and equal ones are kept as their author wrote them", () => {
  const tensors = [onnxTensor("w", [2, 2], [1, 2, 3, 4])];
  const leaky = (first: number, second: number) =>
    read(
      [
        { operator: "MatMul", inputs: ["x", "w"], output: "p" },
        { operator: "LeakyRelu", inputs: ["p"], output: "q", floats: { alpha: first } },
        { operator: "MatMul", inputs: ["q", "w"], output: "r" },
        { operator: "LeakyRelu", inputs: ["r"], output: "s", floats: { alpha: second } },
        { operator: "MatMul", inputs: ["s", "w"], output: "y" },
      ],
      tensors,
    );
  expect(leaky(0.3, 0.3).network.leakySlope).toBe(0.3);
  expect(() => leaky(0.3, 0.2)).toThrow(/slope 0.2 and another layer 0.3/);
  expect(leaky(0, 0).network).toMatchObject({ activation: ["relu", "relu"] });
});

it("weights in a second file are read by its plain name only", () => {
  // TensorProto: external_data (13) and data_location (14) = EXTERNAL.
  const entry = (key: string, value: string) => {
    const text = (field: number, words: string) => [(field << 3) | 2, words.length, ...new TextEncoder().encode(words)];
    const pair = [...text(1, key), ...text(2, value)];
    return [(13 << 3) | 2, pair.length, ...pair];
  };
  const tensor = (location: string, more: number[] = []) =>
    Uint8Array.from([8, 2, 8, 1, 16, 1, 66, 1, 119, ...entry("location", location), ...more, 112, 1]);
  const nodes: WrittenNode[] = [{ operator: "MatMul", inputs: ["x", "w"], output: "y" }];
  const bytes = new Uint8Array(Float32Array.of(1.5, -2).buffer);
  const open = (location: string, more: number[] = []) =>
    readOnnxModel(writeOnnx(nodes, [tensor(location, more)]), (name) => (name === "side.bin" ? bytes : undefined));
  expect(open("side.bin").weights.layers[0]!.kernel).toEqual([[1.5], [-2]]);
  expect(() => open("../side.bin")).toThrow(/not the name of a file beside the model/);
  expect(() => open("other.bin")).toThrow(/missing beside the model/);
  expect(() => open("side.bin", entry("offset", "4"))).toThrow(/bytes/);
  expect(() => open("side.bin", entry("length", "999"))).toThrow(/do not lie within/);
});
