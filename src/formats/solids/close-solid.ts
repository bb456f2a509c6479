import { divideQuads, dropUnused, type Mesh } from "./mesh";

/** Heights over a grid, in millimetres. */
export interface HeightGrid {
  /** In increasing order. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** [rows · columns], all above 0; NaN where the surface has a hole. */
  readonly heights: Float64Array;
}

/**
 * The solid between a surface and the floor, for printers: the surface above, the same cells below at height 0, and walls around them. Every
 * edge belongs to exactly two triangles. Where two cells would meet in a single corner one is left out, as that edge would have four.
 */
export function closeSolid({ x, y, heights }: HeightGrid): Mesh {
  const [columns, rows] = [x.length, y.length];
  const cells = listCells(columns, rows, heights);
  const points = columns * rows;
  const places = new Float64Array(6 * points);
  for (let point = 0; point < points; point++) {
    const [px, py] = [x[point % columns]!, y[Math.floor(point / columns)]!];
    places.set([px, py, heights[point]!], 3 * point);
    places.set([px, py, 0], 3 * (points + point));
  }
  const quads: number[] = [];
  const isCell = (row: number, column: number) =>
    row >= 0 && column >= 0 && row + 1 < rows && column + 1 < columns && cells[row * (columns - 1) + column] === 1;
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      if (!isCell(row, column)) continue;
      const a = row * columns + column;
      const [b, c, d] = [a + 1, a + 1 + columns, a + columns];
      quads.push(a, b, c, d, points + a, points + d, points + c, points + b);
      const walls = [
        [a, b, isCell(row - 1, column)],
        [b, c, isCell(row, column + 1)],
        [c, d, isCell(row + 1, column)],
        [d, a, isCell(row, column - 1)],
      ] as const;
      for (const [from, to, isInside] of walls) if (!isInside) quads.push(to, from, points + from, points + to);
    }
  }
  return dropUnused({ places, triangles: divideQuads(quads) });
}

/** 1 for each cell whose four corners have a height, without those that meet another in a single corner. */
function listCells(columns: number, rows: number, heights: Float64Array): Uint8Array {
  const width = columns - 1;
  const cells = new Uint8Array(width * (rows - 1));
  for (let cell = 0; cell < cells.length; cell++) {
    const corner = Math.floor(cell / width) * columns + (cell % width);
    const corners = [corner, corner + 1, corner + columns, corner + columns + 1];
    cells[cell] = corners.every((point) => !Number.isNaN(heights[point]!)) ? 1 : 0;
  }
  // A cell that is left out may leave two others that meet in a corner.
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (let row = 0; row + 2 < rows; row++) {
      for (let column = 0; column + 1 < width; column++) {
        const low = row * width + column;
        const [a, b, c, d] = [cells[low], cells[low + 1], cells[low + width], cells[low + width + 1]];
        if (a !== d || b !== c || a === b) continue;
        cells[a === 1 ? low : low + 1] = 0;
        isChanged = true;
      }
    }
  }
  return cells;
}
