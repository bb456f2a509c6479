import { measureLength } from "../../numeric/measure-length";
import { dotProduct, scaleToLength } from "./direction";
import type { Plane } from "./plane";

/** What turns the coordinates of a slice into distances in weight space. */
export interface PlaneMeasure {
  /** ‖dx‖ and ‖dy‖: how far apart in weight space two points are that are 1 apart along an axis. */
  readonly xNorm: number;
  readonly yNorm: number;
  /** Of the angle between dx and dy, −1 to 1; 0 where they are at right angles. */
  readonly cosine: number;
}

/** Measures the two directions of a slice; neither is zero. */
export function measurePlane({ dx, dy }: Pick<Plane, "dx" | "dy">): PlaneMeasure {
  // At length 1 no product of entries vanishes or overflows.
  const cosine = dotProduct(scaleToLength(dx, 1), scaleToLength(dy, 1));
  return { xNorm: measureLength(dx), yNorm: measureLength(dy), cosine: Math.max(-1, Math.min(1, cosine)) };
}
