import type { Parameters } from "../../model/network/layout";
import type { LossCurve } from "../views/plots/loss-curve-data";

/** θ and its loss at a step of a training. */
export interface TrajectoryPoint {
  readonly step: number;
  readonly parameters: Parameters;
  readonly loss: number;
}

/** `waiting`: before the first report of a run. `given`: the experiment contains its weights. */
export type TrainingPhase = "waiting" | "running" | "paused" | "finished" | "stopped" | "diverged" | "given" | "failed";

export interface TrainingState {
  readonly phase: TrainingPhase;
  readonly step: number;
  readonly steps: number;
  readonly curve: LossCurve;
  /** θ of the latest report, finite; null before the first. */
  readonly parameters: Parameters | null;
  /** The trajectory so far, in order of steps: the reports of a running training, the recorded steps of one that has ended. */
  readonly trajectory: readonly TrajectoryPoint[];
  readonly secondsLeft: number | null;
  /** One sentence where the training diverged or failed, else empty. */
  readonly message: string;
}
