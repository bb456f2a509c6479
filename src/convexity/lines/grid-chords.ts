import { FLOAT64 } from "../../numeric/rounding";
import type { Grid } from "../../slice/grid";
import type { LandscapeFields } from "../../slice/landscape-fields";

/** Half lengths of the chords tried, in grid steps. */
export const CHORD_STRIDES = [1, 2, 4, 8, 16] as const;

/** Directions of the chords tried, as (columns, rows) per stride: the axes, the diagonals and four directions between them. */
export const CHORD_DIRECTIONS = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
  [2, 1],
  [1, 2],
  [2, -1],
  [1, -2],
] as const;

/** A chord of grid points: the middle, and the offset from it to one end; the other end is at the opposite offset. */
export interface GridChord {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  /** L(middle) − (L(end) + L(other end)) / 2 minus all error bounds: a positive value proves that the loss is not convex. */
  readonly certifiedGap: number;
}

type ChordFields = Pick<LandscapeFields, "loss" | "lossError">;
type GridSize = Pick<Grid, "columns" | "rows">;

/**
 * The certified gap of a chord; −∞ where the chord leaves the grid or has a value that is not finite.
 *
 *     end ●───── middle ●─────● other end      gap = L(middle) − ½·(L(end) + L(other end)) − E(middle) − ½·(E(end) + E(other end))
 */
export function chordGap(
  fields: ChordFields,
  grid: GridSize,
  row: number,
  column: number,
  rows: number,
  columns: number,
): number {
  const [reachRow, reachColumn] = [Math.abs(rows), Math.abs(columns)];
  if (row < reachRow || row + reachRow >= grid.rows) return Number.NEGATIVE_INFINITY;
  if (column < reachColumn || column + reachColumn >= grid.columns) return Number.NEGATIVE_INFINITY;
  const middle = row * grid.columns + column;
  const offset = rows * grid.columns + columns;
  const ends = (fields.loss[middle - offset]! + fields.loss[middle + offset]!) / 2;
  const endsError = (fields.lossError[middle - offset]! + fields.lossError[middle + offset]!) / 2;
  const rounding = 4 * FLOAT64.unit * (Math.abs(fields.loss[middle]!) + Math.abs(ends)) + FLOAT64.underflow;
  const gap = fields.loss[middle]! - ends - fields.lossError[middle]! - endsError - rounding;
  return Number.isNaN(gap) ? Number.NEGATIVE_INFINITY : gap;
}

/** The chord through a grid point with the largest certified gap, or null where none is positive. */
export function findSteepestChord(fields: ChordFields, grid: GridSize, row: number, column: number): GridChord | null {
  let best: GridChord | null = null;
  for (const stride of CHORD_STRIDES) {
    for (const [stepColumns, stepRows] of CHORD_DIRECTIONS) {
      const [rows, columns] = [stepRows * stride, stepColumns * stride];
      const certifiedGap = chordGap(fields, grid, row, column, rows, columns);
      if (certifiedGap > (best?.certifiedGap ?? 0)) best = { row, column, rows, columns, certifiedGap };
    }
  }
  return best;
}

/** Whether any chord with this grid point as its middle proves that the loss is not convex. */
export function hasConcaveChord(fields: ChordFields, grid: GridSize, row: number, column: number): boolean {
  for (const stride of CHORD_STRIDES) {
    for (const [columns, rows] of CHORD_DIRECTIONS) {
      if (chordGap(fields, grid, row, column, rows * stride, columns * stride) > 0) return true;
    }
  }
  return false;
}

/** The `count` chords of the whole grid with the largest certified gaps, at most one for each middle point, largest first. */
export function findBestChords(fields: ChordFields, grid: GridSize, count: number): GridChord[] {
  const chords: GridChord[] = [];
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      const chord = findSteepestChord(fields, grid, row, column);
      if (chord === null) continue;
      if (chords.length === count && chord.certifiedGap <= chords[count - 1]!.certifiedGap) continue;
      chords.push(chord);
      chords.sort((a, b) => b.certifiedGap - a.certifiedGap);
      chords.length = Math.min(chords.length, count);
    }
  }
  return chords;
}
