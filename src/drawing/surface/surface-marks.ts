import type { Grid } from "../../slice/grid";
import { drawnLevel, marchRay, type SceneRay } from "./ray-march";
import { placeInBox, type ScenePoint, type SurfaceBox } from "./surface-box";
import type { SurfaceField } from "./surface-field";

/** The drawn surface, on the CPU. */
export interface SurfaceShape {
  readonly grid: Grid;
  readonly box: SurfaceBox;
  readonly field: SurfaceField;
}

/** A grid point under the pointer. */
export interface HoverPoint {
  readonly row: number;
  readonly column: number;
  /** Slice coordinates. */
  readonly x: number;
  readonly y: number;
}

/** A mark on the surface. A hidden mark is behind another part of the surface and is drawn faintly. */
export interface SurfaceMark {
  readonly at: ScenePoint;
  readonly kind: "center" | "hover";
  readonly hidden: boolean;
}

/** A point of the surface is hidden when the ray to it meets the surface earlier by more than this part of its length. */
const HIDDEN_BEFORE = 0.985;

/** The grid point nearest to the point where a ray meets the surface. */
export function findPointOnRay(shape: SurfaceShape, ray: SceneRay): HoverPoint | null {
  const hit = marchRay(shape.field, shape.box, ray);
  if (!hit) return null;
  const row = Math.round(hit.row);
  const column = Math.round(hit.column);
  return { row, column, x: shape.grid.x[column]!, y: shape.grid.y[row]! };
}

/** Whether the ray from the camera to a point meets the surface within the given part of its length. */
export function isBehindSurface(
  { field, box }: SurfaceShape,
  camera: ScenePoint,
  at: ScenePoint,
  before: number,
): boolean {
  const direction: ScenePoint = [at[0] - camera[0], at[1] - camera[1], at[2] - camera[2]];
  const hit = marchRay(field, box, { origin: camera, direction });
  return hit !== null && hit.distance < before;
}

function isHidden(shape: SurfaceShape, camera: ScenePoint, at: ScenePoint): boolean {
  return isBehindSurface(shape, camera, at, HIDDEN_BEFORE);
}

function indexNear(values: Float64Array, value: number): number {
  const low = values[0]!;
  const high = values[values.length - 1]!;
  return Math.round(((value - low) / (high - low)) * (values.length - 1));
}

/** The centre (0, 0) of the slice on the surface; null where it is outside the slice or in a hole. */
function placeCenter({ grid, box, field }: SurfaceShape): ScenePoint | null {
  const holds = ([low, high]: readonly [number, number]) => low <= 0 && high >= 0;
  if (!holds(box.xRange) || !holds(box.yRange)) return null;
  const level = drawnLevel(field, indexNear(grid.x, 0), indexNear(grid.y, 0));
  return Number.isNaN(level) ? null : placeInBox(box, 0, 0, level);
}

/** The marks of a surface: its centre, and the point under the pointer. */
export function listMarks(shape: SurfaceShape, camera: ScenePoint, hover: HoverPoint | null): readonly SurfaceMark[] {
  const marks: SurfaceMark[] = [];
  const center = placeCenter(shape);
  if (center) marks.push({ at: center, kind: "center", hidden: isHidden(shape, camera, center) });
  if (hover) {
    const at = placeInBox(shape.box, hover.x, hover.y, drawnLevel(shape.field, hover.column, hover.row));
    marks.push({ at, kind: "hover", hidden: isHidden(shape, camera, at) });
  }
  return marks;
}
