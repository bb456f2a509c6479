import { describe, expect, it } from "vitest";
import { classifyLandscape } from "../../../src/convexity/points/classify";
import { ReferenceEvaluator } from "../../../src/slice/reference-evaluator";
import { checkLandscape } from "../../reliability/bound-check";
import { UNDERFLOW_CASES } from "../../reliability/underflow-cases";

describe("inputs whose numbers underflow, in float64", () => {
  const evaluator = new ReferenceEvaluator();

  for (const { name, ranged } of UNDERFLOW_CASES) {
    it(`${name}: every number lies within its bound, and no point is called not convex`, async () => {
      const { plan } = ranged;
      const landscape = classifyLandscape(await evaluator.evaluate(plan), plan.grid, evaluator.backend);
      const counts = checkLandscape(ranged, landscape, null, name);
      expect(counts.faults).toEqual([]);
      expect(counts.unresolved + counts.unbounded).toBe(0);
      expect(counts.classes.convex + counts.classes.undecided).toBe(counts.points);
    });
  }
});
