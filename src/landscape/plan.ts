import type { Slice } from "../model/jets/slice";
import type { LandscapePlan } from "./landscape";

/** The slice of a plan with the reach of its grid. */
export function sliceOfPlan({ center, dx, dy, grid }: LandscapePlan): Slice {
  const limit = (values: Float64Array) => Math.max(Math.abs(values[0]!), Math.abs(values.at(-1)!));
  return { center, dx, dy, xLimit: limit(grid.x), yLimit: limit(grid.y) };
}
