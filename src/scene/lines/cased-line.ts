import type { ScenePoint } from "../../drawing/surface/surface-box";
import type { PaintContext, Projection } from "../frame/frame-painter";

/** Width of the light or dark rim on each side of a line, in CSS pixels. The rim makes the line visible on every colour of the surface. */
export const CASING_REACH = 1.75;
/** The part of a line that the surface hides is dashed and a little fainter. */
export const HIDDEN_DASHES: readonly number[] = [6, 5];
export const HIDDEN_OPACITY = 0.85;

/** A line of the scene projected onto the picture, without its points behind the camera. */
export function projectLine(points: readonly ScenePoint[], view: Projection): Path2D {
  const path = new Path2D();
  let isDown = false;
  for (const point of points) {
    const at = view.project(point);
    if (at && isDown) path.lineTo(at.x, at.y);
    else if (at) path.moveTo(at.x, at.y);
    isDown = at !== null;
  }
  return path;
}

export function strokeCased(context: PaintContext, path: Path2D, width: number, color: string, casing: string): void {
  context.lineWidth = width + 2 * CASING_REACH;
  context.strokeStyle = casing;
  context.stroke(path);
  context.lineWidth = width;
  context.strokeStyle = color;
  context.stroke(path);
}
