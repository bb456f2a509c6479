import { parseSurveyPlan, type SurveyPlanDocument } from "../../src/experiment/survey/plan-schema";

/** A small survey: 2 activations × 3 weight seeds × 4 planes of a network that trains in an instant. */
export function smallPlan(changes: Partial<Record<keyof SurveyPlanDocument, unknown>> = {}): SurveyPlanDocument {
  return parseSurveyPlan({
    format: "losscape-survey-plan",
    version: 1,
    spec: {
      format: "losscape-spec",
      version: 1,
      dataset: { kind: "generated", name: "moons", samples: 16, noise: 0.1, seed: 1 },
      network: { layers: [2, 3, 1] },
      loss: { kind: "bce" },
      weights: { kind: "trained", steps: 30 },
      plane: { kind: "random" },
      grid: { columns: 9, rows: 9 },
    },
    vary: {
      "plane.seed": { from: 1, count: 4 },
      "network.activation": ["sigmoid", "relu"],
      "weights.seed": { from: 1, count: 3 },
    },
    ...changes,
  });
}
