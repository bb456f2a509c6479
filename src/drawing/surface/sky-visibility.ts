import { drawnLevel } from "./ray-march";
import type { SurfaceBox } from "./surface-box";
import type { SurfaceField } from "./surface-field";

/** How much of the sky each point of a surface sees, on a grid over the slice that is at most MOST_SIDE points wide and high. */
export interface SkyVisibility {
  readonly columns: number;
  readonly rows: number;
  /** 255 where nothing stands above the point, [rows · columns]. */
  readonly values: Uint8Array<ArrayBuffer>;
}

/** A finer grid would show no more: occlusion is soft. */
const MOST_SIDE = 129;
const DIRECTIONS = 16;
/** Distances at which the horizon is looked for, in units of the scene. Farther heights would darken whole valleys evenly. */
const REACH = 0.75;
const GROWTH = 1.35;

interface Look {
  readonly columns: number;
  readonly rows: number;
  readonly perLength: number;
}

/**
 * The part of a cloudy sky that each point sees, from the heights as they are drawn. For one direction with the horizon at the elevation h it is
 * cos² h = 1 / (1 + tan² h), and tan h is the steepest rise from the point to any height in that direction. The mean over all directions makes
 * valleys dark and ridges light from every side, without a light source that favours one.
 *
 * @see Zakšek, Oštir and Kokalj 2011, "Sky-View Factor as a Relief Visualization Technique"
 */
export function measureSkyVisibility(field: SurfaceField, box: SurfaceBox): SkyVisibility {
  const [columns, rows] = [field.columns, field.rows].map((count) => Math.min(MOST_SIDE, count)) as [number, number];
  const heights = sampleHeights(field, box, columns, rows);
  const directions = listLooks((2 * box.halfWidth) / (columns - 1), (2 * box.halfDepth) / (rows - 1));
  const values = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const here = heights[row * columns + column]!;
      let seen = 0;
      for (const looks of directions) {
        let steepest = 0;
        for (const look of looks) {
          const [toColumn, toRow] = [column + look.columns, row + look.rows];
          if (toColumn < 0 || toRow < 0 || toColumn >= columns || toRow >= rows) break;
          const slope = (heights[toRow * columns + toColumn]! - here) * look.perLength;
          // A hole is NaN and hides nothing.
          if (slope > steepest) steepest = slope;
        }
        seen += 1 / (1 + steepest * steepest);
      }
      values[row * columns + column] = Math.round((255 * seen) / directions.length);
    }
  }
  return { columns, rows, values };
}

/** Heights in units of the scene; NaN in holes. */
function sampleHeights(field: SurfaceField, box: SurfaceBox, columns: number, rows: number): Float32Array {
  const heights = new Float32Array(columns * rows);
  const place = (index: number, count: number, all: number) => Math.round((index / (count - 1)) * (all - 1));
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const level = drawnLevel(field, place(column, columns, field.columns), place(row, rows, field.rows));
      heights[row * columns + column] = 2 * box.halfHeight * level;
    }
  }
  return heights;
}

/** For each direction the points that are looked at, from near to far, at most one for each distance. */
function listLooks(width: number, depth: number): Look[][] {
  const nearest = Math.max(width, depth);
  return Array.from({ length: DIRECTIONS }, (_, index) => {
    const angle = (2 * Math.PI * index) / DIRECTIONS;
    const looks: Look[] = [];
    for (let distance = nearest; distance <= Math.max(nearest, REACH); distance *= GROWTH) {
      const columns = Math.round((Math.cos(angle) * distance) / width);
      const rows = Math.round((Math.sin(angle) * distance) / depth);
      const last = looks[looks.length - 1];
      if ((columns === 0 && rows === 0) || (last?.columns === columns && last.rows === rows)) continue;
      looks.push({ columns, rows, perLength: 1 / Math.hypot(columns * width, rows * depth) });
    }
    return looks;
  });
}
