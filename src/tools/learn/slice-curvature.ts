import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import { symmetricEigenvalues } from "../../convexity/points/curvature";
import { nearestIndex } from "../../studio/sentences/place-text";

type Range = readonly [least: number, most: number];

/** How a slice bends at one of its points. */
export interface SliceCurvature {
  /** In the slice's own coordinates, as the page states it. */
  readonly own: Range;
  /** In its plane, but per unit of weight, as the whole Hessian is stated: within its range. Null where the measure is not known. */
  readonly perWeight: Range | null;
}

/** Reads the curvature at the grid point nearest to a place. */
export function readCurvature({ landscape, measure }: LandscapeOutcome, x: number, y: number): SliceCurvature {
  const { grid, curvatureMin, curvatureMax, xx, xy, yy } = landscape;
  const index = nearestIndex(grid.y, y) * grid.columns + nearestIndex(grid.x, x);
  const own = [curvatureMin[index]!, curvatureMax[index]!] as const;
  if (!measure) return { own, perWeight: null };
  const { xNorm, yNorm, cosine } = measure;
  // Along dx and dy at length 1, then along dx and what of dy stands at right angles to it.
  const along = xx[index]! / xNorm ** 2;
  const mixed = xy[index]! / (xNorm * yNorm);
  const across = yy[index]! / yNorm ** 2;
  const sine = Math.sqrt(1 - cosine ** 2);
  const { min, max } = symmetricEigenvalues(
    along,
    (mixed - cosine * along) / sine,
    (across - 2 * cosine * mixed + cosine ** 2 * along) / sine ** 2,
  );
  return { own, perWeight: Number.isFinite(min) ? [min, max] : null };
}
