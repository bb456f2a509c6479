import { describe, expect, it } from "vitest";
import { type CertificateFinding, searchCertificate } from "../../../../src/convexity/certificate/search";
import { listSparsePairs } from "../../../../src/convexity/certificate/search/sparse-weights";
import type { Dataset } from "../../../../src/data/dataset";
import { ACTIVATIONS, LOSSES, type LossKind, type NetworkSpec } from "../../../../src/experiment/spec";
import { evaluateLoss } from "../../../../src/model/network/evaluate";
import { layoutNetwork, type Parameters, zeroParameters } from "../../../../src/model/network/layout";
import { createRandom } from "../../../../src/numeric/random";

function makeData(kind: LossKind, samples = 12): Dataset {
  const random = createRandom(9, `sparse weights ${kind}`);
  const outputs = kind === "softmax-ce" ? 3 : 1;
  const y = new Float64Array(samples * outputs);
  for (let s = 0; s < samples; s++) {
    const chosen = random.below(3);
    for (let j = 0; j < outputs; j++) {
      y[s * outputs + j] = kind === "mse" ? random.normal() : Number(outputs > 1 ? j === chosen : chosen > 0);
    }
  }
  const x = Float64Array.from({ length: 2 * samples }, () => random.normal());
  return { samples, inputs: 2, outputs, x, y, task: "given" };
}

async function prove(
  network: NetworkSpec,
  kind: LossKind,
  l2: number,
  data: Dataset,
): Promise<CertificateFinding | null> {
  const layout = layoutNetwork(network);
  const loss = { kind, l2 };
  const evaluate = (point: Parameters) => evaluateLoss({ layout, loss, data }, point);
  const question = { network, loss, data, theta: zeroParameters(layout), chords: [], evaluateLoss: evaluate };
  return (await searchCertificate(question, { methods: ["sparse-weights"] })).finding;
}

describe("a loss that no training has seen", () => {
  it.each(ACTIVATIONS.filter((name) => name !== "identity"))(
    "is proved for %s with every loss, output, depth and penalty up to the largest",
    { timeout: 120_000 },
    async (activation) => {
      for (const kind of LOSSES) {
        const data = makeData(kind);
        for (const [hidden, output, residual, l2] of [
          [[3], "identity", false, 0],
          [[2, 2], "identity", true, 1],
          [[2], "identity", false, 1000],
          [[2], "sigmoid", false, 0],
          [[2, 2, 2], "sigmoid", true, 1],
        ] as const) {
          const network: NetworkSpec = { layers: [2, ...hidden, data.outputs], activation, output, residual };
          const finding = await prove(network, kind, l2, data);
          expect(finding?.verification.proved, `${kind} ${hidden} ${output} l2 ${l2}`).toBe(true);
        }
      }
    },
  );

  it("is proved for linear layers wherever the penalty does not make it convex", async () => {
    for (const kind of LOSSES) {
      const data = makeData(kind);
      const network = (layers: number[]): NetworkSpec => ({
        layers: [2, ...layers, data.outputs],
        activation: "identity",
        output: "identity",
        residual: false,
      });
      expect((await prove(network([2]), kind, 0, data))?.verification.proved).toBe(true);
      expect((await prove(network([2]), kind, 0.05, data))?.verification.proved).toBe(true);
      // Products of three factors outgrow any penalty.
      expect((await prove(network([2, 2]), kind, 1000, data))?.verification.proved, kind).toBe(true);
      expect((await prove({ ...network([2, 2]), residual: true }, kind, 100, data))?.verification.proved, kind).toBe(
        true,
      );
    }
    expect(
      (await prove({ ...NETWORK, activation: "identity" }, "mse", 1000, makeData("mse")))?.verification.proved,
    ).toBe(true);
  });

  it("is proved with layers behind the bend, and with residual connections before it", async () => {
    const activation: NetworkSpec["activation"] = ["sigmoid", "tanh", "identity"];
    const network: NetworkSpec = { layers: [2, 2, 2, 2, 1], activation, output: "identity", residual: true };
    expect((await prove(network, "bce", 1, makeData("bce")))?.verification.proved).toBe(true);
  });

  it("is proved where equal outputs show nothing: hinge of a sigmoid with as many targets of 0 as of 1", async () => {
    const data = makeData("hinge");
    const balanced = { ...data, y: data.y.map((_, s) => s % 2) };
    for (const activation of ["tanh", "relu", "gelu"] as const) {
      const network: NetworkSpec = { ...NETWORK, activation, output: "sigmoid" };
      expect((await prove(network, "hinge", 1, balanced))?.verification.proved, activation).toBe(true);
    }
  });

  it("is proved for targets of any size", async () => {
    for (const size of [1e-6, 1e6, 1e12]) {
      const data = makeData("mse");
      const scaled = { ...data, y: data.y.map((target) => size * target) };
      expect((await prove(NETWORK, "mse", 1, scaled))?.verification.proved, `${size}`).toBe(true);
    }
  });
});

const NETWORK: NetworkSpec = { layers: [2, 2, 1], activation: "relu", output: "identity", residual: false };

it("the pairs do not depend on where a training ended, and most of their weights are 0", async () => {
  const layout = layoutNetwork(NETWORK);
  const pairs = await listSparsePairs(layout, { kind: "bce", l2: 0 }, makeData("bce"), async () => {});
  expect(pairs.length).toBeGreaterThan(0);
  for (const point of pairs.flat()) expect([...point].filter((entry) => entry !== 0).length).toBeLessThanOrEqual(3);
});

it("nothing is found where the loss is convex", async () => {
  for (const kind of LOSSES) {
    const data = makeData(kind);
    const network: NetworkSpec = { ...NETWORK, layers: [2, data.outputs] };
    expect(await prove(network, kind, 0, data)).toBeNull();
  }
});

it("the sigmoid's square loss without a hidden layer is proved with a clear gap", async () => {
  // Its inputs and targets are those of tests/cases/winvector-square-sigmoid.json.
  const data: Dataset = {
    samples: 7,
    inputs: 1,
    outputs: 1,
    x: Float64Array.of(-2, -2, -2, 0, 0, 10, 10),
    y: Float64Array.of(1, 1, 1, 0, 1, 1, 1),
    task: "given",
  };
  const finding = await prove({ ...NETWORK, layers: [1, 1], output: "sigmoid" }, "mse", 0, data);
  expect(finding!.gap).toBeGreaterThan(0.179);
});
