import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyzePoint } from "../../../../src/convexity/points/analysis";
import { symmetricEigenvalues, symmetricEigenvectors } from "../../../../src/convexity/points/curvature";
import { ACTIVATIONS, LOSSES } from "../../../../src/experiment/spec";
import { JetEvaluator } from "../../../../src/model/jets/jet-evaluator";
import { evaluateGradient, evaluateLoss } from "../../../../src/model/network/evaluate";
import type { Parameters } from "../../../../src/model/network/layout";
import { FLOAT32_GPU } from "../../../../src/numeric/rounding";
import { type LandscapePlan, sliceOfPlan } from "../../../../src/slice/landscape-plan";
import { makeRandomPlan, type PlanRequest } from "../../../support/random-plans";

const REQUESTS: readonly PlanRequest[] = ACTIVATIONS.flatMap((activation) =>
  LOSSES.map((loss): PlanRequest => ({ activation, loss, hidden: [4, 3], l2: loss === "mse" ? 0.05 : 0 })),
);

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, entry, p) => sum + entry * b[p]!, 0);

describe("a point of a slice", () => {
  it.each(REQUESTS)("has its weights and the gradient of its loss: $activation $loss", (request) => {
    const plan = makeRandomPlan(request, 31);
    const { layout, loss, data, dx, dy } = plan;
    const found = analyzePoint(plan, 0.3125, -0.625);
    expect(found.loss).toBeCloseTo(evaluateLoss({ layout, loss, data }, found.parameters), 12);
    const { gradient } = evaluateGradient({ layout, loss, data }, found.parameters);
    // The gradient of the whole loss is summed in another order: some thousand roundings of what it is made of.
    const rounding = (direction: Parameters) =>
      1e3 * Number.EPSILON * dot(gradient.map(Math.abs), direction.map(Math.abs));
    expect(Math.abs(found.gradient.x - dot(gradient, dx))).toBeLessThanOrEqual(found.gradient.error + rounding(dx));
    expect(Math.abs(found.gradient.y - dot(gradient, dy))).toBeLessThanOrEqual(found.gradient.error + rounding(dy));
    expect(found.gradient.error).toBeLessThan(1e-10);
  });

  it.each(REQUESTS)(
    "has bounds that cover what storing in float32 does to its gradient: $activation $loss",
    (request) => {
      for (const seed of [1, 2, 3, 4]) {
        const plan = makeRandomPlan(request, seed);
        // The first layer's weights are not stored: its projection is.
        const first = plan.layout.layers[0]!;
        const store = (vector: Parameters) =>
          vector.map((entry, p) => (p < first.bias + first.units ? entry : Math.fround(entry))) as Parameters;
        const stored: LandscapePlan = { ...plan, center: store(plan.center), dx: store(plan.dx), dy: store(plan.dy) };
        const evaluate = (of: LandscapePlan) => new JetEvaluator(of, sliceOfPlan(of), FLOAT32_GPU).evaluate(0.3, -0.7);
        const [exact, moved] = [evaluate(plan), evaluate(stored)];
        for (const axis of ["x", "y"] as const) {
          expect(Math.abs(exact[axis] - moved[axis])).toBeLessThanOrEqual(exact.gradientError);
        }
        expect(exact.gradientError).toBeLessThan(0.1);
      }
    },
  );

  it("may lie beyond the grid, and its bounds know it", () => {
    const plan = makeRandomPlan({ activation: "tanh", loss: "mse", hidden: [4] }, 3);
    const far = analyzePoint(plan, 40, -3);
    expect(far.loss).toBeCloseTo(evaluateLoss(plan, far.parameters), 9);
    expect(far.lossError).toBeGreaterThan(analyzePoint(plan, 0.4, -0.3).lossError);
  });
});

describe("the eigenvectors of a symmetric matrix", () => {
  const entry = fc.double({ min: -1e3, max: 1e3, noNaN: true });

  it("are at right angles, of length 1, and stretched by the eigenvalues", () => {
    fc.assert(
      fc.property(entry, entry, entry, (xx, xy, yy) => {
        const values = symmetricEigenvalues(xx, xy, yy);
        const vectors = symmetricEigenvectors(xx, xy, yy);
        // Below the least normal number nothing is relative any more.
        const size = Math.abs(xx) + Math.abs(xy) + Math.abs(yy) + 2 ** -1000;
        expect(Math.abs(vectors.min[0] * vectors.max[0] + vectors.min[1] * vectors.max[1])).toBeLessThan(1e-12);
        for (const which of ["min", "max"] as const) {
          const [a, b] = vectors[which];
          expect(Math.hypot(a, b)).toBeCloseTo(1, 12);
          expect(Math.abs(xx * a + xy * b - values[which] * a)).toBeLessThanOrEqual(1e-13 * size);
          expect(Math.abs(xy * a + yy * b - values[which] * b)).toBeLessThanOrEqual(1e-13 * size);
        }
      }),
    );
  });
});
