import type { Slice } from "../model/jets/slice";
import type { Parameters } from "../model/network/layout";
import type { Exchange } from "../model/network/permutation";
import type { Problem } from "../model/problem";
import type { Grid } from "./grid";

/** Everything on which the loss over a slice depends; the float64 and the GPU evaluator get the same value. */
export interface LandscapePlan extends Problem {
  /** The centre of the slice. */
  readonly center: Parameters;
  readonly dx: Parameters;
  readonly dy: Parameters;
  /** The exchange of two units whose copy lies at x = 1, y = 0; absent where the plane is of another kind. */
  readonly exchange?: Exchange | undefined;
  readonly grid: Grid;
}

/** The slice of a plan; its limits are those of the plan's grid. */
export function sliceOfPlan({ center, dx, dy, grid }: LandscapePlan): Slice {
  const limit = (values: Float64Array) => Math.max(Math.abs(values[0]!), Math.abs(values.at(-1)!));
  return { center, dx, dy, xLimit: limit(grid.x), yLimit: limit(grid.y) };
}
