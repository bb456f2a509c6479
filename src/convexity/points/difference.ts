import { FLOAT64 } from "../../numeric/rounding";
import type { Grid } from "../../slice/grid";
import type { Landscape } from "./landscape";

/** The sign of a difference at a point as far as it is certain; a class is stored as its index in this list. */
export const DIFFERENCE_CLASSES = ["lower", "higher", "undecided", "not-finite"] as const;
export type DifferenceClass = (typeof DIFFERENCE_CLASSES)[number];

/** One loss minus another, point by point over one grid. Each array is [rows · columns]. */
export interface LandscapeDifference {
  readonly grid: Grid;
  /** L_B − L_A; NaN where either loss is not finite. */
  readonly values: Float64Array;
  /** |computed − true difference| is at most this. */
  readonly error: Float64Array;
  /** Index into DIFFERENCE_CLASSES: `lower` and `higher` only where the difference exceeds its error bound. */
  readonly classes: Uint8Array;
  /** The fraction of points of each class; they add up to 1. */
  readonly summary: Readonly<Record<DifferenceClass, number>>;
}

const { unit: ROUNDOFF, underflow: UNDERFLOW } = FLOAT64;
const [LOWER, HIGHER, UNDECIDED, NOT_FINITE] = [0, 1, 2, 3] as const;

/**
 * The difference L_B − L_A at every point of two slices, with a bound on the error of both evaluations.
 *
 * @returns null where the two grids differ, because their points then do not correspond
 */
export function subtractLandscapes(a: Landscape, b: Landscape): LandscapeDifference | null {
  if (!isSameGrid(a.grid, b.grid)) return null;
  const count = a.loss.length;
  const values = new Float64Array(count);
  const error = new Float64Array(count);
  const classes = new Uint8Array(count);
  const counts = DIFFERENCE_CLASSES.map(() => 0);
  for (let i = 0; i < count; i++) {
    const value = b.loss[i]! - a.loss[i]!;
    const finite = Number.isFinite(a.loss[i]!) && Number.isFinite(b.loss[i]!) && Number.isFinite(value);
    values[i] = finite ? value : Number.NaN;
    // The two evaluations, the subtraction, and the rounding of this sum itself.
    const bound = (a.lossError[i]! + b.lossError[i]! + ROUNDOFF * Math.abs(value) + UNDERFLOW) * (1 + 4 * ROUNDOFF);
    error[i] = finite ? bound : Number.POSITIVE_INFINITY;
    const found = finite ? classify(value, bound) : NOT_FINITE;
    classes[i] = found;
    counts[found]! += 1;
  }
  const summary = Object.fromEntries(DIFFERENCE_CLASSES.map((name, index) => [name, counts[index]! / count])) as Record<
    DifferenceClass,
    number
  >;
  return { grid: a.grid, values, error, classes, summary };
}

function classify(value: number, error: number): number {
  if (value < -error) return LOWER;
  return value > error ? HIGHER : UNDECIDED;
}

function isSameGrid(a: Grid, b: Grid): boolean {
  const same = (one: Float64Array, other: Float64Array) =>
    one.length === other.length && one.every((value, i) => value === other[i]);
  return same(a.x, b.x) && same(a.y, b.y);
}
