import { chordGap, findSteepestChord, type GridChord } from "../../convexity/lines/grid-chords";
import { eigenvalueError } from "../../convexity/points/curvature";
import type { Landscape } from "../../convexity/points/landscape";
import { POINT_CLASSES } from "../../convexity/points/point-class";
import type { Grid } from "../../slice/grid";

/** Where the edges of what is proved not convex run between the points of a grid. Point (row, column) has index row · columns + column. */
export interface ClassEdges {
  /** Below 0 where the point is proved not convex, else above 0; −1 to 1, never 0. Between two points the edge is at the zero of its linear interpolation. */
  readonly places: Float32Array;
  /** 1 where the place comes from the numbers that decide the class; 0 where only the class is known, and the place is −1 or 1. */
  readonly known: Uint8Array;
}

const CURVATURE = POINT_CLASSES.indexOf("nonconvex-curvature");
const CHORD = POINT_CLASSES.indexOf("nonconvex-chord");
const NOT_FINITE = POINT_CLASSES.indexOf("not-finite");
/** Nearer to 0 than this, a place would lose its sign in a texture of bytes. */
const LEAST = 1 / 127;
/** A number changes evenly around a point where its largest step to a neighbour is at most this multiple of the median step. */
const EVEN = 3;

const AROUND = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

/**
 * Places the edges at the zero of the number that decides the class: λmin + its error bound for curvature, the gap of a chord less its error
 * bounds for chords. Both decide exactly at the points of the grid; between them nothing is proved, and the zero is only interpolated. That is
 * fair where the number changes evenly from point to point. Where it jumps, as λmin does at a crease, the zero would move the edge far beyond the
 * proved point: there only the classes count, and the edge runs half-way between them.
 */
export function measureClassEdges(landscape: ClassedSurface): ClassEdges {
  const { grid, classes } = landscape;
  const places = Float32Array.from(classes, (own) => (own <= CHORD ? -1 : 1));
  const known = new Uint8Array(classes.length);
  if (!hasBounds(landscape)) return { places, known };
  for (let index = 0; index < classes.length; index++) {
    const place = placePoint(landscape, Math.floor(index / grid.columns), index % grid.columns);
    // A class that another rule gave keeps its sign.
    if (place === null || place < 0 !== places[index]! < 0) continue;
    places[index] = place;
    known[index] = 1;
  }
  return { places, known };
}

/** A surface with its classes; without the numbers and bounds that decide them only the classes count. */
export type ClassedSurface = Landscape | Pick<Landscape, "grid" | "classes">;

function hasBounds(landscape: ClassedSurface): landscape is Landscape {
  return "curvatureError" in landscape;
}

/** Null where the point is not beside an edge, or its place is not known. */
function placePoint(landscape: Landscape, row: number, column: number): number | null {
  const { grid, classes } = landscape;
  const own = classes[row * grid.columns + column]!;
  const beside = listBeside(landscape, column, row);
  if (beside.isHole || (own <= CHORD && !beside.isOther)) return null;
  const edges: number[] = [];
  if (own === CURVATURE || (own > CHORD && beside.isCurvature)) {
    const place = placeBy(grid, row, column, (at) => -curvatureBound(landscape, at));
    if (place === null) return null;
    edges.push(place);
  }
  if (own === CHORD || (own > CHORD && beside.isChord)) {
    const chord = findChordBeside(landscape, row, column);
    const gapAt = (_: number, v: number, u: number) => chordGap(landscape, grid, v, u, chord!.rows, chord!.columns);
    const place = chord && placeBy(grid, row, column, gapAt);
    if (place === null) return null;
    edges.push(place);
  }
  return edges.length > 0 ? Math.min(...edges) : null;
}

/** Which classes a point and the points around it have. */
interface Beside {
  isCurvature: boolean;
  isChord: boolean;
  isOther: boolean;
  isHole: boolean;
}

function listBeside({ grid: { columns, rows }, classes }: Landscape, column: number, row: number): Beside {
  const found: Beside = { isCurvature: false, isChord: false, isOther: false, isHole: false };
  for (let v = Math.max(0, row - 1); v <= Math.min(rows - 1, row + 1); v++) {
    for (let u = Math.max(0, column - 1); u <= Math.min(columns - 1, column + 1); u++) {
      const own = classes[v * columns + u]!;
      if (own === CURVATURE) found.isCurvature = true;
      else if (own === CHORD) found.isChord = true;
      else if (own === NOT_FINITE) found.isHole = true;
      else found.isOther = true;
    }
  }
  return found;
}

/** Below 0 where the curvature proves that the loss is not convex at a point. */
function curvatureBound({ xx, xy, yy, curvatureMin, curvatureError }: Landscape, index: number): number {
  return curvatureMin[index]! + eigenvalueError(xx[index]!, xy[index]!, yy[index]!, curvatureError[index]!);
}

/** The chord with the largest gap among those that give a point, or a point beside it, the class of a chord. */
function findChordBeside(landscape: Landscape, row: number, column: number): GridChord | null {
  const { grid, classes } = landscape;
  let best: GridChord | null = null;
  for (let v = Math.max(0, row - 1); v <= Math.min(grid.rows - 1, row + 1); v++) {
    for (let u = Math.max(0, column - 1); u <= Math.min(grid.columns - 1, column + 1); u++) {
      if (classes[v * grid.columns + u] !== CHORD) continue;
      const chord = findSteepestChord(landscape, grid, v, u);
      if (chord && chord.certifiedGap > (best?.certifiedGap ?? 0)) best = chord;
    }
  }
  return best;
}

/**
 * A number at a point, above 0 where it proves a class, in units of twice its median step to the neighbours, with its sign turned; null where its
 * steps are uneven.
 */
function placeBy(
  { columns, rows }: Grid,
  row: number,
  column: number,
  valueAt: (index: number, row: number, column: number) => number,
): number | null {
  const read = (v: number, u: number) => valueAt(v * columns + u, v, u);
  const here = read(row, column);
  const steps = AROUND.map(([right, up]) => [row + up, column + right] as const)
    .filter(([v, u]) => v >= 0 && u >= 0 && v < rows && u < columns)
    .map(([v, u]) => Math.abs(read(v, u) - here))
    .sort((a, b) => a - b);
  const median = (steps[Math.floor((steps.length - 1) / 2)]! + steps[Math.ceil((steps.length - 1) / 2)]!) / 2;
  const isEven = median > 0 && Number.isFinite(here) && steps[steps.length - 1]! <= EVEN * median;
  if (!isEven) return null;
  const part = Math.min(1, Math.max(LEAST, Math.abs(here) / (2 * median)));
  return here > 0 ? -part : part;
}
