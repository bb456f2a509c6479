import { describe, expect, it } from "vitest";
import { classifyLandscape } from "../../../../src/convexity/points/classify";
import { findConvexityTheorem } from "../../../../src/convexity/verdict/verdict";
import { ReferenceEvaluator } from "../../../../src/slice/reference-evaluator";
import { CONTROL_ZOOMS, CONVEX_FAMILIES, makeConvexControl } from "../../../support/convex-controls";
import { amount } from "../../../support/long-run";

const INSTANCES = amount(15, 67);
const SIZE = 9;

describe(`slices that are convex by proof show no non-convex point: ${CONVEX_FAMILIES.length * CONTROL_ZOOMS.length * INSTANCES} of them`, () => {
  const evaluator = new ReferenceEvaluator();
  for (const family of CONVEX_FAMILIES) {
    it(family.name, async () => {
      for (const zoom of CONTROL_ZOOMS) {
        for (let seed = 0; seed < INSTANCES; seed++) {
          const plan = makeConvexControl(family, zoom, seed, SIZE);
          expect(findConvexityTheorem(plan)?.kind).toBe("convex-by-theorem");
          const { summary } = classifyLandscape(await evaluator.evaluate(plan), plan.grid, evaluator.backend);
          const where = `zoom ${zoom}, seed ${seed}`;
          expect(summary["nonconvex-curvature"], where).toBe(0);
          expect(summary["nonconvex-chord"], where).toBe(0);
          expect(summary["not-finite"], where).toBe(0);
        }
      }
    });
  }
});
