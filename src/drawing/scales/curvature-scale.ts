import { measureRange, takeQuantile } from "./robust-limits";
import { findRoundest } from "./ticks";

/** Maps λmin to a colour position, symmetric about 0, which has position 0.5. */
export interface CurvatureScale {
  /** |λmin| at both ends of the colours. */
  readonly limit: number;
  /** Position in the colour map, 0 to 1, clamped. */
  readonly positionOf: (curvature: number) => number;
  /** Round values, symmetric about 0, rising. */
  readonly ticks: readonly number[];
}

/**
 * Fits asinh(λ/s)/asinh(limit/s). s is the median of |λmin|, so that half of the points use half of the colours. The limit is the
 * largest |λmin|, but at most twice the 98th percentile of |λmin|.
 */
export function fitCurvatureScale(curvatureMin: Float64Array): CurvatureScale {
  const range = measureRange(curvatureMin.map(Math.abs));
  if (range.sample.length === 0 || range.max === 0) {
    return { limit: 1, positionOf: (value) => 0.5 + 0.5 * Math.max(-1, Math.min(1, value)), ticks: [0] };
  }
  const most = 2 * takeQuantile(range.sample, 0.98);
  const limit = most > 0 ? Math.min(range.max, most) : range.max;
  const scale = Math.min(limit, Math.max(takeQuantile(range.sample, 0.5), limit * 1e-4));
  const full = Math.asinh(limit / scale);
  const valueAt = (part: number) => scale * Math.sinh(part * full);
  const half = findRoundest(valueAt(0.35), valueAt(0.6), valueAt(0.5));
  const whole = findRoundest(valueAt(0.86), limit, valueAt(0.95));
  return {
    limit,
    positionOf: (value) => 0.5 + 0.5 * Math.max(-1, Math.min(1, Math.asinh(value / scale) / full)),
    ticks: [-whole, -half, 0, half, whole],
  };
}
