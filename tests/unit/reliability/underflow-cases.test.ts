import { describe, expect, it } from "vitest";
import { classifyLandscape } from "../../../src/convexity/classify";
import { POINT_CLASSES } from "../../../src/convexity/landscape";
import { ReferenceEvaluator } from "../../../src/landscape/reference-evaluator";
import { FLUSHED_SOFTMAX, SUBNORMAL_DIRECTION } from "../../support/underflow-cases";

describe("inputs whose numbers underflow, in float64", () => {
  const evaluator = new ReferenceEvaluator();

  for (const { name, plan, xx } of FLUSHED_SOFTMAX) {
    it(`${name}: the true curvature lies within its bound, and nothing is said not to be convex`, async () => {
      const { classes, ...fields } = classifyLandscape(await evaluator.evaluate(plan), plan.grid, evaluator.backend);
      fields.xx.forEach((found, i) => {
        expect(Math.abs(found - xx)).toBeLessThanOrEqual(fields.curvatureError[i]!);
        expect(["convex", "undecided"]).toContain(POINT_CLASSES[classes[i]!]);
      });
    });
  }

  it("subnormal-direction: the loss lies within its bound", async () => {
    const { plan, corner, loss } = SUBNORMAL_DIRECTION;
    const fields = await evaluator.evaluate(plan);
    expect(Math.abs(fields.loss[corner]! - loss)).toBeLessThanOrEqual(fields.lossError[corner]!);
    expect(fields.lossError[corner]!).toBeLessThan(1);
  });
});
