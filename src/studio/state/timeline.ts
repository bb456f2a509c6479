import type { Parameters } from "../../model/network/layout";
import { followOf } from "./follow";
import { hasEnded, nextRun } from "./run-reducer";
import type { StudioState } from "./state";
import type { TrainingState, TrajectoryPoint } from "./training-state";

/** The training as it ended, or stands: `run.training` may show it at an earlier step. */
export function wholeTraining({ run }: Pick<StudioState, "run">): TrainingState {
  return run.whole ?? run.training;
}

/** The recorded step that is looked at; null while that is the training's end, or where it stands. */
export function pointInSight(state: Pick<StudioState, "run" | "scrub">): TrajectoryPoint | null {
  if (state.scrub === null) return null;
  return wholeTraining(state).trajectory[state.scrub] ?? null;
}

/** θ of the step that is looked at; null before there is any. */
export function weightsInSight(state: Pick<StudioState, "run" | "scrub">): Parameters | null {
  return pointInSight(state)?.parameters ?? state.run.training.parameters;
}

/** Whether there are recorded steps to look at, and the weights stand still. */
export function canScrub(state: Pick<StudioState, "run">): boolean {
  const whole = wholeTraining(state);
  return hasEnded(whole) && whole.trajectory.length > 1;
}

/** Chooses a recorded step; the last is the end itself, and `null` too. */
export function scrubTo(state: StudioState, index: number | null): StudioState {
  const last = wholeTraining(state).trajectory.length - 1;
  const isEnd = index === null || !Number.isFinite(index) || Math.round(index) >= last;
  const scrub = isEnd || !canScrub(state) ? null : Math.max(0, Math.round(index));
  return scrub === state.scrub ? state : { ...state, scrub };
}

/**
 * Puts the run where the timeline stands, after any change. Where the slice goes along, an earlier step is looked at as a training
 * that was stopped there: what rests on the weights (slice, verdict, link, certificate) then belongs to them.
 */
export function standOnTimeline(before: StudioState, state: StudioState): StudioState {
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

/** The same with the training at its end: a look back is no part of what is kept for the next visit. */
export function leaveTimeline(state: StudioState): StudioState {
  const { whole } = state.run;
  return whole ? { ...state, scrub: null, run: { ...state.run, training: whole, whole: null } } : state;
}

function stopAt(whole: TrainingState, { step, parameters }: TrajectoryPoint): TrainingState {
  return { ...whole, phase: "stopped", step, parameters, message: "" };
}
