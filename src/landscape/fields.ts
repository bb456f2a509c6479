import type { Grid, LandscapeFields } from "./landscape";

/** Zeroed fields for a grid. */
export function allocateFields(grid: Pick<Grid, "columns" | "rows">): LandscapeFields {
  const make = () => new Float64Array(grid.columns * grid.rows);
  return { loss: make(), lossError: make(), xx: make(), xy: make(), yy: make(), curvatureError: make() };
}
