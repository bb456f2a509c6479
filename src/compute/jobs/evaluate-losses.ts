import { makeDataset } from "../../data/make-dataset";
import { layoutNetwork, type Parameters } from "../../model/layout";
import { evaluateLoss } from "../../model/network";
import { createPacer } from "../../model/pacer";
import type { Spec } from "../../spec/schema";
import type { TaskContext } from "./task-context";

export interface LossesRequest {
  readonly spec: Spec;
  /** Each [parameterCount]. */
  readonly weights: readonly Parameters[];
}

/**
 * The losses of an experiment's data at some weights, in float64, other work let in between.
 *
 * @returns [weights.length]
 * @throws RangeError with one sentence when weights are another network's
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function evaluateLosses(
  { spec, weights }: LossesRequest,
  { signal }: Pick<TaskContext, "signal">,
): Promise<Float64Array> {
  const layout = layoutNetwork(spec.network);
  const data = makeDataset(spec.dataset, layout.outputs);
  const pacer = createPacer(signal);
  const losses = new Float64Array(weights.length);
  for (const [i, theta] of weights.entries()) {
    if (theta.length !== layout.parameterCount) {
      throw new RangeError(`weights ${i}: there are ${theta.length} instead of ${layout.parameterCount}`);
    }
    if (pacer.isDue()) await pacer.rest();
    losses[i] = evaluateLoss(layout, spec.loss, data, theta);
  }
  return losses;
}
