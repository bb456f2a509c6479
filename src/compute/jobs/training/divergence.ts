import { LIMITS } from "../../../experiment/limits";
import type { TrainingPlan, TrainingStretch } from "../../../model/training/session";

/** Whether all numbers of a stretch of a training can be shown and saved. */
export function isFiniteStretch(stretch: TrainingStretch): boolean {
  return (
    stretch.losses.every(({ loss }) => Number.isFinite(loss)) &&
    stretch.parameters.every(isWithinLimit) &&
    stretch.records.every(({ parameters }) => parameters.every(isWithinLimit))
  );
}

/** Whether a weight is within the limit of a spec, so that it can be saved. With this limit, float64 diverges where float32 does. */
function isWithinLimit(weight: number): boolean {
  return Math.abs(weight) <= LIMITS.magnitude.max;
}

/**
 * Describes the divergence in one or two sentences.
 * @param kept  the step whose weights are kept; null where the loss at the initial weights is not finite
 */
export function describeDivergence(stretch: TrainingStretch, plan: TrainingPlan, kept: number | null): string {
  const loss = stretch.losses.find((entry) => !Number.isFinite(entry.loss))?.loss;
  if (kept === null) {
    return `The loss is ${nameNumber(loss ?? Number.NaN)} at the initial weights, so nothing was trained.`;
  }
  const subject =
    loss === undefined ? `A weight went beyond ±${LIMITS.magnitude.max}` : `The loss became ${nameNumber(loss)}`;
  return (
    `${subject} at step ${stretch.step}; the weights from step ${kept} are kept. ` +
    `A smaller learning rate than ${plan.weights.learningRate} may help.`
  );
}

function nameNumber(value: number): string {
  return Number.isNaN(value) ? "not a number" : "infinite";
}
