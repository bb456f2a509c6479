import { contours } from "d3-contour";
import type { Line, Point, Ring } from "../layout/geometry";

/** Values at the points of a grid, [rows · columns], all finite. */
export interface ValueGrid {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float64Array;
}

/**
 * The region where a field is at least `level`, by marching squares with linear interpolation along the edges of cells. Coordinates are
 * columns and rows, 0 to columns − 1 and rows − 1.
 */
export function traceAbove({ columns, rows, values }: ValueGrid, level: number): Ring[] {
  // The middles of d3's cells are the grid points here, so d3's regions extend half a cell beyond the grid.
  const { coordinates } = contours()
    .size([columns, rows])
    .contour(values as unknown as number[], level);
  const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value - 0.5));
  return coordinates.flatMap((polygon) =>
    polygon.map((ring) => dropRepeats(ring.map(([x, y]) => [clamp(x!, columns - 1), clamp(y!, rows - 1)]))),
  );
}

/** d3 repeats a ring's first point at its end; several points beyond the grid become the same corner. */
function dropRepeats(ring: readonly Point[]): Ring {
  const isSame = (a: Point | undefined, b: Point) => a !== undefined && a[0] === b[0] && a[1] === b[1];
  const kept: Point[] = [];
  for (const point of ring) if (!isSame(kept[kept.length - 1], point)) kept.push(point);
  while (kept.length > 1 && isSame(kept[0], kept[kept.length - 1]!)) kept.pop();
  return kept;
}

/** The rings of a region without their parts on the border of the grid: the lines on which the field has the level. */
export function openRings(rings: readonly Ring[], columns: number, rows: number): Line[] {
  const isBorder = (a: Point, b: Point) =>
    (a[0] === b[0] && (a[0] === 0 || a[0] === columns - 1)) || (a[1] === b[1] && (a[1] === 0 || a[1] === rows - 1));
  return rings.flatMap((ring) => openRing(ring, isBorder));
}

function openRing(ring: Ring, isBorder: (a: Point, b: Point) => boolean): Line[] {
  const count = ring.length;
  const start = ring.findIndex((point, index) => isBorder(point, ring[(index + 1) % count]!));
  if (start < 0) return [[...ring, ring[0]!]];
  const lines: Point[][] = [];
  let open: Point[] | null = null;
  for (let step = 0; step < count; step++) {
    const [from, to] = [ring[(start + step) % count]!, ring[(start + step + 1) % count]!];
    if (isBorder(from, to)) {
      open = null;
      continue;
    }
    if (open) open.push(to);
    else {
      open = [from, to];
      lines.push(open);
    }
  }
  return lines;
}
