import type { Spec } from "../../experiment/spec";
import type { FOLLOWS } from "../../experiment/view";
import type { StudioState } from "./state";
import type { TrainingPhase } from "./training-state";

/**
 * What the slice does when the timeline moves. `weights`: it is computed again around the weights of the step. `plane`: it stays, and the
 * path grows over it.
 */
export type Follow = (typeof FOLLOWS)[number];

/** The reader's choice; without one, the slice stays on a plane with fixed directions and follows the weights on all others. */
export function followOf({ view, spec }: Pick<StudioState, "view" | "spec">): Follow {
  return view.follow ?? (hasFixedDirections(spec) ? "plane" : "weights");
}

function hasFixedDirections({ plane }: Spec): boolean {
  return plane.kind === "trajectory-pca" || plane.kind === "given";
}

const MOVING: readonly TrainingPhase[] = ["waiting", "running", "paused"];

/**
 * Whether the slice on screen stays during a new training: where the loss is the same function, the new path can be drawn over the slice
 * of the previous training.
 */
export function holdsSlice(state: Pick<StudioState, "run" | "spec" | "view">): boolean {
  const { shownOf, plane } = state.run.landscape;
  if (!plane || !shownOf || !MOVING.includes(state.run.training.phase)) return false;
  return followOf(state) === "plane" && isSameLoss(shownOf, state.spec);
}

/** Whether two experiments have the same loss as a function of the weights, however the weights are found. */
export function isSameLoss(one: Spec, other: Spec): boolean {
  if (one === other) return true;
  const read = ({ dataset, network, loss }: Spec) => JSON.stringify([dataset, network, loss]);
  return read(one) === read(other);
}
