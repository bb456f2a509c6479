import type { Grid } from "../../slice/grid";
import type { PointAnalysis } from "./analysis";
import { eigenvalueError, symmetricEigenvalues, symmetricEigenvectors } from "./curvature";
import type { Landscape } from "./landscape";
import { classifyPoint, POINT_CLASSES, type PointClass } from "./point-class";

/** All that is known of the loss at one point of a slice. Derivatives are in the slice's coordinates; each bound is on the error of what it names. */
export interface PointReading {
  readonly x: number;
  readonly y: number;
  /** `grid` where the point is one of the landscape's, whose own numbers these are; the gradient is always in float64. */
  readonly source: "grid" | "float64";
  readonly loss: number;
  readonly lossError: number;
  /** Null until the point has been analysed. */
  readonly gradient: PointAnalysis["gradient"] | null;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  /** Of each of xx, xy, yy. */
  readonly curvatureError: number;
  /** Eigenvalues of [[xx, xy], [xy, yy]]. */
  readonly min: number;
  readonly max: number;
  /** Of each eigenvalue. */
  readonly eigenvalueError: number;
  /** Unit eigenvectors; null where the eigenvalues may be one and the same. */
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

/** Reads a grid point as it was computed and classified. @param analysis  of the same point, for its gradient */
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

/** Reads a point between those of the grid: what its curvature alone proves, for no chord was tried there. */
export function readAnalysis(analysis: PointAnalysis): PointReading {
  const { x, y, loss, lossError, gradient, xx, xy, yy, curvatureError } = analysis;
  return complete({ x, y, source: "float64", loss, lossError, gradient, xx, xy, yy, curvatureError }, null);
}

/** The reading of a place as far as it is known; null where it is off the grid and not analysed yet. */
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
