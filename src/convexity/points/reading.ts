import type { Grid } from "../../slice/grid";
import type { PointAnalysis } from "./analysis";
import { eigenvalueError, symmetricEigenvalues, symmetricEigenvectors } from "./curvature";
import type { Landscape } from "./landscape";
import { classifyPoint, POINT_CLASSES, type PointClass } from "./point-class";

/** The loss, its derivatives and its class at one point of a slice. Derivatives are in slice coordinates; each bound is on the error of the number in its name. */
export interface PointReading {
  readonly x: number;
  readonly y: number;
  /** `grid` where the point is a grid point and the numbers are the landscape's; the gradient is always in float64. */
  readonly source: "grid" | "float64";
  readonly loss: number;
  readonly lossError: number;
  /** Null until the point has been analysed. */
  readonly gradient: PointAnalysis["gradient"] | null;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  /** The error of each of xx, xy, yy is at most this. */
  readonly curvatureError: number;
  /** Eigenvalues of [[xx, xy], [xy, yy]]. */
  readonly min: number;
  readonly max: number;
  /** The error of each eigenvalue is at most this. */
  readonly eigenvalueError: number;
  /** Unit eigenvectors; null where the two eigenvalues may be equal. */
  readonly directions: { readonly min: readonly [number, number]; readonly max: readonly [number, number] } | null;
  readonly pointClass: PointClass;
}

/** A point of a grid, by its indices. */
export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

/** The grid point at exactly this place; null where there is none. */
export function findGridPlace(grid: Grid, x: number, y: number): GridPlace | null {
  const column = grid.x.indexOf(x);
  const row = grid.y.indexOf(y);
  return column >= 0 && row >= 0 ? { row, column } : null;
}

/** Reads a grid point with its computed numbers and its class. @param analysis  of the same point, for its gradient */
function readGridPlace(landscape: Landscape, { row, column }: GridPlace, analysis: PointAnalysis | null): PointReading {
  const { grid, loss, lossError, xx, xy, yy, curvatureError, classes } = landscape;
  const point = row * grid.columns + column;
  return complete(
    {
      x: grid.x[column]!,
      y: grid.y[row]!,
      source: "grid",
      loss: loss[point]!,
      lossError: lossError[point]!,
      gradient: analysis?.gradient ?? null,
      xx: xx[point]!,
      xy: xy[point]!,
      yy: yy[point]!,
      curvatureError: curvatureError[point]!,
    },
    POINT_CLASSES[classes[point]!]!,
  );
}

/** Reads a point between the grid points. Only its curvature is used for its class, because no chord was tried there. */
export function readAnalysis(analysis: PointAnalysis): PointReading {
  const { x, y, loss, lossError, gradient, xx, xy, yy, curvatureError } = analysis;
  return complete({ x, y, source: "float64", loss, lossError, gradient, xx, xy, yy, curvatureError }, null);
}

/** The reading of a place; null where it is not a grid point and has not been analysed yet. */
export function readPlace(
  landscape: Landscape,
  x: number,
  y: number,
  analysis: PointAnalysis | null,
): PointReading | null {
  const place = findGridPlace(landscape.grid, x, y);
  if (place) return readGridPlace(landscape, place, analysis);
  return analysis && readAnalysis(analysis);
}

/** @param found  its class where a whole grid was classified; null where the curvature alone decides */
function complete(
  known: Omit<PointReading, "min" | "max" | "eigenvalueError" | "directions" | "pointClass">,
  found: PointClass | null,
): PointReading {
  const { loss, xx, xy, yy, curvatureError } = known;
  const { min, max } = symmetricEigenvalues(xx, xy, yy);
  const error = eigenvalueError(xx, xy, yy, curvatureError);
  const isApart = max - min > 2 * error;
  return {
    ...known,
    min,
    max,
    eigenvalueError: error,
    directions: isApart ? symmetricEigenvectors(xx, xy, yy) : null,
    pointClass: found ?? classifyPoint(loss, min, error, () => false),
  };
}
