import type { Optimizer, Spec } from "../../../experiment/spec";
import type { Parameters } from "../../../model/network/layout";
import type { StepSettings } from "./step-control";

/** How one runner of a race trains; everything else is the same for all. */
export interface RunnerSpec {
  readonly optimizer: Optimizer;
  readonly learningRate: number;
}

/** A race of optimizers over the loss of an experiment. */
export interface RaceSpec extends StepSettings {
  readonly runners: readonly RunnerSpec[];
  /** Steps of each runner. */
  readonly steps: number;
}

/** A race of optimizers from the initial weights of `spec`, or from given ones, on its data and loss. */
export interface RaceRequest {
  readonly spec: Spec;
  readonly race: RaceSpec;
}

/** θ with its loss after some steps of a runner. */
export interface RacePoint {
  readonly step: number;
  readonly parameters: Parameters;
  readonly loss: number;
}

/** Where a runner stands: finite, but for the loss of one that diverged at the start. */
export interface RunnerStanding {
  readonly status: "running" | "diverged";
  /** The last point before it diverged, else after as many steps as the race has. */
  readonly now: RacePoint;
  /** What happened where it diverged or went on elsewhere than on the GPU, else empty. */
  readonly message: string;
}

/** What happened to one runner since the report before. */
export interface RunnerProgress extends RunnerStanding {
  /** Full-data losses, as in a training's report. */
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
  /** Steps of the runners that did not diverge. */
  readonly step: number;
  readonly runners: readonly RunnerStanding[];
}
