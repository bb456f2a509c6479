import { describe, expect, it } from "vitest";
import { readKerasModel } from "../../../../src/formats/models/keras-config";
import type { Tensor } from "../../../../src/formats/models/tensor";

/** Layers of width 2 whose kernels are zero: what matters here are the layers' descriptions. */
const zeros = (name: string, shape: readonly number[]): Tensor => ({
  name,
  shape,
  read: () => new Float64Array(shape.reduce((product, size) => product * size, 1)),
});
const dense = (activation: unknown = "linear", config: object = {}) => ({
  class_name: "Dense",
  config: { units: 2, activation, ...config },
});
const layer = (className: string, config: object = {}) => ({ class_name: className, config });
const sequence = (...layers: object[]) =>
  readKerasModel({ class_name: "Sequential", config: { layers } }, ({ name, className }) =>
    className === "Normalization"
      ? new Map([
          ["mean", { name: "mean", shape: [2], read: () => Float64Array.of(1, 2) }],
          ["variance", { name: "variance", shape: [2], read: () => Float64Array.of(4, 16) }],
        ])
      : new Map([
          ["kernel", zeros(`${name}/kernel`, [2, 2])],
          ["bias", zeros(`${name}/bias`, [2])],
        ]),
  );

describe("activations", () => {
  it.each<[unknown, string, number | undefined]>([
    ["relu", "relu", undefined],
    ["swish", "silu", undefined],
    ["silu", "silu", undefined],
    ["gelu", "gelu", undefined],
    ["elu", "elu", undefined],
    ["softplus", "softplus", undefined],
    [null, "identity", undefined],
    ["leaky_relu", "leaky-relu", 0.2],
    [{ class_name: "LeakyReLU", config: { negative_slope: 0.1 } }, "leaky-relu", 0.1],
    [{ module: "builtins", class_name: "function", config: "gelu", registered_name: null }, "gelu", undefined],
  ])("%j is %s", (written, activation, leakySlope) => {
    const { network } = sequence(dense(written), dense());
    expect(network).toMatchObject({ activation: [activation] });
    expect(network.leakySlope).toBe(leakySlope);
  });

  it.each<[object, string, number | undefined]>([
    [layer("ReLU"), "relu", undefined],
    [layer("ReLU", { max_value: null, negative_slope: 0.1, threshold: 0 }), "leaky-relu", 0.1],
    [layer("LeakyReLU"), "leaky-relu", 0.3],
    [layer("LeakyReLU", { alpha: 0.05 }), "leaky-relu", 0.05],
    [layer("ELU", { alpha: 1 }), "elu", undefined],
    [layer("Activation", { activation: "tanh" }), "tanh", undefined],
  ])("the layer %j is %s", (written, activation, leakySlope) => {
    const { network } = sequence(dense(), written, layer("Dropout", { rate: 0.5 }), dense());
    expect(network).toMatchObject({ activation: [activation] });
    expect(network.leakySlope).toBe(leakySlope);
  });
});

it("a normalisation of the inputs is folded into the first layer", () => {
  const ones = { name: "kernel", shape: [2, 2], read: () => Float64Array.of(1, 2, 4, 8) };
  const model = readKerasModel(
    { class_name: "Sequential", config: { layers: [layer("Rescaling", { scale: 2, offset: 1 }), dense()] } },
    () =>
      new Map([
        ["kernel", ones],
        ["bias", zeros("bias", [2])],
      ]),
  );
  expect(model.weights.layers).toEqual([
    {
      kernel: [
        [2, 4],
        [8, 16],
      ],
      bias: [5, 10],
    },
  ]);
  expect(sequence(layer("Normalization", { name: "norm" }), dense()).notes[0]).toMatch(/\(norm\) is folded/);
});

describe("is refused by name", () => {
  it.each<[string, () => unknown, RegExp]>([
    ["Conv2D", () => sequence(layer("Conv2D", { name: "c" }), dense()), /c: a layer of the class Conv2D/],
    ["LayerNormalization", () => sequence(dense(), layer("LayerNormalization"), dense()), /LayerNormalization/],
    ["Lambda", () => sequence(dense(), layer("Lambda", { name: "l" }), dense()), /l: a Lambda layer holds code/],
    ["PReLU", () => sequence(dense(), layer("PReLU"), dense()), /PReLU/],
    ["ELU with alpha", () => sequence(dense(), layer("ELU", { alpha: 0.5 }), dense()), /alpha 0.5/],
    ["relu6", () => sequence(dense("relu6"), dense()), /relu6/],
    ["a ReLU with a largest value", () => sequence(dense(), layer("ReLU", { max_value: 6 }), dense()), /largest value/],
    ["two activations", () => sequence(dense("relu"), layer("ReLU"), dense()), /follows another activation/],
    ["a softmax between layers", () => sequence(dense("softmax"), dense()), /follows the softmax/],
    ["another number of units", () => sequence(dense("relu", { units: 3 }), dense()), /its layer 3 units/],
    [
      "somebody's own function",
      () =>
        sequence(
          dense({ module: "builtins", class_name: "function", config: "mine", registered_name: "mine" }),
          dense(),
        ),
      /mine/,
    ],
    ["a model within a model", () => sequence(layer("Functional", { name: "inner" }), dense()), /inner/],
  ])("%s", (_, make, sentence) => {
    expect(make).toThrow(sentence);
  });
});

/** Functional models: a → b, with additions. */
describe("a functional model", () => {
  const input = { class_name: "InputLayer", name: "in", config: {}, inbound_nodes: [] };
  const node = (name: string, from: string[], className = "Dense") => ({
    class_name: className,
    name,
    config: { units: 2, activation: className === "Dense" ? "tanh" : undefined },
    inbound_nodes: [from.map((other) => [other, 0, 0, {}])],
  });
  const last = (from: string) => ({ ...node("out", [from]), config: { units: 2, activation: "linear" } });
  const functional = (...layers: object[]) =>
    readKerasModel(
      {
        class_name: "Functional",
        config: { layers: [input, ...layers], input_layers: [["in", 0, 0]], output_layers: ["out", 0, 0] },
      },
      ({ name }) =>
        new Map([
          ["kernel", zeros(`${name}/kernel`, [2, 2])],
          ["bias", zeros(`${name}/bias`, [2])],
        ]),
    );

  it("with an addition around a hidden layer is residual", () => {
    const one = functional(node("a", ["in"]), node("b", ["a"]), node("s", ["b", "a"], "Add"), last("s"));
    expect(one.network).toMatchObject({ layers: [2, 2, 2, 2], residual: true });
    expect(functional(node("a", ["in"]), node("b", ["a"]), last("b")).network.residual).toBe(false);
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      "an addition around one of two layers",
      () => functional(node("a", ["in"]), node("b", ["a"]), node("s", ["b", "a"], "Add"), node("c", ["s"]), last("c")),
      /c: has no addition around it/,
    ],
    [
      "an addition around two layers",
      () => functional(node("a", ["in"]), node("b", ["a"]), node("c", ["b"]), node("s", ["c", "a"], "Add"), last("s")),
      /not a layer's output and its own input/,
    ],
    [
      "an addition of the inputs",
      () => functional(node("a", ["in"]), node("s", ["a", "in"], "Add"), last("s")),
      /s: adds/,
    ],
    [
      "an activation after an addition",
      () =>
        functional(
          node("a", ["in"]),
          node("b", ["a"]),
          node("s", ["b", "a"], "Add"),
          node("r", ["s"], "ReLU"),
          last("r"),
        ),
      /r: follows an addition/,
    ],
    [
      "a shared layer",
      () => functional({ ...node("a", ["in"]), inbound_nodes: [[["in", 0, 0, {}]], [["a", 0, 0, {}]]] }, last("a")),
      /a: is used 2 times/,
    ],
    ["a circle", () => functional(node("a", ["b"]), node("b", ["a"]), last("b")), /circle/],
    [
      "a concatenation",
      () => functional(node("a", ["in"]), node("s", ["a", "in"], "Concatenate"), last("s")),
      /Concatenate/,
    ],
  ])("%s is refused", (_, make, sentence) => {
    expect(make).toThrow(sentence);
  });
});
