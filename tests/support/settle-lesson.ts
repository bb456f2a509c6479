import type { LandscapeOutcome } from "../../src/compute/jobs/landscape-outcome";
import { createReferenceService } from "../../src/compute/service/reference-service";
import { DEFAULT_SPEC } from "../../src/experiment/defaults";
import type { Spec } from "../../src/experiment/spec";
import type { Action } from "../../src/studio/state/actions";
import { createState, reduce } from "../../src/studio/state/reducer";
import type { StudioState } from "../../src/studio/state/state";

const service = createReferenceService();

export interface SettledPage {
  readonly state: StudioState;
  readonly outcome: LandscapeOutcome;
}

/** The page's state after its pipeline has trained and computed an experiment in float64. */
export async function settleOnPage(spec: Spec, before: StudioState = createState(DEFAULT_SPEC)): Promise<SettledPage> {
  return settle(reduce(before, { type: "step-aside", spec, view: { tool: "learn" } }));
}

/** The same experiment with the timeline at the initial weights. */
export async function resetOnPage(before: StudioState): Promise<SettledPage> {
  return settle(reduce(before, { type: "reset-training" }));
}

async function settle(begun: StudioState): Promise<SettledPage> {
  let state = begun;
  const play = (action: Action): void => {
    state = reduce(state, action);
  };
  const { spec, run } = state;
  if (spec.weights.kind === "trained" && run.training.phase === "waiting") {
    const steps = run.untrained ? 0 : spec.weights.steps;
    const outcome = await service.run("train", { ...spec, weights: { ...spec.weights, steps } });
    play({ type: "report", run: run.trainingNumber, report: { kind: "training-ended", outcome } });
  }
  const { parameters } = state.run.training;
  if (!parameters) throw new Error("the experiment has no weights");
  const outcome = await service.run("evaluate", { spec, parameters });
  play({ type: "report", run: state.run.number, report: { kind: "landscape-ended", outcome } });
  return { state, outcome };
}
