import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import { symmetricEigenvalues } from "../../convexity/points/curvature";
import { nearestIndex } from "../../studio/sentences/place-text";

type Range = readonly [least: number, most: number];

/** The curvature of a slice at one of its points. */
export interface SliceCurvature {
  /** In the slice's coordinates, as on the page. */
  readonly own: Range;
  /**
   * Per unit of weight, as for the whole Hessian, whose eigenvalues enclose these. Null where the lengths of the directions are not known.
   */
  readonly perWeight: Range | null;
}

/** Reads the curvature at the grid point nearest to a place. */
export function readCurvature({ landscape, measure }: LandscapeOutcome, x: number, y: number): SliceCurvature {
  const { grid, curvatureMin, curvatureMax, xx, xy, yy } = landscape;
  const index = nearestIndex(grid.y, y) * grid.columns + nearestIndex(grid.x, x);
  const own = [curvatureMin[index]!, curvatureMax[index]!] as const;
  if (!measure) return { own, perWeight: null };
  const { xNorm, yNorm, cosine } = measure;
  // First along dx and dy scaled to length 1, then along dx and the part of dy at right angles to it.
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
