import { parseSpec } from "./parse";
import type { Spec } from "./spec";

/** The page's first experiment: a small ReLU network learns two moons. */
export const DEFAULT_SPEC: Spec = parseSpec({
  format: "losscape-spec",
  version: 1,
  dataset: { kind: "generated", name: "moons", samples: 128, noise: 0.12, seed: 7 },
  network: { layers: [2, 8, 8, 1], activation: "relu" },
  loss: { kind: "bce" },
  weights: { kind: "trained", optimizer: "adam", learningRate: 0.03, batchSize: "full", steps: 200, seed: 1 },
  plane: { kind: "random", normalization: "filter", seed: 3 },
  grid: { columns: 97, rows: 97, xRange: [-1.5, 1.5], yRange: [-1.5, 1.5] },
});
