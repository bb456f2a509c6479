import { planLandscape } from "../../src/compute/experiment";
import type { LandscapePlan } from "../../src/landscape/landscape";
import { flattenWeights, layoutNetwork } from "../../src/model/layout";
import { parseSpec } from "../../src/spec/parse";
import flushed32 from "../cases/softmax-flush-f32-mild.json";
import flushed64 from "../cases/softmax-flush-f64-false-nonconvex.json";
import subnormal from "../cases/subnormal-direction.json";

function planCase(document: unknown): LandscapePlan {
  const spec = parseSpec(document);
  if (spec.weights.kind !== "given") throw new TypeError("a case's weights are given");
  return planLandscape(spec, flattenWeights(layoutNetwork(spec.network), spec.weights.layers));
}

/** Inputs on which a number that underflowed once gave a false verdict, with what is true of them at every point. */
export const FLUSHED_SOFTMAX = [
  { name: "softmax-flush-f32-mild", plan: planCase(flushed32), xx: 3.07e-23 },
  { name: "softmax-flush-f64-false-nonconvex", plan: planCase(flushed64), xx: 2.58e-37 },
] as const;

/** The loss is 99,980,001 at its corner (10⁶, −1), for w = x·10⁻³⁸ meets 10³⁶. */
export const SUBNORMAL_DIRECTION = {
  plan: planCase(subnormal),
  corner: 4,
  loss: (1e6 * 1e-38 * 1e36 - 1) ** 2,
} as const;
