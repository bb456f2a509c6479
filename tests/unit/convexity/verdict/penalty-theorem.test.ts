import { expect, it } from "vitest";
import { searchCertificate } from "../../../../src/convexity/certificate/search";
import { findPenaltyTheorem } from "../../../../src/convexity/verdict/penalty-theorem";
import type { Dataset } from "../../../../src/data/dataset";
import { LOSSES, type LossKind, type NetworkSpec } from "../../../../src/experiment/spec";
import { evaluateLoss } from "../../../../src/model/network/evaluate";
import { asParameters, layoutNetwork, type Parameters } from "../../../../src/model/network/layout";
import { createRandom, type Random } from "../../../../src/numeric/random";

interface Case {
  readonly network: NetworkSpec;
  readonly kind: LossKind;
  readonly data: Dataset;
}

function makeCase(random: Random, shape: "bilinear" | "sigmoid", kind: LossKind): Case {
  const outputs = kind === "softmax-ce" ? 2 + random.below(2) : 1 + random.below(2);
  const inputs = 1 + random.below(2);
  const samples = 1 + random.below(6);
  const hidden = shape === "bilinear" ? [1 + random.below(2)] : [];
  const network: NetworkSpec = {
    layers: [inputs, ...hidden, outputs],
    activation: "identity",
    output: shape === "bilinear" ? "identity" : "sigmoid",
    residual: false,
  };
  const y = new Float64Array(samples * outputs);
  for (let s = 0; s < samples; s++) {
    const chosen = random.below(outputs);
    for (let j = 0; j < outputs; j++) {
      y[s * outputs + j] =
        kind === "mse" ? random.normal() : kind === "softmax-ce" ? Number(j === chosen) : random.below(2);
    }
  }
  const x = Float64Array.from({ length: samples * inputs }, () => 2 * random.normal());
  return { network, kind, data: { samples, inputs, outputs, x, y, task: "given" } };
}

const holds = ({ network, kind, data }: Case, l2: number) =>
  findPenaltyTheorem({ layout: layoutNetwork(network), loss: { kind, l2 }, data }) !== null;

/** The least l2, to a thousandth, for which the theorem holds. */
function findLeastPenalty(one: Case): number {
  let [low, high] = [0, 1e4];
  while (high - low > 1e-3 * high) {
    const middle = (low + high) / 2;
    if (holds(one, middle)) high = middle;
    else low = middle;
  }
  return high;
}

it("holds for no loss in which a search finds a proof, at the least penalty that it allows", {
  timeout: 120_000,
}, async () => {
  const random = createRandom(5, "penalty theorem");
  let [looked, sharp] = [0, 0];
  for (const kind of LOSSES) {
    for (const shape of ["bilinear", "sigmoid"] as const) {
      if (kind === "mse" && shape === "bilinear") continue;
      for (let k = 0; k < 12; k++) {
        const one = makeCase(random, shape, kind);
        const { network, data } = one;
        const layout = layoutNetwork(network);
        const least = findLeastPenalty(one);
        const search = (l2: number, theta: Parameters) => {
          const loss = { kind, l2 };
          const evaluate = (point: Parameters) => evaluateLoss({ layout, loss, data }, point);
          return searchCertificate({ network, loss, data, theta, chords: [], evaluateLoss: evaluate });
        };
        const draw = () =>
          asParameters(
            layout,
            Array.from({ length: layout.parameterCount }, () => random.normal()),
          );
        expect((await search(least, draw())).finding, JSON.stringify(one)).toBeNull();
        // Chords of all lengths, in float64, with gaps larger than its rounding.
        const evaluate = (point: Parameters) => evaluateLoss({ layout, loss: { kind, l2: least }, data }, point);
        for (let c = 0; c < 40; c++) {
          const [center, way] = [draw(), draw()];
          const reach = 2 ** (random.below(9) - 6);
          const at = (t: number) => center.map((entry, p) => 2 * (entry + t * reach * way[p]!)) as Parameters;
          const [from, middle, to] = [evaluate(at(-1)), evaluate(at(0)), evaluate(at(1))];
          expect(middle - (from + to) / 2).toBeLessThanOrEqual(1e-13 * (from + middle + to));
        }
        looked++;
        if ((await search(least / 4, draw())).finding) sharp++;
      }
    }
  }
  // The bound is not loose: a quarter of it is often too little.
  expect(looked).toBe(84);
  expect(sharp).toBeGreaterThan(10);
});

it("claims nothing without a penalty, for mse through two layers, or for any other network", () => {
  const random = createRandom(6, "penalty theorem");
  for (const kind of LOSSES) expect(holds(makeCase(random, "sigmoid", kind), 0)).toBe(false);
  expect(holds(makeCase(random, "bilinear", "mse"), 1000)).toBe(false);
  const one = makeCase(random, "bilinear", "bce");
  expect(holds(one, 1000)).toBe(true);
  expect(holds({ ...one, network: { ...one.network, activation: "relu" } }, 1000)).toBe(false);
  expect(holds({ ...one, network: { ...one.network, output: "sigmoid" } }, 1000)).toBe(false);
  const [inputs, hidden, outputs] = one.network.layers;
  expect(holds({ ...one, network: { ...one.network, layers: [inputs!, hidden!, hidden!, outputs!] } }, 1000)).toBe(
    false,
  );
  const slope = { ...one.network, activation: "leaky-relu" as const };
  expect(holds({ ...one, network: { ...slope, leakySlope: 1 } }, 1000)).toBe(true);
  expect(holds({ ...one, network: { ...slope, leakySlope: 0.99 } }, 1000)).toBe(false);
});
