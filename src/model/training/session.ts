import type { TrainedWeightsSpec } from "../../experiment/spec";
import type { Parameters } from "../network/layout";
import type { Problem } from "../problem";
import { drawInitialParameters } from "./initial-parameters";

/** Everything the course of a training depends on; the same value for every backend. */
export interface TrainingPlan extends Problem {
  readonly weights: TrainedWeightsSpec;
  /** θ before the first step. */
  readonly initial: Parameters;
}

/** Where some steps of a training led. Numbers are as computed, finite or not. */
export interface TrainingStretch {
  /** How many steps were taken since the start of the training. */
  readonly step: number;
  /** θ after `step` steps. */
  readonly parameters: Parameters;
  /**
   * The loss over all samples, rising in step, the last of them at `step`. After every step where a batch is all samples, as
   * the gradient's own computation gives it; with mini-batches at `step` and at the recorded steps alone.
   */
  readonly losses: readonly { readonly step: number; readonly loss: number }[];
  /** θ at the recorded steps among those taken. */
  readonly records: readonly { readonly step: number; readonly parameters: Parameters }[];
}

/** A training under way on some backend. One call at a time. */
export interface TrainingSession {
  /** One sentence where part of it was not computed on the usual device, else empty. */
  readonly note: string;
  /**
   * Takes steps, letting events run in between; 0 steps give the loss at the current θ.
   *
   * @param count  how many, 0 or more
   * @param isRecorded  whether θ is wanted after this number of steps since the start
   */
  advance(count: number, isRecorded: (step: number) => boolean): Promise<TrainingStretch>;
  /** Undoes the last `advance`. */
  rewind(): Promise<void>;
  /** Gives back what the session holds. */
  dispose(): void;
}

/** A training on a problem, with the initial weights drawn from its seed. */
export function planTraining({ layout, loss, data }: Problem, weights: TrainedWeightsSpec): TrainingPlan {
  return { layout, loss, data, weights, initial: drawInitialParameters(layout, weights.initializer, weights.seed) };
}
