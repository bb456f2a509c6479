import type { Spec } from "../../experiment/spec";
import type { SlicePlace } from "../../slice/slice-place";

/** The ends of a chord in slice coordinates. */
export interface ChordEnds {
  readonly from: SlicePlace;
  readonly to: SlicePlace;
}

export function clampEnds({ from, to }: ChordEnds, grid: Spec["grid"]): ChordEnds {
  return { from: clampPlace(from, grid), to: clampPlace(to, grid) };
}

export function clampPlace([x, y]: SlicePlace, { xRange, yRange }: Spec["grid"]): SlicePlace {
  return [clamp(x, xRange), clamp(y, yRange)];
}

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : (low + high) / 2;
}
