import type { Spec } from "../../experiment/spec";
import { GradientPass } from "../../model/network/gradient-pass";
import type { Parameters } from "../../model/network/layout";
import { makeProblem } from "../../model/problem";
import { createPacer } from "../../numeric/pacer";
import type { TaskContext } from "./task-context";

export interface LossesRequest {
  readonly spec: Spec;
  /** Each [parameterCount]. */
  readonly weights: readonly Parameters[];
}

/**
 * The losses of an experiment's data at some weights, in float64, with rests for other work.
 *
 * @returns [weights.length]
 * @throws RangeError with one sentence when weights belong to another network
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function evaluateLosses(
  { spec, weights }: LossesRequest,
  { signal }: Pick<TaskContext, "signal">,
): Promise<Float64Array> {
  const problem = makeProblem(spec);
  const { parameterCount } = problem.layout;
  const pacer = createPacer(signal);
  const pass = new GradientPass(problem);
  const losses = new Float64Array(weights.length);
  for (const [i, theta] of weights.entries()) {
    if (theta.length !== parameterCount) {
      throw new RangeError(`weights ${i}: ${theta.length} numbers instead of ${parameterCount}`);
    }
    if (pacer.isDue()) await pacer.rest();
    losses[i] = pass.evaluateLoss(theta);
  }
  return losses;
}
