import { POINT_CLASSES } from "../../convexity/points/point-class";
import type { Ring } from "../layout/geometry";
import { traceAbove } from "./traced-levels";

/** The regions of each mark, in columns and rows. Every grid point is in the region of its own class only. */
export interface ClassRegions {
  readonly curvature: readonly Ring[];
  readonly chord: readonly Ring[];
  readonly undecided: readonly Ring[];
}

const CURVATURE = POINT_CLASSES.indexOf("nonconvex-curvature");
const CHORD = POINT_CLASSES.indexOf("nonconvex-chord");
const UNDECIDED = POINT_CLASSES.indexOf("undecided");

/** A coarse grid is sampled between its points, to about this many samples along a side, so that its regions have smooth outlines. */
const PLACES = 256;
const MOST_PER_CELL = 8;

export interface ClassGrid {
  readonly columns: number;
  readonly rows: number;
  /** Index into POINT_CLASSES, [rows · columns]. */
  readonly classes: Uint8Array;
}

/** The same regions as in marks.glsl: each point gets the class with the largest quadratic B-spline weight around it. */
export function findClassRegions(grid: ClassGrid): ClassRegions {
  const perCell = Math.min(MOST_PER_CELL, Math.max(1, Math.ceil(PLACES / (Math.max(grid.columns, grid.rows) - 1))));
  const columns = (grid.columns - 1) * perCell + 1;
  const rows = (grid.rows - 1) * perCell + 1;
  const [curvature, chord, undecided] = [0, 1, 2].map(() => new Float64Array(columns * rows)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const across = weighAxis(grid.columns, perCell);
  const along = weighAxis(grid.rows, perCell);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x, y, z] = weighClasses(grid, across[column]!, along[row]!);
      const plain = 1 - x - y - z;
      const rest = plain + z;
      const place = row * columns + column;
      curvature[place] = x - Math.max(y, rest);
      chord[place] = y - Math.max(x, rest);
      undecided[place] = Math.min(z - plain, rest - Math.max(x, y));
    }
  }
  const trace = (values: Float64Array): Ring[] =>
    traceAbove({ columns, rows, values }, 0).map((ring) => ring.map(([u, v]) => [u / perCell, v / perCell]));
  return { curvature: trace(curvature), chord: trace(chord), undecided: trace(undecided) };
}

/** The three grid points around a position on one axis, and their weights. */
type AxisWeights = readonly (readonly [index: number, weight: number])[];

function weighAxis(count: number, perCell: number): AxisWeights[] {
  return Array.from({ length: (count - 1) * perCell + 1 }, (_, place) => {
    const nearest = Math.round(place / perCell);
    const offset = place / perCell - nearest;
    const before = 0.5 * (0.5 - offset) ** 2;
    const after = 0.5 * (0.5 + offset) ** 2;
    const clamp = (index: number) => Math.min(count - 1, Math.max(0, index));
    return [
      [clamp(nearest - 1), before],
      [nearest, 1 - before - after],
      [clamp(nearest + 1), after],
    ];
  });
}

function weighClasses(
  { columns, classes }: ClassGrid,
  across: AxisWeights,
  along: AxisWeights,
): readonly [curvature: number, chord: number, undecided: number] {
  let [x, y, z] = [0, 0, 0];
  for (const [row, high] of along) {
    for (const [column, wide] of across) {
      const found = classes[row * columns + column]!;
      if (found === CURVATURE) x += high * wide;
      else if (found === CHORD) y += high * wide;
      else if (found === UNDECIDED) z += high * wide;
    }
  }
  return [x, y, z];
}
