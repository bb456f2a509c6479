import { levelInCell, type Place } from "../overlays/crease-lines";
import { placeInBox, type ScenePoint, type SurfaceBox } from "./surface-box";
import type { SurfaceField } from "./surface-field";

/** Height of a mark above the surface, in units of the scene: too small to see, large enough that the surface does not hide the mark. */
export const OVERLAY_LIFT = 0.004;

/** Level of the drawn triangles at any point of the slice, 0 to 1; NaN outside the slice and over holes. */
export function levelAt(field: SurfaceField, box: SurfaceBox, x: number, y: number): number {
  const across = (x - box.xRange[0]) / (box.xRange[1] - box.xRange[0]);
  const along = (y - box.yRange[0]) / (box.yRange[1] - box.yRange[0]);
  if (!(across >= 0 && across <= 1 && along >= 0 && along <= 1)) return Number.NaN;
  const place: Place = [across * (field.columns - 1), along * (field.rows - 1)];
  const column = Math.min(field.columns - 2, Math.floor(place[0]));
  const row = Math.min(field.rows - 2, Math.floor(place[1]));
  return levelInCell(field, column, row, place);
}

/** The point of the drawn surface over a point of the slice; null outside the slice and over holes. */
export function placeOnSurface(field: SurfaceField, box: SurfaceBox, x: number, y: number): ScenePoint | null {
  const level = levelAt(field, box, x, y);
  return Number.isNaN(level) ? null : liftPoint(placeInBox(box, x, y, level));
}

export function liftPoint([x, y, z]: ScenePoint): ScenePoint {
  return [x, y + OVERLAY_LIFT, z];
}
