import type { Spec } from "../../experiment/spec";
import type { FOLLOWS } from "../../experiment/view";
import type { StudioState } from "./state";
import type { TrainingPhase } from "./training-state";

/**
 * What moves when another step of a training is looked at: `weights`, the slice goes along and is made anew around the weights of that
 * step; `plane`, the slice stays where it is and the path grows over it.
 */
export type Follow = (typeof FOLLOWS)[number];

/** What the reader chose; else a plane whose directions are fixed stays, and every other kind goes along. */
export function followOf({ view, spec }: Pick<StudioState, "view" | "spec">): Follow {
  return view.follow ?? (hasFixedDirections(spec) ? "plane" : "weights");
}

function hasFixedDirections({ plane }: Spec): boolean {
  return plane.kind === "trajectory-pca" || plane.kind === "given";
}

const MOVING: readonly TrainingPhase[] = ["waiting", "running", "paused"];

/**
 * Whether the slice in sight stays while a training moves the weights: the loss is the same function, so the new path can be drawn over
 * the slice of the training before.
 */
export function holdsSlice(state: Pick<StudioState, "run" | "spec" | "view">): boolean {
  const { shownOf, plane } = state.run.landscape;
  if (!plane || !shownOf || !MOVING.includes(state.run.training.phase)) return false;
  return followOf(state) === "plane" && isSameLoss(shownOf, state.spec);
}

/** Whether two experiments have the same loss over the same weights, however these are found. */
export function isSameLoss(one: Spec, other: Spec): boolean {
  if (one === other) return true;
  const read = ({ dataset, network, loss }: Spec) => JSON.stringify([dataset, network, loss]);
  return read(one) === read(other);
}
