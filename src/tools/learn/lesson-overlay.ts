import type { Landscape } from "../../convexity/points/landscape";
import type { ScenePath, ScenePathPoint, ScenePin } from "../../drawing/overlays/scene-overlays";
import { nearestIndex } from "../../studio/sentences/place-text";

/** Lines and pins that a lesson draws on the surface. */
export interface LessonOverlay {
  readonly paths?: readonly ScenePath[];
  readonly pins?: readonly ScenePin[];
}

/** A tone of the surface's palette. */
const TONE = 0;

/** The row of the slice nearest to y as a line on the surface. The lesson's plot shows the same row. */
export function traceRow({ grid, loss }: Landscape, y: number, label: string): ScenePath {
  const row = nearestIndex(grid.y, y);
  const points = Array.from(grid.x, (x, c): ScenePathPoint => {
    return { x, y: grid.y[row]!, loss: loss[row * grid.columns + c]!, distance: 0 };
  });
  return { label, tone: TONE, points };
}

/** The column nearest to x. */
export function traceColumn({ grid, loss }: Landscape, x: number, label: string): ScenePath {
  const column = nearestIndex(grid.x, x);
  const points = Array.from(grid.y, (y, r): ScenePathPoint => {
    return { x: grid.x[column]!, y, loss: loss[r * grid.columns + column]!, distance: 0 };
  });
  return { label, tone: TONE, points };
}
