import type { BackendInfo } from "./backend-info";
import type { Grid } from "./grid";

/**
 * The loss over a grid with its exact second derivatives in slice coordinates and bounds on the evaluation's error.
 * Each array is [rows · columns]. An error bound is +∞ where no bound is known.
 */
export interface LandscapeFields {
  readonly loss: Float64Array;
  /** |computed − true loss| is at most this. */
  readonly lossError: Float64Array;
  readonly xx: Float64Array;
  readonly xy: Float64Array;
  readonly yy: Float64Array;
  /** The error of each of xx, xy, yy is at most this. */
  readonly curvatureError: Float64Array;
}

/** The names of the fields. */
export const FIELD_NAMES = ["loss", "lossError", "xx", "xy", "yy", "curvatureError"] as const;

/** Fields, and the backend that computed them: the processor may have computed some points for another evaluator. */
export interface EvaluatedFields extends LandscapeFields {
  readonly backend: BackendInfo;
}

/** Zeroed fields for a grid. */
export function allocateFields(grid: Pick<Grid, "columns" | "rows">): LandscapeFields {
  const make = () => new Float64Array(grid.columns * grid.rows);
  return { loss: make(), lossError: make(), xx: make(), xy: make(), yy: make(), curvatureError: make() };
}

/** The numbers of these points, each field [points.length]. */
export function readPoints(fields: LandscapeFields, points: Uint32Array): LandscapeFields {
  const read = allocateFields({ columns: points.length, rows: 1 });
  for (const name of FIELD_NAMES) {
    for (const [i, point] of points.entries()) read[name][i] = fields[name][point]!;
  }
  return read;
}
