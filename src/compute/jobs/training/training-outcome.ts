import type { Parameters } from "../../../model/network/layout";

/** One report from a training in progress. */
export interface TrainingProgress {
  readonly step: number;
  readonly steps: number;
  /**
   * Losses over all samples since the previous report, in increasing order of step: after each step with full batches; with
   * mini-batches, whose own losses are noisy, after some steps, the last of them `step`.
   */
  readonly losses: readonly { readonly step: number; readonly loss: number }[];
  /** θ after `step` steps, finite. */
  readonly parameters: Parameters;
  /** Estimated from the steps so far; null while they are too few for an estimate. */
  readonly secondsLeft: number | null;
}

/** The outcome of a training. `parameters` are finite, also after a divergence. */
export interface TrainingOutcome {
  readonly status: "finished" | "stopped" | "diverged";
  readonly parameters: Parameters;
  readonly step: number;
  /** A message when it diverged or was not computed on the GPU to its end, else empty. */
  readonly message: string;
  /** θ at recorded steps, the start and the end among them, in increasing order of step. */
  readonly trajectory: readonly { readonly step: number; readonly parameters: Parameters; readonly loss: number }[];
}
