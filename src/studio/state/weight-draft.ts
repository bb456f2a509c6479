import type { Spec } from "../../experiment/spec";
import { layoutNetwork, unflattenWeights } from "../../model/network/layout";
import { hasEnded } from "./run-reducer";
import type { StudioState } from "./state";
import { weightsInSight } from "./timeline";

/** The largest weight that can be dragged to. */
const MOST = 1e3;

/** The weights in sight with one of them changed; unchanged while a training moves them. */
export function dragWeight(state: StudioState, index: number, value: number): StudioState {
  const theta = weightsInSight(state);
  if (!theta || !hasEnded(state.run.training) || theta[index] === undefined || !Number.isFinite(value)) return state;
  const draft = theta.slice() as typeof theta;
  draft[index] = Math.min(MOST, Math.max(-MOST, value));
  return { ...state, draft };
}

/** The experiment with the dragged weights; null while none is dragged. */
export function draftedSpec({ spec, draft }: Pick<StudioState, "spec" | "draft">): Spec | null {
  if (!draft) return null;
  return { ...spec, weights: { kind: "given", layers: unflattenWeights(layoutNetwork(spec.network), draft) } };
}
