import * as v from "valibot";
import type { CenterHessian } from "../../convexity/survey/survey";

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31));

/** The whole Hessian at a centre, as both kinds of survey keep it. */
export const CenterHessianSchema: v.GenericSchema<unknown, CenterHessian> = v.strictObject({
  min: finite,
  max: finite,
  tolerance: finite,
  negative: count,
  zero: count,
  positive: count,
  provedNegative: v.boolean(),
});
