import type { GridSpec } from "../../experiment/spec";

/** Sides of the coarse grids that are shown first. */
const COARSE_SIDES = [33, 65, 129] as const;
/** Each grid has at most this share of the points of the next, so all coarse ones together add about a third of the cost. */
const LARGEST_SHARE = 0.26;

/**
 * The grids of an evaluation, from coarse to fine, all over the same ranges; the last is the requested one. Where the numbers of points
 * allow it, every point of a coarse grid is also a point of the final grid.
 */
export function stageGrids(grid: GridSpec): GridSpec[] {
  const stages: GridSpec[] = [];
  for (const side of COARSE_SIDES) {
    const coarse = { ...grid, columns: thinPoints(grid.columns, side), rows: thinPoints(grid.rows, side) };
    const before = stages.at(-1);
    const isWorthwhile = countPoints(coarse) <= LARGEST_SHARE * countPoints(grid);
    const isNews = !before || countPoints(before) <= LARGEST_SHARE * countPoints(coarse);
    if (isWorthwhile && isNews) stages.push(coarse);
  }
  return [...stages, grid];
}

function countPoints({ columns, rows }: GridSpec): number {
  return columns * rows;
}

/** Every stride-th of `count` points, so that about `side` are left. */
function thinPoints(count: number, side: number): number {
  const stride = Math.max(1, Math.round((count - 1) / (side - 1)));
  return Math.max(2, Math.round((count - 1) / stride) + 1);
}
