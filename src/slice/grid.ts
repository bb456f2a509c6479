import type { GridSpec } from "../experiment/spec";

/** The points of a slice: θ + x·dx + y·dy. Point (row, column) has index row · columns + column in every field. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** Slice coordinates in increasing order, [columns]; both range ends are points. */
  readonly x: Float64Array;
  /** [rows] */
  readonly y: Float64Array;
}

/** The points of a grid; both ends of each range are points. */
export function makeGrid(grid: GridSpec): Grid {
  return {
    columns: grid.columns,
    rows: grid.rows,
    x: spacePoints(grid.xRange[0], grid.xRange[1], grid.columns),
    y: spacePoints(grid.yRange[0], grid.yRange[1], grid.rows),
  };
}

/** The indices of all points of a grid. */
export function listPoints({ columns, rows }: Pick<Grid, "columns" | "rows">): Uint32Array {
  return Uint32Array.from({ length: columns * rows }, (_, point) => point);
}

/** `count` equally spaced numbers; the ends are exact, and so is the middle of a symmetric range. */
function spacePoints(from: number, to: number, count: number): Float64Array {
  const last = count - 1;
  return Float64Array.from({ length: count }, (_, i) => ((last - i) * from + i * to) / last);
}
