import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIVATIONS, LOSSES } from "../../../../src/experiment/spec";
import { JetEvaluator } from "../../../../src/model/jets/jet-evaluator";
import type { PointJet } from "../../../../src/model/jets/point-jet";
import { evaluateLoss } from "../../../../src/model/network/evaluate";
import type { Parameters } from "../../../../src/model/network/layout";
import { createRandom } from "../../../../src/numeric/random";
import { FLOAT64 } from "../../../../src/numeric/rounding";
import type { LandscapePlan } from "../../../../src/slice/landscape-plan";
import { makeRandomPlan } from "../../../support/random-plans";

/** The units of hidden layer k in another order, in a parameter vector. */
function permuteUnits({ layout }: LandscapePlan, theta: Parameters, k: number, order: readonly number[]): Parameters {
  const permuted = theta.slice() as Parameters;
  const [layer, above] = [layout.layers[k]!, layout.layers[k + 1]!];
  order.forEach((from, to) => {
    permuted[layer.bias + to] = theta[layer.bias + from]!;
    for (let i = 0; i < layer.inputs; i++) {
      permuted[layer.kernel + i * layer.units + to] = theta[layer.kernel + i * layer.units + from]!;
    }
    for (let j = 0; j < above.units; j++) {
      permuted[above.kernel + to * above.units + j] = theta[above.kernel + from * above.units + j]!;
    }
  });
  return permuted;
}

/** Scales the weights into unit j of hidden layer k by c and the weights out of it by 1/c. */
function scaleUnit({ layout }: LandscapePlan, theta: Parameters, k: number, j: number, c: number): Parameters {
  const scaled = theta.slice() as Parameters;
  const [layer, above] = [layout.layers[k]!, layout.layers[k + 1]!];
  scaled[layer.bias + j]! *= c;
  for (let i = 0; i < layer.inputs; i++) scaled[layer.kernel + i * layer.units + j]! *= c;
  for (let o = 0; o < above.units; o++) scaled[above.kernel + j * above.units + o]! /= c;
  return scaled;
}

function jetAt(plan: LandscapePlan, x: number, y: number): PointJet {
  const slice = { center: plan.center, dx: plan.dx, dy: plan.dy, xLimit: 1, yLimit: 1 };
  return new JetEvaluator(plan, slice, FLOAT64).evaluate(x, y);
}

const request = fc.record({
  activation: fc.constantFrom(...ACTIVATIONS),
  loss: fc.constantFrom(...LOSSES),
  seed: fc.integer({ min: 0, max: 1e9 }),
  layer: fc.integer({ min: 0, max: 1 }),
});

describe("symmetries of the loss", () => {
  it("swapping hidden units changes neither loss nor curvature", () => {
    fc.assert(
      fc.property(request, ({ activation, loss, seed, layer }) => {
        const plan = makeRandomPlan({ activation, loss, hidden: [5, 4], samples: 6 }, seed);
        const random = createRandom(seed, "order");
        const { units } = plan.layout.layers[layer]!;
        const order = Array.from({ length: units }, (_, j) => j).sort(() => random.uniform() - 0.5);
        const permute = (theta: Parameters) => permuteUnits(plan, theta, layer, order);
        const permuted = { ...plan, center: permute(plan.center), dx: permute(plan.dx), dy: permute(plan.dy) };
        const [before, after] = [jetAt(plan, 0.3, -0.4), jetAt(permuted, 0.3, -0.4)];
        expect(Math.abs(before.loss - after.loss)).toBeLessThanOrEqual(before.lossError + after.lossError);
        const bound = before.curvatureError + after.curvatureError;
        for (const field of ["xx", "xy", "yy"] as const) {
          expect(Math.abs(before[field] - after[field])).toBeLessThanOrEqual(bound);
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it("scaling a ReLU unit by 2ⁿ changes not one bit, by any c > 0 no more than rounding", () => {
    const factor = fc.record({
      power: fc.integer({ min: -8, max: 8 }),
      c: fc.double({ min: 0.01, max: 100, noNaN: true }),
    });
    fc.assert(
      fc.property(
        request,
        factor,
        fc.constantFrom("relu", "leaky-relu", "identity"),
        (drawn, { power, c }, activation) => {
          const plan = makeRandomPlan({ activation, loss: drawn.loss, hidden: [5, 4], samples: 6 }, drawn.seed);
          const lossOf = (theta: Parameters) => evaluateLoss(plan, theta);
          expect(lossOf(scaleUnit(plan, plan.center, drawn.layer, 2, 2 ** power))).toBe(lossOf(plan.center));
          const scaled = { ...plan, center: scaleUnit(plan, plan.center, drawn.layer, 2, c) };
          const [before, after] = [jetAt(plan, 0, 0), jetAt(scaled, 0, 0)];
          // The scaled weights are rounded themselves: as much again as the bound's own share for them.
          expect(Math.abs(before.loss - after.loss)).toBeLessThanOrEqual(2 * (before.lossError + after.lossError));
        },
      ),
      { numRuns: 300, seed: 2 },
    );
  });

  it("the loss is finite, and not negative for every kind", () => {
    fc.assert(
      fc.property(request, fc.double({ min: -3, max: 3, noNaN: true }), (drawn, logScale) => {
        const plan = makeRandomPlan({ ...drawn, hidden: [5, 4], scale: 10 ** logScale }, drawn.seed);
        const loss = evaluateLoss(plan, plan.center);
        expect(Number.isFinite(loss)).toBe(true);
        expect(loss).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});
