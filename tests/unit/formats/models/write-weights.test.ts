import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { parseSpec } from "../../../../src/experiment/parse";
import { ACTIVATIONS, type Activation, type NetworkSpec } from "../../../../src/experiment/spec";
import { readModel } from "../../../../src/formats/models/read-model";
import { readSafetensors } from "../../../../src/formats/models/safetensors";
import { readWeightsSource, type WeightsSource } from "../../../../src/formats/models/weights-source";
import { writeTfjsModel } from "../../../../src/formats/models/write-tfjs";
import { writeNpzWeights, writeSafetensorsWeights } from "../../../../src/formats/models/write-weights";
import { recognizeFile } from "../../../../src/formats/recognize-file";
import { createRandom } from "../../../../src/numeric/random";
import { outputsWithBound } from "../../../support/known-model";

/** A network with weights of all float64 digits. */
function makeSource(network: Partial<NetworkSpec>, softmax = false): WeightsSource {
  const sizes = network.layers ?? [2, 4, 4, 3];
  const random = createRandom(5, "weights to write");
  return {
    network: { layers: sizes, activation: "tanh", output: "identity", residual: false, ...network },
    layers: sizes.slice(1).map((units, k) => ({
      kernel: Array.from({ length: sizes[k]! }, () => Array.from({ length: units }, () => random.normal())),
      bias: Array.from({ length: units }, () => random.normal()),
    })),
    softmax,
  };
}

const SOURCES: readonly [string, WeightsSource][] = [
  ["one activation", makeSource({ activation: "gelu" })],
  ["a slope and a sigmoid", makeSource({ activation: "leaky-relu", leakySlope: 0.125, output: "sigmoid" })],
  ["an activation a layer", makeSource({ activation: ["elu", "silu"] })],
  ["residual layers", makeSource({ activation: "softplus", residual: true })],
  ["residual layers with a slope", makeSource({ activation: "leaky-relu", residual: true })],
  ["a softmax", makeSource({ activation: "relu" }, true)],
  ["no hidden layer", makeSource({ layers: [3, 2], activation: "relu" })],
];
const list = ({ network, layers }: WeightsSource) =>
  typeof network.activation === "string" ? layers.slice(1).map(() => network.activation) : network.activation;

async function readBack(name: string, bytes: Uint8Array, beside: Record<string, Uint8Array> = {}) {
  return readModel(await recognizeFile(name, bytes), bytes, { findFile: (file) => beside[file], choices: {} });
}

describe.each(SOURCES)("a network with %s", (_, source) => {
  it.each([
    ["weights.safetensors", writeSafetensorsWeights],
    ["weights.npz", writeNpzWeights],
  ] as const)("is the same network after %s", async (name, write) => {
    const model = await readBack(name, write(source));
    const { leakySlope = 0.01, ...network } = source.network;
    const isLeaky = network.activation === "leaky-relu";
    expect(model.network).toEqual({ ...network, activation: list(source), ...(isLeaky ? { leakySlope } : {}) });
    expect(model.weights.layers).toEqual(source.layers);
    expect(model.softmax ?? false).toBe(source.softmax);
    expect(model.mapping.map(({ tensor }) => tensor).slice(0, 2)).toEqual(["0.weight", "0.bias"]);
  });

  it("is the same network in float32 after model.json", async () => {
    const { model: text, weights } = writeTfjsModel(source, "model.weights.bin");
    const model = await readBack("model.json", new TextEncoder().encode(text), { "model.weights.bin": weights });
    expect(model.network).toMatchObject({ activation: list(source), residual: source.network.residual });
    expect(model.softmax ?? false).toBe(source.softmax);
    expect(model.weights.layers).toEqual(
      source.layers.map(({ kernel, bias }) => ({
        kernel: kernel.map((row) => row.map(Math.fround)),
        bias: bias.map(Math.fround),
      })),
    );
  });
});

it("the tensors have the names and shapes of a torch.nn.Sequential", () => {
  const { tensors, metadata } = readSafetensors(writeSafetensorsWeights(makeSource({})));
  expect(tensors.map(({ name, shape }) => [name, ...shape])).toEqual([
    ["0.weight", 4, 2],
    ["0.bias", 4],
    ["2.weight", 4, 4],
    ["2.bias", 4],
    ["4.weight", 3, 4],
    ["4.bias", 3],
  ]);
  expect(metadata.get("format")).toBe("pt");
  expect(metadata.get("order")).toMatch(/weight\[unit\]\[input\]/);
});

describe("TensorFlow.js computes the same outputs of the model.json", () => {
  beforeAll(() => tf.setBackend("cpu"));

  it.each(SOURCES)("of a network with %s", async (_, source) => {
    const { model: text, weights } = writeTfjsModel(source, "w.bin");
    const { modelTopology, weightsManifest } = JSON.parse(text);
    const loaded = await tf.loadLayersModel({
      load: async () => ({
        modelTopology,
        weightSpecs: weightsManifest[0].weights,
        weightData: weights.buffer as ArrayBuffer,
      }),
    });
    const model = await readBack("model.json", new TextEncoder().encode(text), { "w.bin": weights });
    const random = createRandom(6, "inputs");
    for (let s = 0; s < 5; s++) {
      const input = Array.from({ length: source.network.layers[0]! }, () => Math.fround(random.normal()));
      const found = await (loaded.predict(tf.tensor2d([input])) as tf.Tensor).data();
      const { values, errors } = outputsWithBound(model, input);
      expect(found).toHaveLength(values.length);
      values.forEach((value, j) => {
        expect(Math.abs(value - found[j]!)).toBeLessThanOrEqual(errors[j]!);
        expect(errors[j]!).toBeLessThan(1e-3);
      });
    }
    loaded.dispose();
  });
});

it("an activation that TensorFlow.js does not have is refused by name", () => {
  const others: Activation[] = ACTIVATIONS.filter((activation) => activation !== "sin");
  for (const activation of others) expect(() => writeTfjsModel(makeSource({ activation }), "w.bin")).not.toThrow();
  expect(() => writeTfjsModel(makeSource({ activation: "sin" }), "w.bin")).toThrow(/activation sin has no name/);
});

it("weights come from a spec, a result or a model, and not from one that is still to be trained", () => {
  const source = makeSource({ activation: "relu", layers: [2, 3, 1] });
  const spec = {
    format: "losscape-spec",
    version: 1,
    dataset: { kind: "generated", name: "moons" },
    network: source.network,
    loss: { kind: "bce" },
    weights: { kind: "given", layers: source.layers },
    plane: { kind: "random" },
  };
  const { network, weights } = parseSpec(spec);
  const model = { format: "losscape-model", version: 1, network, weights, mapping: [], notes: [] };
  for (const content of [spec, { format: "losscape-result", spec }, model]) {
    expect(readWeightsSource(content)).toEqual(source);
  }
  expect(() => readWeightsSource({ ...spec, weights: { kind: "trained" } })).toThrow(/not trained yet/);
});
