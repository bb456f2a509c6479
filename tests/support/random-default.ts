import { DEFAULT_SPEC } from "../../src/experiment/defaults";
import { parseSpec } from "../../src/experiment/parse";

/** The page's first experiment in a plane of two random directions. */
export const RANDOM_DEFAULT = parseSpec({
  ...DEFAULT_SPEC,
  plane: { kind: "random", normalization: "filter", seed: 3 },
  grid: { columns: 97, rows: 97, xRange: [-1.5, 1.5], yRange: [-1.5, 1.5] },
});
