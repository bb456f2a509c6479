import { JetEvaluator } from "../../model/jets/jet-evaluator";
import type { Slice } from "../../model/jets/slice";
import type { Parameters } from "../../model/network/layout";
import { FLOAT64 } from "../../numeric/rounding";
import { type LandscapePlan, sliceOfPlan } from "../../slice/landscape-plan";
import { placeParameters } from "../../slice/slice-place";

/** The loss at one point of a slice with its derivatives in the slice's coordinates, in float64. Each bound is on the error of the number in its name. */
export interface PointAnalysis {
  readonly x: number;
  readonly y: number;
  readonly loss: number;
  readonly lossError: number;
  readonly gradient: { readonly x: number; readonly y: number; readonly error: number };
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  /** The error of each of xx, xy, yy is at most this. */
  readonly curvatureError: number;
  /** θ + x·dx + y·dy */
  readonly parameters: Parameters;
}

/** Evaluates one point, which may lie outside the plan's grid. */
export function analyzePoint(plan: LandscapePlan, x: number, y: number): PointAnalysis {
  const jet = new JetEvaluator(plan, sliceAround(plan, [[x, y]]), FLOAT64).evaluate(x, y);
  return {
    x,
    y,
    loss: jet.loss,
    lossError: jet.lossError,
    gradient: { x: jet.x, y: jet.y, error: jet.gradientError },
    xx: jet.xx,
    xy: jet.xy,
    yy: jet.yy,
    curvatureError: jet.curvatureError,
    parameters: placeParameters(plan, [x, y]),
  };
}

/** The slice of a plan, extended to these points, because its bounds hold only up to its limits. */
function sliceAround(plan: LandscapePlan, points: readonly (readonly [number, number])[]): Slice {
  const slice = sliceOfPlan(plan);
  return {
    ...slice,
    xLimit: Math.max(slice.xLimit, ...points.map(([x]) => Math.abs(x))),
    yLimit: Math.max(slice.yLimit, ...points.map(([, y]) => Math.abs(y))),
  };
}
