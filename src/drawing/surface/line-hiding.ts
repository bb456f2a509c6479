import type { ScenePoint } from "./surface-box";
import { isBehindSurface, type SurfaceShape } from "./surface-marks";

/** A part of a line that is hidden by the surface as a whole, or visible as a whole. */
export interface LineStretch {
  readonly points: readonly ScenePoint[];
  readonly hidden: boolean;
}

/** A point closer to the surface than this part of its distance from the camera counts as on the surface. */
const BEHIND_SHARE = 0.997;

/** Cuts a line of the scene where it becomes hidden or visible. */
export function splitByHiding(shape: SurfaceShape, camera: ScenePoint, line: readonly ScenePoint[]): LineStretch[] {
  const stretches: { points: ScenePoint[]; hidden: boolean }[] = [];
  for (let step = 1; step < line.length; step++) {
    const [from, to] = [line[step - 1]!, line[step]!];
    const middle: ScenePoint = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2, (from[2] + to[2]) / 2];
    const hidden = isBehindSurface(shape, camera, middle, BEHIND_SHARE);
    const last = stretches[stretches.length - 1];
    if (last?.hidden === hidden) last.points.push(to);
    else stretches.push({ points: [from, to], hidden });
  }
  return stretches;
}

/** Whether the surface hides a single point on it or above it. */
export function isPlaceHidden(shape: SurfaceShape, camera: ScenePoint, at: ScenePoint): boolean {
  return isBehindSurface(shape, camera, at, BEHIND_SHARE);
}
