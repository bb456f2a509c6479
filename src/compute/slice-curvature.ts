import { eigenvalueError, symmetricEigenvalues } from "../convexity/curvature";
import type { LandscapePlan } from "../landscape/landscape";
import { JetEvaluator } from "../model/jets";
import { FLOAT64 } from "../model/rounding";

/** The eigenvalues of a slice's own 2×2 Hessian at one point, in float64; NaN where the loss is not finite. */
export interface SliceCurvature {
  readonly min: number;
  readonly max: number;
  /** Neither eigenvalue is farther than this from the true one; +∞ where nothing is known. */
  readonly error: number;
}

/** The curvature of a slice at (x, y) with the jets' own running error bound, tighter than over a whole grid in float32. */
export function measureCurvature(
  { layout, loss, data, center, dx, dy }: LandscapePlan,
  x: number,
  y: number,
): SliceCurvature {
  const slice = { center, dx, dy, xLimit: Math.abs(x), yLimit: Math.abs(y) };
  const { xx, xy, yy, curvatureError } = new JetEvaluator(layout, loss, data, slice, FLOAT64).evaluate(x, y);
  return { ...symmetricEigenvalues(xx, xy, yy), error: eigenvalueError(xx, xy, yy, curvatureError) };
}
