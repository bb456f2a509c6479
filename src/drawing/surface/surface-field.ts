import { DIFFERENCE_CLASSES, type LandscapeDifference } from "../../convexity/points/difference";
import type { Landscape } from "../../convexity/points/landscape";
import { POINT_CLASSES } from "../../convexity/points/point-class";
import type { CurvatureScale } from "../scales/curvature-scale";
import type { LossScale } from "../scales/loss-scale";
import { type ClassEdges, measureClassEdges } from "./class-edges";

/** The level of a point whose loss is not finite: far below all drawn levels, and finite, because a GPU may change NaN. */
export const HOLE_LEVEL = -1e6;

/** The data of a slice that the shaders read. Point (row, column) has index row · columns + column. */
export interface SurfaceField {
  readonly columns: number;
  readonly rows: number;
  /** Level (0 floor, 1 ceiling, unclamped to −1…2, or HOLE_LEVEL) and colour position, [rows · columns · 2]. */
  readonly levels: Float32Array<ArrayBuffer>;
  /**
   * Class index; 255 where the cell between this point and the next column and row is drawn (its four corners are finite); the place of
   * the edge of what is not convex, 128 + 127 · ClassEdges.places; 255 where that place is known. [rows · columns · MARK_BYTES]
   */
  readonly marks: Uint8Array<ArrayBuffer>;
}

/** Bytes of a point in `marks`. */
export const MARK_BYTES = 4;

const NOT_FINITE = POINT_CLASSES.indexOf("not-finite");
/** The class without a mark. */
const UNMARKED = POINT_CLASSES.indexOf("convex");
const UNDECIDED = POINT_CLASSES.indexOf("undecided");

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function markWholeCells(columns: number, rows: number, levels: Float32Array, marks: Uint8Array): void {
  const isHole = (index: number) => levels[index * 2] === HOLE_LEVEL;
  for (let row = 0; row < rows - 1; row++) {
    for (let column = 0; column < columns - 1; column++) {
      const index = row * columns + column;
      const open = isHole(index) || isHole(index + 1) || isHole(index + columns) || isHole(index + columns + 1);
      marks[index * MARK_BYTES + 1] = open ? 0 : 255;
    }
  }
}

function markEdges({ places, known }: ClassEdges, marks: Uint8Array): void {
  for (let index = 0; index < places.length; index++) {
    marks[index * MARK_BYTES + 2] = 128 + Math.round(127 * places[index]!);
    marks[index * MARK_BYTES + 3] = known[index] === 1 ? 255 : 0;
  }
}

/**
 * Heights, colours and classes, without the edges between the classes.
 *
 * @param curvature  the scale of λmin where λmin sets the colour; null where the loss does
 */
export function packSurfaceLevels(
  landscape: Pick<Landscape, "grid" | "loss" | "curvatureMin" | "classes">,
  scale: LossScale,
  curvature: CurvatureScale | null,
): SurfaceField {
  const { columns, rows } = landscape.grid;
  const levels = new Float32Array(columns * rows * 2);
  const marks = new Uint8Array(columns * rows * MARK_BYTES);
  for (let index = 0; index < columns * rows; index++) {
    const loss = landscape.loss[index]!;
    const finite = Number.isFinite(loss);
    const level = finite ? clamp(scale.levelOf(loss), -1, 2) : HOLE_LEVEL;
    const bend = landscape.curvatureMin[index]!;
    levels[index * 2] = level;
    levels[index * 2 + 1] = curvature ? curvature.positionOf(Number.isFinite(bend) ? bend : 0) : clamp(level, 0, 1);
    marks[index * MARK_BYTES] = finite ? landscape.classes[index]! : NOT_FINITE;
  }
  markWholeCells(columns, rows, levels, marks);
  return { columns, rows, levels, marks };
}

/** @param curvature  the scale of λmin where λmin sets the colour; null where the loss does */
export function packSurfaceField(
  landscape: Landscape,
  scale: LossScale,
  curvature: CurvatureScale | null,
): SurfaceField {
  const field = packSurfaceLevels(landscape, scale, curvature);
  markEdges(measureClassEdges(landscape), field.marks);
  return field;
}

/** A difference of two slices: height and colour both show it, and points without a certain sign have a mark. */
export function packDifferenceField(difference: LandscapeDifference, scale: LossScale): SurfaceField {
  const { columns, rows } = difference.grid;
  const levels = new Float32Array(columns * rows * 2);
  const marks = new Uint8Array(columns * rows * MARK_BYTES);
  for (let index = 0; index < columns * rows; index++) {
    const known = DIFFERENCE_CLASSES[difference.classes[index]!];
    const finite = known !== "not-finite";
    const level = finite ? clamp(scale.levelOf(difference.values[index]!), -1, 2) : HOLE_LEVEL;
    levels[index * 2] = level;
    levels[index * 2 + 1] = clamp(level, 0, 1);
    marks[index * MARK_BYTES] = finite ? (known === "undecided" ? UNDECIDED : UNMARKED) : NOT_FINITE;
    // No point of a difference is shown as not convex.
    marks[index * MARK_BYTES + 2] = 255;
  }
  markWholeCells(columns, rows, levels, marks);
  return { columns, rows, levels, marks };
}

/**
 * The field shown in the middle of a morph. After an interruption the next morph starts from it.
 *
 * @param part  0 shows `from`, 1 shows `to`; the classes and holes are those of `to`
 */
export function blendFields(from: SurfaceField, to: SurfaceField, part: number): SurfaceField {
  const levels = Float32Array.from(to.levels);
  const old = new Float64Array(2);
  for (let row = 0; row < to.rows; row++) {
    const v = (row / (to.rows - 1)) * (from.rows - 1);
    for (let column = 0; column < to.columns; column++) {
      const index = (row * to.columns + column) * 2;
      if (to.levels[index] === HOLE_LEVEL) continue;
      if (!sampleField(from, (column / (to.columns - 1)) * (from.columns - 1), v, old)) continue;
      for (const k of [0, 1] as const) {
        const target = to.levels[index + k]!;
        levels[index + k] = old[k]! + (target - old[k]!) * part;
      }
    }
  }
  return { columns: to.columns, rows: to.rows, levels, marks: to.marks };
}

/**
 * Level and colour of a field at a position in columns and rows: bilinear interpolation over the finite corners.
 *
 * @param found  the level and the colour are written here
 * @returns false where no corner is finite
 */
function sampleField(field: SurfaceField, u: number, v: number, found: Float64Array): boolean {
  const { levels, columns, rows } = field;
  const column = Math.min(columns - 2, Math.floor(u));
  const row = Math.min(rows - 2, Math.floor(v));
  let weight = 0;
  let level = 0;
  let color = 0;
  for (let corner = 0; corner < 4; corner++) {
    const right = corner & 1;
    const up = corner >> 1;
    const index = ((row + up) * columns + column + right) * 2;
    const part = (right ? u - column : 1 - u + column) * (up ? v - row : 1 - v + row);
    if (levels[index] === HOLE_LEVEL || part <= 0) continue;
    weight += part;
    level += part * levels[index]!;
    color += part * levels[index + 1]!;
  }
  found[0] = level / weight;
  found[1] = color / weight;
  return weight > 0;
}
