import type { GridSpec } from "../spec/schema";
import type { Grid } from "./landscape";

/** The points of a grid; both ends of each range are points. */
export function makeGrid(grid: GridSpec): Grid {
  return {
    columns: grid.columns,
    rows: grid.rows,
    x: spacePoints(grid.xRange[0], grid.xRange[1], grid.columns),
    y: spacePoints(grid.yRange[0], grid.yRange[1], grid.rows),
  };
}

/** `count` equally spaced numbers; the ends are exact, and so is the middle of a symmetric range. */
function spacePoints(from: number, to: number, count: number): Float64Array {
  const last = count - 1;
  return Float64Array.from({ length: count }, (_, i) => ((last - i) * from + i * to) / last);
}
