import { signWithin } from "../../convexity/points/point-class";
import type { PointReading } from "../../convexity/points/reading";
import type { SceneCross } from "../../drawing/overlays/scene-overlays";
import type { SurfacePort } from "../../scene/surface/surface-port";
import type { ChordEnds } from "../../studio/state/chord-ends";

/** How the loss bends at a point that is read; null where the directions cannot be told. */
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

/** Puts the marks of the tool on the surface, where they are others than before. */
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
