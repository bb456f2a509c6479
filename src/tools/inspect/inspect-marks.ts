import { signWithin } from "../../convexity/points/point-class";
import type { PointReading } from "../../convexity/points/reading";
import type { SceneCross } from "../../drawing/overlays/scene-overlays";
import type { SurfacePort } from "../../scene/surface/surface-port";
import type { ChordEnds } from "../../studio/state/chord-ends";

/** The directions of least and greatest curvature at a point; null where its two eigenvalues may be equal. */
export function crossOf(reading: PointReading | null): SceneCross | null {
  if (!reading?.directions || !Number.isFinite(reading.loss)) return null;
  const { x, y, min, max, eigenvalueError, directions } = reading;
  const arm = ([dx, dy]: readonly [number, number], value: number) => ({
    dx,
    dy,
    curvature: Math.abs(value) * signWithin(value, eigenvalueError),
  });
  return { x, y, arms: [arm(directions.min, min), arm(directions.max, max)] };
}

/** Draws the marks of the tool on the surface after each change. */
export class InspectMarks {
  readonly #surface: SurfacePort;
  #shown = "";

  constructor(surface: SurfacePort) {
    this.#surface = surface;
  }

  show(cross: SceneCross | null, ends: ChordEnds | null): void {
    const next = JSON.stringify([cross, ends]);
    if (next === this.#shown) return;
    this.#shown = next;
    const place = ([x, y]: ChordEnds["from"]) => ({ x, y });
    this.#surface.setCross(cross);
    this.#surface.setCut(ends && { from: place(ends.from), to: place(ends.to) });
  }
}
