import { describe, expect, it } from "vitest";
import { DEFAULT_SPEC } from "../../../../src/experiment/defaults";
import { parseSpec } from "../../../../src/experiment/parse";
import type { Spec } from "../../../../src/experiment/spec";
import { STAGES, type Stage, staleStages } from "../../../../src/studio/state/stages";

const SINE = parseSpec({
  ...DEFAULT_SPEC,
  dataset: { kind: "generated", name: "sine" },
  network: { layers: [1, 8, 1], activation: "tanh" },
  loss: { kind: "mse" },
});

describe("what a change makes stale", () => {
  const changes: readonly (readonly [string, Partial<Spec>, Stage | null])[] = [
    ["nothing", {}, null],
    ["an equal copy", { grid: { ...DEFAULT_SPEC.grid } }, null],
    ["another data set", { dataset: SINE.dataset }, "dataset"],
    [
      "more outputs, which shape the targets",
      { network: { ...DEFAULT_SPEC.network, layers: [2, 8, 8, 2] } },
      "dataset",
    ],
    ["another activation", { network: { ...DEFAULT_SPEC.network, activation: "tanh" } }, "weights"],
    ["another loss", { loss: { kind: "hinge", l2: 0 } }, "weights"],
    ["another seed of the weights", { weights: { ...DEFAULT_SPEC.weights, seed: 9 } as Spec["weights"] }, "weights"],
    ["another plane", { plane: { kind: "weights", x: 0, y: 1 } }, "plane"],
    ["a finer grid", { grid: { ...DEFAULT_SPEC.grid, columns: 33 } }, "landscape"],
  ];

  it.each(changes)("%s", (_, change, first) => {
    const stale = staleStages(DEFAULT_SPEC, { ...DEFAULT_SPEC, ...change });
    expect(stale).toEqual(first === null ? [] : STAGES.slice(STAGES.indexOf(first)));
  });
});
