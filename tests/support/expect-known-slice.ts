import { expect } from "vitest";
import { eigenvalueError, symmetricEigenvalues } from "../../src/convexity/points/curvature";
import type { LandscapeEvaluator } from "../../src/slice/evaluator";
import { fileRounding, type KnownSlice, planThroughKnownPoints } from "./oracles";

/** Compares every known loss, second derivative and eigenvalue of a slice with an evaluator's, within its stated bounds. */
export async function expectKnownSlice(evaluator: LandscapeEvaluator, slice: KnownSlice): Promise<void> {
  const { plan, indices } = planThroughKnownPoints(slice);
  const fields = await evaluator.evaluate(plan);
  for (const [i, point] of slice.points.entries()) {
    const index = indices[i]!;
    const where = `at (${point.x}, ${point.y})`;
    const within = (found: number, expected: number, bound: number, what: string) => {
      expect(Math.abs(found - expected), `${what} ${where}: ${found} for ${expected}`).toBeLessThanOrEqual(
        bound + fileRounding(expected),
      );
    };
    if (point.loss !== undefined) within(fields.loss[index]!, point.loss, fields.lossError[index]!, "loss");
    const bound = fields.curvatureError[index]!;
    const hessian = [fields.xx[index]!, fields.xy[index]!, fields.yy[index]!] as const;
    point.hessian?.forEach((entry, e) => {
      within(hessian[e]!, entry, bound, ["xx", "xy", "yy"][e]!);
    });
    if (point.eigenvalues === undefined) continue;
    const eigenvalues = symmetricEigenvalues(...hessian);
    const allowed = eigenvalueError(...hessian, bound) + fileRounding(hessian[0]) + fileRounding(hessian[2]);
    within(eigenvalues.min, point.eigenvalues[0], allowed, "smaller eigenvalue");
    within(eigenvalues.max, point.eigenvalues[1], allowed, "larger eigenvalue");
  }
}
