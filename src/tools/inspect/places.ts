import type { Spec } from "../../experiment/spec";
import type { SlicePlace } from "../../slice/slice-place";
import { type ChordEnds, clampEnds } from "../../studio/state/chord-ends";

type Ranges = Pick<Spec["grid"], "xRange" | "yRange">;

export function isInside([x, y]: SlicePlace, { xRange, yRange }: Ranges): boolean {
  return x >= xRange[0] && x <= xRange[1] && y >= yRange[0] && y <= yRange[1];
}

/** The same line where it lies in the slice; else what is nearest to it there. */
export function keepEnds(ends: ChordEnds, grid: Spec["grid"]): ChordEnds {
  return isInside(ends.from, grid) && isInside(ends.to, grid) ? ends : clampEnds(ends, grid);
}

/** From border to border of the slice, level or upright, through a place. */
export function lineThrough([x, y]: SlicePlace, { xRange, yRange }: Ranges, along: "x" | "y"): ChordEnds {
  return along === "x" ? { from: [xRange[0], y], to: [xRange[1], y] } : { from: [x, yRange[0]], to: [x, yRange[1]] };
}
