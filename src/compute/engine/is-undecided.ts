import { eigenvalueError, symmetricEigenvalues } from "../../convexity/points/curvature";
import { signWithin } from "../../convexity/points/point-class";
import type { LandscapeFields } from "../../slice/landscape-fields";

/** Whether a point has no bound, or its bound leaves the sign of its lower curvature open. */
export function isUndecided(fields: LandscapeFields, point: number): boolean {
  const bounds = [fields.loss[point], fields.lossError[point], fields.curvatureError[point]];
  if (!bounds.every(Number.isFinite)) return true;
  const [xx, xy, yy] = [fields.xx[point]!, fields.xy[point]!, fields.yy[point]!];
  const error = eigenvalueError(xx, xy, yy, fields.curvatureError[point]!);
  return signWithin(symmetricEigenvalues(xx, xy, yy).min, error) === 0;
}

/** Whether nothing is known of the loss at a point. */
export function hasNoBound(fields: LandscapeFields, point: number): boolean {
  return !Number.isFinite(fields.loss[point]) || !Number.isFinite(fields.lossError[point]);
}
