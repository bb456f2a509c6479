import { LIMITS } from "../../../experiment/limits";
import type { TrainingPlan, TrainingStretch } from "../../../model/training/session";

/** Whether all that a stretch of a training came to can be shown and saved. */
export function isFiniteStretch(stretch: TrainingStretch): boolean {
  return (
    stretch.losses.every(({ loss }) => Number.isFinite(loss)) &&
    stretch.parameters.every(isWithinLimit) &&
    stretch.records.every(({ parameters }) => parameters.every(isWithinLimit))
  );
}

/** Whether a weight can stand in a spec: so that what was trained can be saved, and float64 diverges where float32 would. */
function isWithinLimit(weight: number): boolean {
  return Math.abs(weight) <= LIMITS.magnitude.max;
}

/**
 * What happened, in two sentences.
 * @param kept  the step whose weights are kept, or null where the start itself is not finite
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
