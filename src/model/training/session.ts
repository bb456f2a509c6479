import type { TrainedWeightsSpec } from "../../experiment/spec";
import { flattenWeights, type Parameters } from "../network/layout";
import type { Problem } from "../problem";
import { drawInitialParameters } from "./initial-parameters";

/** Everything on which the trajectory of a training depends; every backend gets the same value. */
export interface TrainingPlan extends Problem {
  readonly weights: TrainedWeightsSpec;
  /** θ before the first step. */
  readonly initial: Parameters;
}

/** The result of some steps of a training. Numbers are as computed, finite or not. */
export interface TrainingStretch {
  /** Number of steps since the start of the training. */
  readonly step: number;
  /** θ after `step` steps. */
  readonly parameters: Parameters;
  /**
   * The loss over all samples, in increasing order of step, the last one at `step`. With full batches there is one after every step,
   * because the gradient's computation gives it; with mini-batches only at `step` and at the recorded steps.
   */
  readonly losses: readonly { readonly step: number; readonly loss: number }[];
  /** θ at the recorded steps among those taken. */
  readonly records: readonly { readonly step: number; readonly parameters: Parameters }[];
}

/** A running training on some backend. It takes one call at a time. */
export interface TrainingSession {
  /** One sentence where part of it was not computed on the usual device, else empty. */
  readonly note: string;
  /**
   * Takes steps, and lets events run between them; 0 steps give the loss at the current θ.
   *
   * @param count  number of steps, 0 or more
   * @param isRecorded  whether θ is recorded after this number of steps since the start
   */
  advance(count: number, isRecorded: (step: number) => boolean): Promise<TrainingStretch>;
  /** Undoes the last `advance`. */
  rewind(): Promise<void>;
  /** Releases the memory of the session. */
  dispose(): void;
}

/** A training on a problem, from the weights that its specification gives, else from weights drawn from its seed. */
export function planTraining({ layout, loss, data }: Problem, weights: TrainedWeightsSpec): TrainingPlan {
  const initial = weights.start
    ? roundToFloat32(flattenWeights(layout, weights.start))
    : drawInitialParameters(layout, weights.initializer, weights.seed);
  return { layout, loss, data, weights, initial };
}

/** Every backend starts from the same numbers. */
function roundToFloat32(theta: Parameters): Parameters {
  for (const [index, value] of theta.entries()) theta[index] = Math.fround(value);
  return theta;
}
