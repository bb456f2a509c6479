import { describe, expect, it } from "vitest";
import { classifyLandscape } from "../../../../src/convexity/points/classify";
import { findConvexityTheorem } from "../../../../src/convexity/verdict/verdict";
import { ReferenceEvaluator } from "../../../../src/slice/reference-evaluator";
import { FIRST_LAYER_LOSSES, makeFirstLayerPlan } from "../../../support/first-layer-slices";

describe("slices of the first layer of trained ReLU networks", () => {
  const evaluator = new ReferenceEvaluator();
  for (const loss of FIRST_LAYER_LOSSES) {
    it(`${loss}: curvature is nowhere negative, and chords show that the loss is not convex`, async () => {
      for (const seed of [1, 2, 3]) {
        const plan = await makeFirstLayerPlan(loss, seed, 25);
        expect(findConvexityTheorem(plan)).toBeNull();
        const { summary } = classifyLandscape(await evaluator.evaluate(plan), plan.grid, evaluator.backend);
        expect(summary["nonconvex-curvature"], `seed ${seed}`).toBe(0);
        expect(summary["nonconvex-chord"], `seed ${seed}`).toBeGreaterThan(0.02);
      }
    });
  }
});
