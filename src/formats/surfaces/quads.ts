import type { Grid } from "../../slice/grid";

/** The four corners of each cell of a grid whose corners all have a number, counter-clockwise as seen from above. */
export function listQuads({ columns, rows }: Pick<Grid, "columns" | "rows">, loss: Float64Array): number[] {
  const quads: number[] = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const corner = row * columns + column;
      const corners = [corner, corner + 1, corner + 1 + columns, corner + columns];
      if (corners.every((point) => !Number.isNaN(loss[point]!))) for (const point of corners) quads.push(point);
    }
  }
  return quads;
}
