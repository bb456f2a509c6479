import type { Spec } from "../../experiment/spec";
import type { SlicePlace } from "../../slice/slice-place";
import { type ChordEnds, clampEnds } from "../../studio/state/chord-ends";

type Ranges = Pick<Spec["grid"], "xRange" | "yRange">;

export function isInside([x, y]: SlicePlace, { xRange, yRange }: Ranges): boolean {
  return x >= xRange[0] && x <= xRange[1] && y >= yRange[0] && y <= yRange[1];
}

/** The line itself where it lies in the slice; else the line with both ends moved to the nearest places of the slice. */
export function keepEnds(ends: ChordEnds, grid: Spec["grid"]): ChordEnds {
  return isInside(ends.from, grid) && isInside(ends.to, grid) ? ends : clampEnds(ends, grid);
}

/** A line along x or along y through a place, from border to border of the slice. */
export function lineThrough([x, y]: SlicePlace, { xRange, yRange }: Ranges, along: "x" | "y"): ChordEnds {
  return along === "x" ? { from: [xRange[0], y], to: [xRange[1], y] } : { from: [x, yRange[0]], to: [x, yRange[1]] };
}
