import type { Spec } from "../../experiment/spec";
import { measureLength } from "../../slice/plane/direction";
import { formatExact, formatNumber } from "../../words/numbers";
import { hasEnded } from "../state/run-reducer";
import type { TrainingState } from "../state/training-state";

/** Weights have collapsed when their length is at most this part of their initial length. */
const COLLAPSED = 1e-3;

/** The status of a training in one word. A training without a step is "Untrained". */
export function describePhase({ phase, step }: Pick<TrainingState, "phase" | "step">): string {
  if (step === 0 && (phase === "finished" || phase === "stopped")) return "Untrained";
  const words: Readonly<Record<TrainingState["phase"], string>> = {
    waiting: "Starting",
    running: "Running",
    paused: "Paused",
    finished: "Finished",
    stopped: "Stopped",
    diverged: "Diverged",
    given: "Given",
    failed: "Failed",
  };
  return words[phase];
}

/** "The training did not lower the loss: 1.04 after 200 steps, 0.805 before."; empty where it did, or has not ended. */
export function describeNoGain({ phase, step, trajectory }: TrainingState): string {
  if (phase !== "finished" && phase !== "stopped") return "";
  const [first, last] = [trajectory[0], trajectory.at(-1)];
  if (!first || !last || step === 0 || first.step !== 0 || last.step !== step || !(last.loss > first.loss)) return "";
  const steps = step === 1 ? "1 step" : `${formatExact(step)} steps`;
  return `The training did not lower the loss: ${tellApart(last.loss, first.loss)} after ${steps}, ${tellApart(first.loss, last.loss)} before.`;
}

/** A number with at least three digits, and with as many more as it needs to differ from the other. */
function tellApart(value: number, other: number): string {
  for (let digits = 3; digits < 17; digits++) {
    const text = formatNumber(value, digits);
    if (text !== formatNumber(other, digits)) return text;
  }
  return formatNumber(value, 17);
}

/**
 * A sentence on weights that a large L2 term has made collapse to 0; empty where they have not. A plane that is scaled to such weights is
 * nearly a point.
 */
export function describeCollapse({ loss, plane }: Spec, training: TrainingState): string {
  const { trajectory, parameters } = training;
  const start = trajectory[0]?.parameters;
  if (!start || !parameters || !hasEnded(training) || !(loss.l2 > 0)) return "";
  const [before, now] = [measureLength(start), measureLength(parameters)];
  if (!(now <= COLLAPSED * before)) return "";
  const scaled = plane.kind === "random" && plane.normalization !== "none";
  const point = scaled ? ". This plane is scaled to them, so it is almost a point" : "";
  return `The L2 term has made the weights collapse to 0: their length fell from ${formatNumber(before)} to ${formatNumber(now)}${point}.`;
}
