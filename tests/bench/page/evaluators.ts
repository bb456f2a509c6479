import type { WebglBackend } from "../../../src/gpu/backend";
import { WebglEvaluator } from "../../../src/gpu/landscape-evaluator";
import { allocateFields, type LandscapeFields } from "../../../src/slice/landscape-fields";
import type { LandscapePlan } from "../../../src/slice/landscape-plan";
import { ReferenceEvaluator } from "../../../src/slice/reference-evaluator";
import { type Extent, evaluateByPool, evaluateOnProcessor } from "../processor";

/** Evaluates a plan. @throws Error with one sentence where this evaluator cannot compute that extent */
export type Evaluate = (plan: LandscapePlan, extent?: Extent) => Promise<LandscapeFields>;

type EvaluatorName = "WebGL" | "processor" | "pool" | "reference";

/** The evaluators that the bench compares: `processor` on one thread, `pool` on all threads that it takes. */
export type Evaluators = Readonly<Record<EvaluatorName, Evaluate>>;

export function makeEvaluators(backend: WebglBackend): Evaluators {
  const webgl = new WebglEvaluator(backend);
  const reference = new ReferenceEvaluator();
  return {
    async WebGL(plan, extent = "everything") {
      if (extent === "no bounds") throw new Error("The shader has no form without bounds.");
      const fields = allocateFields(plan.grid);
      const points = Uint32Array.from(fields.loss.keys());
      // The list of points, as the cascade asks for it: what overflows is not computed in float64 here.
      await webgl.fill(plan, fields, points, { curvature: extent === "everything" });
      return fields;
    },
    processor: evaluateOnProcessor,
    async pool(plan, extent = "everything") {
      if (extent !== "everything") throw new Error("The pool always computes everything.");
      return evaluateByPool(plan);
    },
    async reference(plan, extent = "everything") {
      if (extent !== "everything") throw new Error("The float64 reference always computes everything.");
      return reference.evaluate(plan);
    },
  };
}
