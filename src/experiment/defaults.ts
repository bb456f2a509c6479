import { parseSpec } from "./parse";
import type { GridSpec, Spec } from "./spec";

/** Ranges for directions that are scaled to the weights: the slice then holds the valley around θ and its walls, not the heights far above. */
export const USUAL_RANGES = { xRange: [-0.5, 0.5], yRange: [-0.5, 0.5] } as const satisfies Partial<GridSpec>;
/** From before θ, at x = 0, to beyond its copy, at x = 1: both valleys are seen from both sides. */
export const EXCHANGE_RANGES = { xRange: [-0.5, 1.5], yRange: [-0.5, 0.5] } as const satisfies Partial<GridSpec>;

/**
 * The page's first experiment: a small ReLU network learns two moons, in the plane that contains the proof that its loss is not convex:
 * from the weights to their copy with two hidden units exchanged.
 */
export const DEFAULT_SPEC: Spec = parseSpec({
  format: "losscape-spec",
  version: 1,
  dataset: { kind: "generated", name: "moons", samples: 128, noise: 0.12, seed: 7 },
  network: { layers: [2, 8, 8, 1], activation: "relu" },
  loss: { kind: "bce" },
  weights: { kind: "trained", optimizer: "adam", learningRate: 0.03, batchSize: "full", steps: 200, seed: 1 },
  plane: { kind: "permutation", seed: 3 },
  grid: { columns: 97, rows: 97, ...EXCHANGE_RANGES },
});
