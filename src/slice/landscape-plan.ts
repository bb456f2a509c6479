import type { Slice } from "../model/jets/slice";
import type { Parameters } from "../model/network/layout";
import type { Problem } from "../model/problem";
import type { Grid } from "./grid";

/** Everything the loss over a slice depends on; the same value for the float64 and the GPU evaluator. */
export interface LandscapePlan extends Problem {
  /** The centre of the slice. */
  readonly center: Parameters;
  readonly dx: Parameters;
  readonly dy: Parameters;
  readonly grid: Grid;
}

/** The slice of a plan with the reach of its grid. */
export function sliceOfPlan({ center, dx, dy, grid }: LandscapePlan): Slice {
  const limit = (values: Float64Array) => Math.max(Math.abs(values[0]!), Math.abs(values.at(-1)!));
  return { center, dx, dy, xLimit: limit(grid.x), yLimit: limit(grid.y) };
}
