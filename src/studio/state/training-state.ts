import type { Parameters } from "../../model/network/layout";
import type { LossCurve } from "../views/plots/loss-curve-data";

/** θ with its loss at a step of a training. */
export interface TrajectoryPoint {
  readonly step: number;
  readonly parameters: Parameters;
  readonly loss: number;
}

/** `waiting` is before the first step of a run; `given` weights are those of a file. */
export type TrainingPhase = "waiting" | "running" | "paused" | "finished" | "stopped" | "diverged" | "given" | "failed";

export interface TrainingState {
  readonly phase: TrainingPhase;
  readonly step: number;
  readonly steps: number;
  readonly curve: LossCurve;
  /** θ as last reported, finite; null before the first report. */
  readonly parameters: Parameters | null;
  /** The way so far, rising in step: as reported while it trains, as recorded once it has ended. */
  readonly trajectory: readonly TrajectoryPoint[];
  readonly secondsLeft: number | null;
  /** One sentence when it diverged or failed, else empty. */
  readonly message: string;
}
