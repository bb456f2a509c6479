import type { Crease, CreaseSet } from "../../convexity/creases/crease-set";
import { openLevel } from "../surface/ray-march";
import { placeInBox, type ScenePoint, type SurfaceBox } from "../surface/surface-box";
import type { SurfaceField } from "../surface/surface-field";

/** The most lines that are drawn: more would cover the surface. A slice with more shows none until the reader asks for them. */
export const MOST_DRAWN_LINES = 30;

/** A crease chosen to be drawn. */
export interface DrawnCrease {
  readonly crease: Crease;
  /** By rank of its line: 1 for the strongest, falling towards 0. */
  readonly strength: number;
}

/** A crease laid on the surface, interrupted by holes and cut off at the slice's border. */
export interface CreaseLine {
  readonly kind: Crease["kind"];
  readonly strength: number;
  readonly runs: readonly (readonly ScenePoint[])[];
}

/** A position in columns and rows, not rounded to a grid point. */
export type Place = readonly [column: number, row: number];

/** The largest distance between a line and the drawn triangles, in levels: well under a pixel. */
const LEVEL_TOLERANCE = 4e-4;

/** Creases by the line that they are parts of: where a unit switches for a sample. A line is cut where its jump changes sign or ends. */
function groupByLine(creases: readonly Crease[]): readonly (readonly Crease[])[] {
  const lines = new Map<string, Crease[]>();
  for (const crease of creases) {
    const key = `${crease.layer} ${crease.unit} ${crease.sample}`;
    const line = lines.get(key);
    if (line) line.push(crease);
    else lines.set(key, [crease]);
  }
  return [...lines.values()];
}

/**
 * The creases that are drawn: whole lines with all their parts, from where they enter the slice to where they leave it, or none. A line that
 * ends within the slice ends where the slope of the loss no longer jumps.
 *
 * @param wanted  the reader's choice; undefined: all of them where there are at most MOST_DRAWN_LINES, else none
 * @returns the strongest line first
 */
export function chooseCreases(set: CreaseSet | null, wanted: boolean | undefined): readonly DrawnCrease[] {
  if (!set || wanted === false) return [];
  const lines = groupByLine(set.creases);
  if (wanted === undefined && lines.length + set.omitted > MOST_DRAWN_LINES) return [];
  const strengthOf = (line: readonly Crease[]) => Math.max(...line.map(({ jump }) => Math.abs(jump)));
  const chosen = lines.toSorted((a, b) => strengthOf(b) - strengthOf(a)).slice(0, MOST_DRAWN_LINES);
  return chosen.flatMap((line, rank) => line.map((crease) => ({ crease, strength: 1 - rank / chosen.length })));
}

/** Level of the drawn triangle at a position within a cell; NaN where the cell is not drawn. */
export function levelInCell(
  field: Pick<SurfaceField, "columns" | "levels">,
  column: number,
  row: number,
  [u, v]: Place,
): number {
  const low = openLevel(field, column, row);
  const high = openLevel(field, column + 1, row + 1);
  const right = openLevel(field, column + 1, row);
  const far = openLevel(field, column, row + 1);
  const [p, q] = [u - column, v - row];
  if (Number.isNaN(right + far)) return Number.NaN;
  return Math.min(1, p >= q ? low + (right - low) * p + (high - right) * q : low + (high - far) * p + (far - low) * q);
}

/** The part of a segment within the grid, as fractions of its length; null where the whole segment is outside. */
function clipToGrid(field: SurfaceField, from: Place, to: Place): readonly [number, number] | null {
  let [start, end] = [0, 1];
  for (const [axis, last] of [
    [0, field.columns - 1],
    [1, field.rows - 1],
  ] as const) {
    const slope = to[axis] - from[axis];
    if (slope === 0 && (from[axis] < 0 || from[axis] > last)) return null;
    if (slope === 0) continue;
    const shares = [(0 - from[axis]) / slope, (last - from[axis]) / slope];
    start = Math.max(start, Math.min(...shares));
    end = Math.min(end, Math.max(...shares));
  }
  return start < end ? [start, end] : null;
}

/** Fractions of a segment's length at which it enters the next drawn triangle: at columns, rows and the diagonals of cells. */
function listCrossings(from: Place, to: Place, [start, end]: readonly [number, number]): number[] {
  const shares = [start, end];
  const add = (a: number, b: number) => {
    if (a === b) return;
    const [p, q] = [a + start * (b - a), a + end * (b - a)];
    for (let line = Math.ceil(Math.min(p, q)); line <= Math.max(p, q); line++) {
      const share = (line - a) / (b - a);
      if (share > start && share < end) shares.push(share);
    }
  };
  add(from[0], to[0]);
  add(from[1], to[1]);
  add(from[0] - from[1], to[0] - to[1]);
  return shares.sort((a, b) => a - b);
}

interface Stop {
  readonly share: number;
  readonly level: number;
}

/** Leaves out each stop that is closer than the tolerance to the line between its neighbours (swinging-door compression). */
function thinStops(stops: readonly Stop[]): Stop[] {
  const kept = stops.slice(0, 1);
  let anchor = stops[0]!;
  let [least, most] = [-Infinity, Infinity];
  for (let index = 1; index < stops.length; index++) {
    const stop = stops[index]!;
    const run = stop.share - anchor.share;
    const slope = (stop.level - anchor.level) / run;
    if (slope < least || slope > most) {
      anchor = stops[index - 1]!;
      kept.push(anchor);
      const step = stop.share - anchor.share;
      least = (stop.level - LEVEL_TOLERANCE - anchor.level) / step;
      most = (stop.level + LEVEL_TOLERANCE - anchor.level) / step;
      continue;
    }
    least = Math.max(least, (stop.level - LEVEL_TOLERANCE - anchor.level) / run);
    most = Math.min(most, (stop.level + LEVEL_TOLERANCE - anchor.level) / run);
  }
  const last = stops[stops.length - 1]!;
  if (last !== kept[kept.length - 1]) kept.push(last);
  return kept;
}

/** The parts of one segment over drawn cells, with the level at each crossing from one triangle to the next. */
function layOutSegment(field: SurfaceField, from: Place, to: Place): Stop[][] {
  const clip = clipToGrid(field, from, to);
  if (!clip) return [];
  const at = (share: number): Place => [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
  const shares = listCrossings(from, to, clip);
  const stretches: Stop[][] = [];
  let open: Stop[] | null = null;
  for (let index = 1; index < shares.length; index++) {
    const [before, after] = [shares[index - 1]!, shares[index]!];
    if (after - before < 1e-12) continue;
    const middle = at((before + after) / 2);
    const column = Math.min(field.columns - 2, Math.max(0, Math.floor(middle[0])));
    const row = Math.min(field.rows - 2, Math.max(0, Math.floor(middle[1])));
    const start = levelInCell(field, column, row, at(before));
    const end = levelInCell(field, column, row, at(after));
    if (Number.isNaN(start + end)) {
      open = null;
      continue;
    }
    if (!open) {
      open = [{ share: before, level: start }];
      stretches.push(open);
    }
    open.push({ share: after, level: end });
  }
  return stretches.map(thinStops);
}

/**
 * Lays a line of the slice onto the drawn triangles. It bends where the mesh bends, so that no part of it lies below or above the surface.
 *
 * @param points  slice coordinates
 * @returns its pieces within the slice and outside the holes, in scene coordinates
 */
export function layOnSurface(
  field: SurfaceField,
  box: SurfaceBox,
  points: readonly (readonly [number, number])[],
): ScenePoint[][] {
  const toColumn = (field.columns - 1) / (box.xRange[1] - box.xRange[0]);
  const toRow = (field.rows - 1) / (box.yRange[1] - box.yRange[0]);
  const places = points.map(([x, y]): Place => [(x - box.xRange[0]) * toColumn, (y - box.yRange[0]) * toRow]);
  const runs: ScenePoint[][] = [];
  let open: ScenePoint[] | null = null;
  for (let index = 1; index < points.length; index++) {
    const [x0, y0] = points[index - 1]!;
    const [x1, y1] = points[index]!;
    if (x0 === x1 && y0 === y1) continue;
    const stretches = layOutSegment(field, places[index - 1]!, places[index]!);
    if (stretches.length === 0) open = null;
    for (const stops of stretches) {
      const laid = stops.map(({ share, level }) =>
        placeInBox(box, x0 + share * (x1 - x0), y0 + share * (y1 - y0), level),
      );
      const continues = open !== null && stops[0]!.share === 0;
      if (continues) open!.push(...laid.slice(1));
      else runs.push(laid);
      open = stops[stops.length - 1]!.share === 1 ? runs[runs.length - 1]! : null;
    }
  }
  return runs;
}

export function layCreases(
  field: SurfaceField,
  box: SurfaceBox,
  creases: readonly DrawnCrease[],
): readonly CreaseLine[] {
  return creases.map(({ crease, strength }) => ({
    kind: crease.kind,
    strength,
    runs: layOnSurface(field, box, crease.points),
  }));
}

/** Numbers of a segment: its start, its end, the distances of both along the line, whether the crease is convex, its strength. */
export const SEGMENT_FLOATS = 10;

/** Cuts lines into segments for the GPU, the weakest crease first, so that the strongest is drawn on top. */
export function packSegments(lines: readonly CreaseLine[]): Float32Array<ArrayBuffer> {
  const packed: number[] = [];
  for (const { kind, strength, runs } of lines.toReversed()) {
    for (const run of runs) {
      let along = 0;
      for (let index = 1; index < run.length; index++) {
        const [from, to] = [run[index - 1]!, run[index]!];
        const next = along + Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
        packed.push(...from, ...to, along, next, kind === "convex" ? 1 : 0, strength);
        along = next;
      }
    }
  }
  return Float32Array.from(packed);
}
