import type { Parameters } from "../../../model/network/layout";

/** One report from a training in progress. */
export interface TrainingProgress {
  readonly step: number;
  readonly steps: number;
  /**
   * Full-data losses since the report before, rising in step: after each step with full batches; with mini-batches, whose own
   * losses jump about, after some steps, the last of them `step`.
   */
  readonly losses: readonly { readonly step: number; readonly loss: number }[];
  /** θ after `step` steps, finite. */
  readonly parameters: Parameters;
  /** Estimated from the steps so far; null while they are too few for an estimate. */
  readonly secondsLeft: number | null;
}

/** How a training ended. `parameters` are finite whatever happened. */
export interface TrainingOutcome {
  readonly status: "finished" | "stopped" | "diverged";
  readonly parameters: Parameters;
  readonly step: number;
  /** One sentence when it diverged or was not computed on the GPU to its end, else empty. */
  readonly message: string;
  /** θ at recorded steps, the start and the end among them, rising. */
  readonly trajectory: readonly { readonly step: number; readonly parameters: Parameters; readonly loss: number }[];
}
