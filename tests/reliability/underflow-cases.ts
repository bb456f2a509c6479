import { parseSpec } from "../../src/experiment/parse";
import { flattenWeights, layoutNetwork } from "../../src/model/network/layout";
import { planLandscape } from "../../src/slice/plan-landscape";
import flushed32 from "../cases/softmax-flush-f32-mild.json";
import flushed64 from "../cases/softmax-flush-f64-false-nonconvex.json";
import subnormal from "../cases/subnormal-direction.json";
import type { RangedPlan } from "./oracle/loss-jet";

function planCase(document: unknown): RangedPlan {
  const spec = parseSpec(document);
  if (spec.weights.kind !== "given") throw new TypeError("a case's weights are given");
  const plan = planLandscape(spec, flattenWeights(layoutNetwork(spec.network), spec.weights.layers));
  return { plan, xRange: spec.grid.xRange, yRange: spec.grid.yRange };
}

/**
 * Inputs for which an underflowed number once gave a false verdict, with the true values at one grid point. In the first two a softmax
 * probability is flushed to 0, which made points of a convex slice "not convex"; in the third a direction, which gave 1 ± 5 instead of 10⁸.
 */
export const UNDERFLOW_CASES = [
  { name: "softmax-flush-f32-mild", ranged: planCase(flushed32), column: 4, row: 0, part: "xx", value: 3.07e-23 },
  {
    name: "softmax-flush-f64-false-nonconvex",
    ranged: planCase(flushed64),
    column: 4,
    row: 0,
    part: "xx",
    value: 2.58e-37,
  },
  { name: "subnormal-direction", ranged: planCase(subnormal), column: 4, row: 0, part: "v", value: 9.998e7 },
] as const;
