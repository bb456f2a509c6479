import type { Spec } from "../../experiment/spec";
import { holdsSlice } from "./follow";
import { hasEnded } from "./run-reducer";
import { staleStages } from "./stages";
import type { StudioState } from "./state";

/**
 * What the landscape on screen belongs to:
 * `nothing`, while there is none;
 * `present`, the experiment and the weights on the page;
 * `moment`, weights of a moment ago: a coarse slice follows a running training or the playing timeline;
 * `step`, the experiment on the page at another step of its training;
 * `before`, another experiment.
 */
export type Belonging = "nothing" | "present" | "moment" | "step" | "before";

/** Call this before showing or saving numbers of a landscape. */
export function belongingOf(state: Pick<StudioState, "run" | "spec" | "view" | "playing">): Belonging {
  const { landscape, training } = state.run;
  if (!landscape.shown) return "nothing";
  if (holdsSlice(state)) return "present";
  if (landscape.shownOf !== state.spec) return "before";
  if (landscape.step === training.step) return "present";
  const follows = state.playing || (landscape.phase === "live" && !hasEnded(training));
  return follows ? "moment" : "step";
}

/** Whether the landscape on screen belongs to another experiment or other weights than the page: its numbers must not be shown as theirs. */
export function isOutdated(state: Pick<StudioState, "run" | "spec" | "view" | "playing">): boolean {
  const belonging = belongingOf(state);
  return belonging === "step" || belonging === "before";
}

/** The name of what the surface belongs to, where that is not the experiment and weights on the page: "step 37", "the previous slice"; else empty. */
export function nameBelonging(state: Pick<StudioState, "run" | "spec" | "view" | "playing">): string {
  switch (belongingOf(state)) {
    case "moment":
    case "step":
      return `step ${state.run.landscape.step}`;
    case "before":
      return hasSameWeights(state) ? "the previous slice" : "the previous experiment";
    default:
      return "";
  }
}

/** Whether only the plane or the grid has changed. */
function hasSameWeights({ spec, run }: Pick<StudioState, "run" | "spec">): boolean {
  const { shownOf, step } = run.landscape;
  if (!shownOf || step !== run.training.step) return false;
  const stale = staleStages(shownOf, spec);
  return !stale.includes("weights");
}

/** The experiment that ends at the step of a live slice, so that a saved picture contains the weights that it shows. */
export function specOfMoment(state: StudioState, spec: Spec): Spec {
  if (belongingOf(state) !== "moment" || spec.weights.kind !== "trained") return spec;
  return { ...spec, weights: { ...spec.weights, steps: state.run.landscape.step } };
}
