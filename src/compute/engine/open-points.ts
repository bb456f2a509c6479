import { eigenvalueError, symmetricEigenvalues } from "../../convexity/points/curvature";
import { signWithin } from "../../convexity/points/point-class";
import type { LandscapeFields } from "../../slice/landscape-fields";

/** Whether a point has no bound: a number overflowed, or nothing is known. */
export function isUnbounded({ loss, lossError, curvatureError }: LandscapeFields, point: number): boolean {
  return ![loss[point], lossError[point], curvatureError[point]].every(Number.isFinite);
}

/** Whether a point has no bound, or its bound leaves the sign of its curvature open. */
export function isUndecided(fields: LandscapeFields, point: number): boolean {
  if (isUnbounded(fields, point)) return true;
  const [xx, xy, yy] = [fields.xx[point]!, fields.xy[point]!, fields.yy[point]!];
  const error = eigenvalueError(xx, xy, yy, fields.curvatureError[point]!);
  return signWithin(symmetricEigenvalues(xx, xy, yy).min, error) === 0;
}
