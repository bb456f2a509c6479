import type { Parameters } from "../model/network/layout";
import type { LandscapePlan } from "./landscape-plan";

/** A point of a slice, in its coordinates. */
export type SlicePlace = readonly [x: number, y: number];

/** The weights at a place of a slice: θ + x·dx + y·dy, a new vector. */
export function placeParameters(
  { center, dx, dy }: Pick<LandscapePlan, "center" | "dx" | "dy">,
  [x, y]: SlicePlace,
): Parameters {
  return center.map((theta, p) => theta + x * dx[p]! + y * dy[p]!) as Parameters;
}
