import type { Landscape } from "../../convexity/points/landscape";
import type { Spec } from "../../experiment/spec";
import type { Parameters } from "../../model/network/layout";
import { isOutdated } from "../../studio/state/belonging";
import { settleExperiment } from "../../studio/state/settled";
import type { StudioState } from "../../studio/state/state";

/** The slice that is inspected, with its experiment and the weights at its centre. */
export interface InspectedSlice {
  readonly spec: Spec;
  readonly parameters: Parameters;
  readonly landscape: Landscape;
}

/** Null until the slice of the experiment on the page is complete. */
export function inspectedSlice(state: StudioState): InspectedSlice | null {
  const { run } = state;
  const { outcome, phase } = run.landscape;
  const { parameters } = run.training;
  if (phase !== "ready" || !outcome || !parameters || isOutdated(state)) return null;
  return { spec: settleExperiment(state).spec, parameters, landscape: outcome.landscape };
}

export function isSameSlice(one: InspectedSlice | null, other: InspectedSlice | null): boolean {
  return one?.landscape === other?.landscape && one?.parameters === other?.parameters;
}
