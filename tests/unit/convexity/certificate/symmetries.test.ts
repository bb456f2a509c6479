import { describe, expect, it } from "vitest";
import { searchCertificate } from "../../../../src/convexity/certificate/search";
import type { CertificateMethod } from "../../../../src/convexity/certificate/search/candidate";
import { listMirroredPairs, listScaledPairs } from "../../../../src/convexity/certificate/search/scaled-units";
import type { Dataset } from "../../../../src/data/dataset";
import type { LossSpec, NetworkSpec } from "../../../../src/experiment/spec";
import { evaluateLoss } from "../../../../src/model/network/evaluate";
import { asParameters, layoutNetwork, type Parameters } from "../../../../src/model/network/layout";
import { averageParameters } from "../../../../src/model/network/permutation";
import { predict } from "../../../../src/model/network/predict";
import { createRandom } from "../../../../src/numeric/random";

const random = createRandom(8, "symmetries");
const draw = (length: number) => Float64Array.from({ length }, () => random.normal());
const DATA: Dataset = { samples: 6, inputs: 2, outputs: 1, x: draw(12), y: draw(6), task: "regression" };

const makeNetwork = (layers: number[], activation: NetworkSpec["activation"], residual = false): NetworkSpec => ({
  layers,
  activation,
  output: "identity",
  residual,
});

/** Outputs of a copy may differ by the rounding of some dozen products of numbers of size 10. */
const ROUNDING = 1e-12;

describe.each([
  ["scaled", ["relu", "leaky-relu", "identity"], ["tanh", "sin", "elu", "softplus", "silu", "gelu", "sigmoid"]],
  ["mirrored", ["tanh", "sin", "identity"], ["relu", "leaky-relu", "elu", "softplus", "silu", "gelu", "sigmoid"]],
] as const)("%s units", (name, symmetric, others) => {
  const list = (network: NetworkSpec, theta: Parameters) => {
    const layout = layoutNetwork(network);
    return name === "scaled" ? listScaledPairs(layout, theta, 1) : listMirroredPairs(layout, theta);
  };
  const start = (network: NetworkSpec) =>
    asParameters(layoutNetwork(network), draw(layoutNetwork(network).parameterCount));

  it.each(symmetric)("of %s leave the outputs as they are", (activation) => {
    const network = makeNetwork([2, 3, 2, 1], activation);
    const layout = layoutNetwork(network);
    const theta = start(network);
    const outputs = predict(layout, theta, DATA);
    const pairs = list(network, theta);
    // Two layers, and five units.
    expect(pairs).toHaveLength(7 * (name === "scaled" ? 8 : 1));
    for (const [first, copy] of pairs) {
      expect(first).toBe(theta);
      expect(copy).not.toEqual(theta);
      for (const [s, output] of predict(layout, copy!, DATA).entries()) {
        expect(Math.abs(output - outputs[s]!)).toBeLessThan(ROUNDING);
      }
    }
  });

  it.each(others)("of %s are not tried", (activation) => {
    const network = makeNetwork([2, 3, 1], activation);
    expect(list(network, start(network))).toEqual([]);
  });

  it("joined by a residual connection are not tried", () => {
    const network = makeNetwork([2, 3, 3, 1], symmetric[0], true);
    expect(list(network, start(network))).toEqual([]);
  });
});

describe("halfway", () => {
  it("a scaled layer's part of the output is multiplied by (1 + α)(1 + 1/α)/4", () => {
    const network = makeNetwork([2, 3, 1], "relu");
    const layout = layoutNetwork(network);
    const theta = asParameters(layout, draw(layout.parameterCount));
    const bias = theta[layout.layers[1]!.bias]!;
    const outputs = predict(layout, theta, DATA);
    for (const [k, factor] of [4, 2, 8, 16].entries()) {
      const [, copy] = listScaledPairs(layout, theta, 0)[k]!;
      const means = predict(layout, averageParameters(layout, [theta, copy!]), DATA);
      const grown = ((1 + factor) * (1 + 1 / factor)) / 4;
      for (const [s, mean] of means.entries()) {
        expect(Math.abs(mean - bias - grown * (outputs[s]! - bias))).toBeLessThan(ROUNDING);
      }
    }
  });

  it("a mirrored layer is gone", () => {
    const network = makeNetwork([2, 3, 1], "tanh");
    const layout = layoutNetwork(network);
    const theta = asParameters(layout, draw(layout.parameterCount));
    const mean = averageParameters(layout, [...listMirroredPairs(layout, theta)[0]!]);
    expect([...mean].filter((entry) => entry !== 0)).toEqual([theta[layout.layers[1]!.bias]]);
  });
});

it("each proves a loss by itself, where there is nothing to exchange", async () => {
  for (const [method, activation] of [
    ["scaled-units", "relu"],
    ["mirrored-units", "tanh"],
  ] as const satisfies readonly (readonly [CertificateMethod, string])[]) {
    const network = makeNetwork([2, 1, 1], activation);
    const layout = layoutNetwork(network);
    const theta = asParameters(layout, [1, 0.5, 0.25, 1.5, -0.5]);
    // The network fits its targets; the network halfway does not.
    const data = { ...DATA, y: predict(layout, theta, DATA) };
    const loss: LossSpec = { kind: "mse", l2: 0 };
    const evaluate = (point: Parameters) => evaluateLoss({ layout, loss, data }, point);
    const question = { network, loss, data, theta, chords: [], evaluateLoss: evaluate };
    const { finding } = await searchCertificate(question, { methods: [method] });
    expect(finding?.method).toBe(method);
    expect(finding?.verification.proved).toBe(true);
  }
});
