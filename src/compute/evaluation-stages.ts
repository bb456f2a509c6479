import type { GridSpec } from "../spec/schema";

/** Sides of the coarse grids that are shown first. */
const COARSE_SIDES = [33, 65] as const;
/** A coarse grid is worth its time while it has at most this share of the final grid's points. */
const LARGEST_COARSE_SHARE = 0.26;

/**
 * The grids of an evaluation, coarse to fine, the last as asked for, all over the same ranges. Where the points divide evenly, every
 * point of a coarse grid is also one of the final grid.
 */
export function stageGrids(grid: GridSpec): GridSpec[] {
  const points = grid.columns * grid.rows;
  const coarse = COARSE_SIDES.map((side) => ({
    ...grid,
    columns: thinPoints(grid.columns, side),
    rows: thinPoints(grid.rows, side),
  }));
  return [...coarse.filter(({ columns, rows }) => columns * rows <= LARGEST_COARSE_SHARE * points), grid];
}

/** Every stride-th of `count` points, so that about `side` are left. */
function thinPoints(count: number, side: number): number {
  const stride = Math.max(1, Math.round((count - 1) / (side - 1)));
  return Math.max(2, Math.round((count - 1) / stride) + 1);
}
