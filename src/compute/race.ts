import type { Parameters } from "../model/network/layout";
import type { Optimizer } from "../spec/schema";

/** How one runner of a race trains; everything else is the same for all. */
export interface RunnerSpec {
  readonly optimizer: Optimizer;
  readonly learningRate: number;
}

/** A race of optimizers over the loss of an experiment. */
export interface RaceSpec {
  readonly runners: readonly RunnerSpec[];
  /** Steps of each runner. */
  readonly steps: number;
  /** Whether it waits before the first step. */
  readonly isPaused: boolean;
  /** Most steps of each runner in a second; null as fast as it goes. */
  readonly stepsPerSecond: number | null;
}

/** What may be asked of a race under way; `step` takes one step and pauses. It takes effect between two stretches of steps. */
export type RaceCommand = "pause" | "resume" | "step" | "stop" | { readonly stepsPerSecond: number | null };

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
  /** What happened where it diverged, else empty. */
  readonly message: string;
}

/** One report from a race: every runner has taken the same number of steps, or has diverged. */
export interface RaceProgress {
  readonly step: number;
  readonly steps: number;
  /** In the order of the race's runners. */
  readonly runners: readonly (RunnerStanding & {
    /** Full-data losses since the report before, as in a training's report. */
    readonly losses: readonly { readonly step: number; readonly loss: number }[];
    /** The way since the report before: every so many steps, so that not too much is kept. */
    readonly points: readonly RacePoint[];
  })[];
}

export interface RaceOutcome {
  readonly status: "finished" | "stopped";
  /** Steps of the runners that did not diverge. */
  readonly step: number;
  readonly runners: readonly RunnerStanding[];
}
