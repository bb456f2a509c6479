import type { SurveyRow } from "../../../../../src/convexity/survey/survey";
import { parseSpec } from "../../../../../src/experiment/parse";
import type { Spec } from "../../../../../src/experiment/spec";

/** A spec that the float64 reference surveys quickly. */
export function smallSpec(changes: Record<string, unknown> = {}): Spec {
  return parseSpec({
    format: "losscape-spec",
    version: 1,
    dataset: { kind: "generated", name: "moons", samples: 12, noise: 0.1, seed: 4 },
    network: { layers: [2, 3, 1], activation: "tanh" },
    loss: { kind: "bce" },
    weights: { kind: "trained", learningRate: 0.05, steps: 30, seed: 7 },
    plane: { kind: "random", normalization: "filter", seed: 11 },
    grid: { columns: 7, rows: 5, xRange: [-2, 2], yRange: [-1, 1] },
    ...changes,
  });
}

/** A row of a survey with the given share. */
export function row(fields: Partial<SurveyRow>): SurveyRow {
  const nonconvex = fields.nonconvex === undefined ? 0 : fields.nonconvex;
  return {
    activation: "relu",
    weightSeed: 0,
    planeSeed: 0,
    status: nonconvex === null ? "diverged" : "measured",
    message: "",
    classes:
      nonconvex === null
        ? null
        : {
            "nonconvex-curvature": nonconvex,
            "nonconvex-chord": 0,
            convex: 1 - nonconvex,
            undecided: 0,
            "not-finite": 0,
          },
    nonconvex,
    lowest: null,
    center: null,
    ...fields,
  };
}
