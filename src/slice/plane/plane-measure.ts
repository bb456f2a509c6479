import { measureLength } from "../../numeric/measure-length";
import { dotProduct, scaleToLength } from "./direction";
import type { Plane } from "./plane";

/** The numbers that convert coordinates of a slice to distances in weight space. */
export interface PlaneMeasure {
  /** ‖dx‖ and ‖dy‖: the distance in weight space of two points at distance 1 along an axis. */
  readonly xNorm: number;
  readonly yNorm: number;
  /** The cosine of the angle between dx and dy, −1 to 1; 0 where they are at right angles. */
  readonly cosine: number;
}

/** Measures the two directions of a slice; neither is zero. */
export function measurePlane({ dx, dy }: Pick<Plane, "dx" | "dy">): PlaneMeasure {
  // At length 1 no product of entries that matters underflows, and none overflows.
  const cosine = dotProduct(scaleToLength(dx, 1), scaleToLength(dy, 1));
  return { xNorm: measureLength(dx), yNorm: measureLength(dy), cosine: Math.max(-1, Math.min(1, cosine)) };
}
