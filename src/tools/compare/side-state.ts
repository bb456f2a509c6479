import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import type { Landscape } from "../../convexity/points/landscape";
import type { Spec } from "../../experiment/spec";
import { isOutdated } from "../../studio/state/belonging";
import { findLandscape, findTraining } from "../../studio/state/kept";
import { hasEnded } from "../../studio/state/run-reducer";
import type { StudioState } from "../../studio/state/state";
import type { TrainingState } from "../../studio/state/training-state";
import type { SideProgress, SideResult } from "./side-job";

/** The state of one side of a comparison. Frozen. */
export interface SideState {
  /** The experiment of this side; null until the other side's weights are known. */
  readonly spec: Spec | null;
  readonly phase: "waiting" | "training" | "computing" | "ready" | "failed" | "cancelled";
  /** 0 to 1. */
  readonly fraction: number;
  readonly training: TrainingState | null;
  /** The slice, coarse until it is ready. */
  readonly shown: Landscape | null;
  readonly outcome: LandscapeOutcome | null;
  /** One sentence when it failed or diverged, else empty. */
  readonly message: string;
}

/** A side without any result. */
export function waitingSide(spec: Spec | null, message = ""): SideState {
  return Object.freeze({
    spec,
    phase: "waiting",
    fraction: 0,
    training: null,
    shown: null,
    outcome: null,
    message,
  } as const);
}

export function readySide(spec: Spec, { training, outcome }: SideResult): SideState {
  const { message } = training;
  return Object.freeze({
    spec,
    phase: "ready",
    fraction: 1,
    training,
    shown: outcome.landscape,
    outcome,
    message,
  } as const);
}

export function busySide(spec: Spec, { phase, fraction, landscape }: SideProgress): SideState {
  return Object.freeze({ ...waitingSide(spec), phase, fraction, shown: landscape });
}

export function endedSide(spec: Spec, phase: "failed" | "cancelled", message: string): SideState {
  return Object.freeze({ ...waitingSide(spec), phase, message });
}

/** The page's own experiment as a side. */
export function pageSide(state: StudioState): SideState {
  const { spec, run } = state;
  const { training, landscape } = run;
  const isPresent = landscape.shownOf === spec && !isOutdated(state);
  const outcome = isPresent && landscape.phase === "ready" ? landscape.outcome : null;
  const side = { spec, training, shown: isPresent ? landscape.shown : null, outcome, message: training.message };
  if (outcome) return Object.freeze({ ...side, phase: "ready", fraction: 1 });
  if (training.phase === "failed") return Object.freeze({ ...side, phase: "failed", fraction: 0 });
  if (!hasEnded(training)) {
    return Object.freeze({ ...side, phase: "training", fraction: training.step / Math.max(1, training.steps) });
  }
  const { phase, fraction, message } = landscape;
  if (phase === "failed") return Object.freeze({ ...side, phase, fraction: 0, message });
  if (phase === "cancelled") return Object.freeze({ ...side, phase, fraction: 0 });
  return Object.freeze({ ...side, phase: "computing", fraction });
}

/** The complete training of an experiment, where the page has kept it. One that was stopped early is not complete. */
export function findWholeTraining({ kept }: StudioState, spec: Spec): TrainingState | null {
  const training = findTraining(kept, spec);
  return training && training.phase !== "stopped" && hasEnded(training) ? training : null;
}

/** The complete result of an experiment, where the page has kept it. */
export function findResult(state: StudioState, spec: Spec): SideResult | null {
  const training = findWholeTraining(state, spec);
  const outcome = training && findLandscape(state.kept, spec, training.step);
  return outcome ? { training, outcome } : null;
}
