import type { Landscape } from "../../convexity/points/landscape";
import { POINT_CLASSES } from "../../convexity/points/point-class";
import { type ClassEdges, measureClassEdges } from "../../drawing/surface/class-edges";
import type { Point, Ring } from "../layout/geometry";
import { traceAbove } from "./traced-levels";

/** The regions of each mark, in columns and rows. Every grid point is in the region of its own class only. */
export interface ClassRegions {
  /** Both kinds of what is proved not convex; its outline is drawn. */
  readonly nonconvex: readonly Ring[];
  readonly curvature: readonly Ring[];
  readonly chord: readonly Ring[];
  readonly undecided: readonly Ring[];
  /** Whether a place, in columns and rows, is shown as not convex. */
  readonly isNonconvexAt: (place: Point) => boolean;
}

const CURVATURE = POINT_CLASSES.indexOf("nonconvex-curvature");
const CHORD = POINT_CLASSES.indexOf("nonconvex-chord");
const UNDECIDED = POINT_CLASSES.indexOf("undecided");

/** A coarse grid is sampled between its points, to about this many samples along a side, so that its regions have smooth outlines. */
const PLACES = 256;
const MOST_PER_CELL = 8;

interface ClassGrid {
  readonly columns: number;
  readonly rows: number;
  /** Index into POINT_CLASSES, [rows · columns]. */
  readonly classes: Uint8Array;
}

/** The same regions as in marks.glsl: interpolated edges where they are known, else the classes with the largest quadratic B-spline weights. */
export function findClassRegions(landscape: Landscape): ClassRegions {
  const { classes } = landscape;
  const grid: ClassGrid = { columns: landscape.grid.columns, rows: landscape.grid.rows, classes };
  const edges = measureClassEdges(landscape);
  const perCell = Math.min(MOST_PER_CELL, Math.max(1, Math.ceil(PLACES / (Math.max(grid.columns, grid.rows) - 1))));
  const columns = (grid.columns - 1) * perCell + 1;
  const rows = (grid.rows - 1) * perCell + 1;
  const [nonconvex, curvature, chord, undecided] = [0, 1, 2, 3].map(() => new Float64Array(columns * rows)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const across = weighAxis(grid.columns, perCell);
  const along = weighAxis(grid.rows, perCell);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x, y, z] = weighClasses(grid, across[column]!, along[row]!);
      const edge = placeEdge(grid, edges, column / perCell, row / perCell, x + y);
      const place = row * columns + column;
      nonconvex[place] = -edge;
      curvature[place] = Math.min(-edge, x - y);
      chord[place] = Math.min(-edge, y - x);
      undecided[place] = Math.min(edge, z - (1 - x - y - z));
    }
  }
  const trace = (values: Float64Array): Ring[] =>
    traceAbove({ columns, rows, values }, 0).map((ring) => ring.map(([u, v]) => [u / perCell, v / perCell]));
  return {
    nonconvex: trace(nonconvex),
    curvature: trace(curvature),
    chord: trace(chord),
    undecided: trace(undecided),
    isNonconvexAt: ([u, v]) => nonconvex[Math.round(v * perCell) * columns + Math.round(u * perCell)]! > 0,
  };
}

/** Below 0 where the figure shows a place as not convex: placeEdge of marks.glsl. @param share  the weight of the classes that are not convex */
function placeEdge(
  { columns, rows }: ClassGrid,
  { places, known }: ClassEdges,
  u: number,
  v: number,
  share: number,
): number {
  const column = Math.min(columns - 2, Math.floor(u));
  const row = Math.min(rows - 2, Math.floor(v));
  const [p, q] = [u - column, v - row];
  const blend = (values: ArrayLike<number>) => {
    const at = (right: number, up: number) => values[(row + up) * columns + column + right]!;
    return (1 - q) * ((1 - p) * at(0, 0) + p * at(1, 0)) + q * ((1 - p) * at(0, 1) + p * at(1, 1));
  };
  const part = blend(known);
  return (1 - part) * (1 - 2 * share) + part * blend(places);
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
