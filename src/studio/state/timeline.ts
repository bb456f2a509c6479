import type { Parameters } from "../../model/network/layout";
import { followOf } from "./follow";
import { hasEnded, nextRun } from "./run-reducer";
import type { StudioState } from "./state";
import type { TrainingState, TrajectoryPoint } from "./training-state";

/** The complete training; `run.training` may show it at an earlier step. */
export function wholeTraining({ run }: Pick<StudioState, "run">): TrainingState {
  return run.whole ?? run.training;
}

/** The recorded step that the timeline shows; null while it shows the training's latest step. */
export function pointInSight(state: Pick<StudioState, "run" | "scrub">): TrajectoryPoint | null {
  if (state.scrub === null) return null;
  return wholeTraining(state).trajectory[state.scrub] ?? null;
}

/** θ of the step that the timeline shows, with the weight that the reader drags; null before the first report of a training. */
export function weightsInSight(state: Pick<StudioState, "run" | "scrub" | "draft">): Parameters | null {
  return state.draft ?? pointInSight(state)?.parameters ?? state.run.training.parameters;
}

/** Whether the training has ended and has recorded several steps. */
export function canScrub(state: Pick<StudioState, "run">): boolean {
  const whole = wholeTraining(state);
  return hasEnded(whole) && whole.trajectory.length > 1;
}

/** Shows a recorded step; the last index and null both mean the end. */
export function scrubTo(state: StudioState, index: number | null): StudioState {
  const last = wholeTraining(state).trajectory.length - 1;
  const isEnd = index === null || !Number.isFinite(index) || Math.round(index) >= last;
  const scrub = isEnd || !canScrub(state) ? null : Math.max(0, Math.round(index));
  return scrub === state.scrub ? state : { ...state, scrub };
}

/**
 * Makes the run agree with the timeline after any change. Where the slice follows the weights, an earlier step is treated as a training
 * that was stopped there, so that slice, verdict, link and certificate belong to its weights.
 */
export function applyTimeline(before: StudioState, state: StudioState): StudioState {
  if (before.scrub === null && state.scrub === null && !state.playing) return state;
  const isOther = state.run.trainingNumber !== before.run.trainingNumber || !canScrub(state);
  const scrub = isOther ? null : state.scrub;
  const standing = { ...state, scrub, playing: state.playing && !isOther };
  const point = followOf(standing) === "plane" ? null : pointInSight(standing);
  const whole = wholeTraining(state);
  if ((point?.step ?? whole.step) === state.run.training.step) return standing;
  const run = point
    ? { ...state.run, training: stopAt(whole, point), whole }
    : { ...state.run, training: whole, whole: null };
  return { ...standing, run: nextRun(run, state.spec, ["plane", "landscape"], state.kept) };
}

/** The same state with the timeline at the training's end. An earlier step is not kept for the next visit. */
export function leaveTimeline(state: StudioState): StudioState {
  const { whole } = state.run;
  return whole ? { ...state, scrub: null, run: { ...state.run, training: whole, whole: null } } : state;
}

function stopAt(whole: TrainingState, { step, parameters }: TrajectoryPoint): TrainingState {
  return { ...whole, phase: "stopped", step, parameters, message: "" };
}
