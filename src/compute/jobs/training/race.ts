import type { Optimizer, Spec } from "../../../experiment/spec";
import type { Parameters } from "../../../model/network/layout";
import type { StepSettings } from "./step-control";

/** The training settings of one runner of a race; all other settings are the same for all runners. */
export interface RunnerSpec {
  readonly optimizer: Optimizer;
  readonly learningRate: number;
}

/** A race of optimizers over the loss of an experiment. */
export interface RaceSpec extends StepSettings {
  readonly runners: readonly RunnerSpec[];
  /** Number of steps of each runner. */
  readonly steps: number;
}

/** A race of optimizers from the initial weights of `spec`, or from given ones, on its data and loss. */
export interface RaceRequest {
  readonly spec: Spec;
  readonly race: RaceSpec;
}

/** θ and its loss after some steps of a runner. */
export interface RacePoint {
  readonly step: number;
  readonly parameters: Parameters;
  readonly loss: number;
}

/** The current point of a runner. It is finite, except for the loss of a runner that diverged at the start. */
export interface RunnerStanding {
  readonly status: "running" | "diverged";
  /** The last point before it diverged, else the point after the number of steps of the race. */
  readonly now: RacePoint;
  /** A message where it diverged or continued on the processor, else empty. */
  readonly message: string;
}

/** The progress of one runner since the previous report. */
export interface RunnerProgress extends RunnerStanding {
  /** Losses over all samples, as in a training's report. */
  readonly losses: readonly { readonly step: number; readonly loss: number }[];
  /** Its recorded points. */
  readonly points: readonly RacePoint[];
}

/** One report from a race: every runner has taken the same number of steps, or has diverged. */
export interface RaceProgress {
  readonly step: number;
  readonly steps: number;
  /** In the order of the race's runners. */
  readonly runners: readonly RunnerProgress[];
}

export interface RaceOutcome {
  readonly status: "finished" | "stopped";
  /** Number of steps of the runners that did not diverge. */
  readonly step: number;
  readonly runners: readonly RunnerStanding[];
}
