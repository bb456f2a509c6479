import { describe, expect, it } from "vitest";
import {
  add,
  applyActivation,
  applyAffine,
  applyLoss,
  type Enclosure,
  type ExactLayer,
  exactly,
  readRows,
  round,
  scale,
} from "../../../../src/convexity/certificate/enclosure";
import { ACTIVATIONS, LOSSES } from "../../../../src/experiment/spec";
import { JetEvaluator } from "../../../../src/model/jets/jet-evaluator";
import { createRandom } from "../../../../src/numeric/random";
import { FLOAT32_GPU, FLOAT64 } from "../../../../src/numeric/rounding";
import { type LandscapePlan, sliceOfPlan } from "../../../../src/slice/landscape-plan";
import { evaluatePlainly } from "../../../support/plain-forward";
import { describeRequest, makeRandomPlan, type PlanRequest } from "../../../support/random-plans";

const REQUESTS: readonly PlanRequest[] = ACTIVATIONS.flatMap((activation, a) =>
  LOSSES.map(
    (loss, l): PlanRequest => ({
      activation,
      loss,
      hidden: [[5, 4], [4, 4, 4], [9], []][(a + l) % 4]!,
      residual: (a + l) % 2 === 1,
      samples: 9,
      ...(loss === "mse" && a % 2 === 0 ? { output: "sigmoid", outputs: 2 } : {}),
    }),
  ),
);

/** Weights from very small to saturating; the slice's reach is in proportion. */
const SCALES = [1e-3, 0.1, 1, 5, 30, 1e3] as const;

function drawPlan(request: PlanRequest, scaleOfWeights: number, seed: number): LandscapePlan {
  return makeRandomPlan({ ...request, scale: scaleOfWeights, reach: Math.min(1, scaleOfWeights) }, seed);
}

/** L in exact or 200-bit interval arithmetic, at the real point θ + x·dx + y·dy of the float64 numbers given. */
function encloseLoss({ layout, loss, data, center, dx, dy }: LandscapePlan, x: number, y: number): Enclosure {
  const [coordinates] = readRows([[x, y]]);
  const [theta, d1, d2] = readRows([[...center], [...dx], [...dy]]);
  const [a, b] = coordinates!.entries.map(({ lo }) => lo) as [bigint, bigint];
  const weights = theta!.entries.map(
    ({ lo }, p) => lo * coordinates!.denominator + a * d1!.entries[p]!.lo + b * d2!.entries[p]!.lo,
  );
  const denominator = theta!.denominator * coordinates!.denominator;
  const layers = layout.layers.map(
    ({ inputs, units, kernel, bias }): ExactLayer => ({
      units: Array.from({ length: units }, (_, j) => [
        ...Array.from({ length: inputs }, (__, i) => weights[kernel + i * units + j]!),
        weights[bias + j]!,
      ]),
      denominator,
    }),
  );
  const [slope] = readRows([[layout.leakySlope]]);
  const bits = 200;
  let total = exactly([0n]);
  for (let s = 0; s < data.samples; s++) {
    let [values] = readRows([[...data.x.subarray(s * data.inputs, (s + 1) * data.inputs)]]);
    const [target] = readRows([[...data.y.subarray(s * data.outputs, (s + 1) * data.outputs)]]);
    layers.forEach((layer, k) => {
      const { activation, residual } = layout.layers[k]!;
      const affine = round(applyAffine(layer, values!), bits);
      const active = round(applyActivation(activation, slope!, affine, bits), bits);
      values = residual ? add(active, values!) : active;
    });
    total = add(total, round(applyLoss(loss.kind, values!, target!, bits), bits));
  }
  return scale(total, 1n, BigInt(data.samples * (loss.kind === "softmax-ce" ? 1 : data.outputs)));
}

/** The largest distance between a float64 number and anything in an enclosure of one entry. */
function distanceFrom(value: number, { entries, denominator }: Enclosure): number {
  const [exact] = readRows([[value]]);
  const { lo: numerator } = exact!.entries[0]!;
  const fraction = 1100n;
  return Math.max(
    ...[entries[0]!.lo, entries[0]!.hi].map((end) => {
      const difference = numerator * denominator - end * exact!.denominator;
      const quotient = (difference << fraction) / (denominator * exact!.denominator);
      return Math.abs(Number(quotient >> 300n) / 2 ** 400 / 2 ** 400);
    }),
  );
}

describe("the float32 bound holds for a plain float32 evaluation", () => {
  let points = 0;
  for (const [seed, request] of REQUESTS.entries()) {
    it(`${describeRequest(request)} (seed ${seed})`, () => {
      for (const weights of SCALES) {
        for (let draw = 0; draw < 4; draw++) {
          const plan = drawPlan(request, weights, 100 * seed + draw);
          const slice = sliceOfPlan(plan);
          const [single, double] = [FLOAT32_GPU, FLOAT64].map((rounding) => new JetEvaluator(plan, slice, rounding));
          const random = createRandom(draw, "test points");
          for (let i = 0; i < 5; i++) {
            const [x, y] = [random.uniform(-1, 1) * slice.xLimit, random.uniform(-1, 1) * slice.yLimit];
            const found = evaluatePlainly(plan, x, y, Math.fround).loss;
            const truth = double!.evaluate(x, y);
            const bound = single!.evaluate(x, y).lossError + truth.lossError;
            expect(Math.abs(found - truth.loss), `weights ${weights}, draw ${draw}`).toBeLessThanOrEqual(bound);
            points++;
          }
        }
      }
    });
  }

  it("at thousands of points", () => expect(points).toBe(REQUESTS.length * SCALES.length * 4 * 5));
});

describe("the float64 bound holds against exact arithmetic", () => {
  // What BigInt intervals enclose: piecewise linear networks exactly, and the logistic family.
  const enclosed = REQUESTS.filter(({ activation }) => !["gelu", "sin", "identity"].includes(activation));
  for (const [seed, request] of enclosed.entries()) {
    it(`${describeRequest(request)} (seed ${seed})`, () => {
      for (const weights of [0.1, 1, 5]) {
        const plan = drawPlan({ ...request, samples: 3 }, weights, 50 * seed);
        const slice = sliceOfPlan(plan);
        const jets = new JetEvaluator(plan, slice, FLOAT64);
        const random = createRandom(seed, "test points");
        for (let i = 0; i < 2; i++) {
          const [x, y] = [random.uniform(-1, 1) * slice.xLimit, random.uniform(-1, 1) * slice.yLimit];
          const { loss, lossError } = jets.evaluate(x, y);
          const distance = distanceFrom(loss, encloseLoss(plan, x, y));
          expect(distance, `weights ${weights}`).toBeLessThanOrEqual(lossError);
          // The bound must also be useful: finite and not too large.
          expect(lossError).toBeLessThan(1e-6 * (1 + loss));
        }
      }
    });
  }
});
