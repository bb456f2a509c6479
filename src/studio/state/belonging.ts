import type { Spec } from "../../experiment/spec";
import { holdsSlice } from "./follow";
import { hasEnded } from "./run-reducer";
import { staleStages } from "./stages";
import type { StudioState } from "./state";

/**
 * What the landscape in sight belongs to:
 * `nothing`, while there is none;
 * `present`, the experiment and the weights on the page;
 * `moment`, weights that the page has just passed: a coarse slice follows a training or the timeline while it plays;
 * `step`, the experiment on the page at another step of its training;
 * `before`, another experiment.
 */
export type Belonging = "nothing" | "present" | "moment" | "step" | "before";

/** Everything that shows or saves numbers of a landscape asks this first. */
export function belongingOf(state: Pick<StudioState, "run" | "spec" | "view" | "playing">): Belonging {
  const { landscape, training } = state.run;
  if (!landscape.shown) return "nothing";
  if (holdsSlice(state)) return "present";
  if (landscape.shownOf !== state.spec) return "before";
  if (landscape.step === training.step) return "present";
  const follows = state.playing || (landscape.phase === "live" && !hasEnded(training));
  return follows ? "moment" : "step";
}

/** Whether what is in sight says nothing of the experiment and the weights on the page: none of its numbers is told as theirs. */
export function isOutdated(state: Pick<StudioState, "run" | "spec" | "view" | "playing">): boolean {
  const belonging = belongingOf(state);
  return belonging === "step" || belonging === "before";
}

/** What the surface is of, where that is not what stands on the page: "step 37", "the slice before"; else empty. */
export function nameBelonging(state: Pick<StudioState, "run" | "spec" | "view" | "playing">): string {
  switch (belongingOf(state)) {
    case "moment":
    case "step":
      return `step ${state.run.landscape.step}`;
    case "before":
      return hasSameWeights(state) ? "the slice before" : "the experiment before";
    default:
      return "";
  }
}

/** Whether only the plane or the grid is another. */
function hasSameWeights({ spec, run }: Pick<StudioState, "run" | "spec">): boolean {
  const { shownOf, step } = run.landscape;
  if (!shownOf || step !== run.training.step) return false;
  const stale = staleStages(shownOf, spec);
  return !stale.includes("weights");
}

/** The experiment whose end is the slice that follows a training: a picture of it carries no later weights. */
export function specOfMoment(state: StudioState, spec: Spec): Spec {
  if (belongingOf(state) !== "moment" || spec.weights.kind !== "trained") return spec;
  return { ...spec, weights: { ...spec.weights, steps: state.run.landscape.step } };
}
