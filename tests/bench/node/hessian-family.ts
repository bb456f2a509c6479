import { analyzeHessian } from "../../../src/model/hessian/spectrum";
import { evaluateLoss } from "../../../src/model/network/evaluate";
import type { ValuesOf } from "../measured";
import { makeBenchPlan } from "../plans";
import type { NODE_ROWS } from "../rows";
import { timeInTurns } from "../stopwatch";

/** The whole Hessian against one pass over the samples for each parameter. */
export async function measureHessian(): Promise<ValuesOf<typeof NODE_ROWS.hessian>> {
  const plan = makeBenchPlan();
  const times = await timeInTurns({
    hessian: { run: () => analyzeHessian(plan, plan.center) },
    passes: {
      async run() {
        for (let p = 0; p < plan.layout.parameterCount; p++) evaluateLoss(plan, plan.center);
      },
    },
  });
  return { "whole Hessian at a point, in passes a parameter": times.ratio("hessian", "passes") };
}
