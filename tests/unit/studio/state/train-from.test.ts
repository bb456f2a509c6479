import { describe, expect, it } from "vitest";
import { parseSpec } from "../../../../src/experiment/parse";
import { asParameters, flattenWeights, layoutNetwork } from "../../../../src/model/network/layout";
import { makeProblem } from "../../../../src/model/problem";
import { planTraining } from "../../../../src/model/training/session";
import { holdsSlice } from "../../../../src/studio/state/follow";
import { createState, reduce } from "../../../../src/studio/state/reducer";
import type { StudioState } from "../../../../src/studio/state/state";
import { trainFrom } from "../../../../src/studio/state/train-from";
import { makeLandscape } from "../landscapes";

const SPEC = parseSpec({
  format: "losscape-spec",
  version: 1,
  dataset: { kind: "generated", name: "moons", samples: 20, noise: 0.1, seed: 3 },
  network: { layers: [2, 3, 1], activation: "tanh" },
  loss: { kind: "bce" },
  weights: { kind: "trained", steps: 12, seed: 2 },
  plane: { kind: "random", seed: 1 },
  grid: { columns: 2, rows: 2 },
});
const LAYOUT = layoutNetwork(SPEC.network);
const direction = (phase: number) =>
  asParameters(
    LAYOUT,
    Array.from({ length: LAYOUT.parameterCount }, (_, i) => Math.sin(3 * i + phase)),
  );
const PLANE = { center: direction(0), dx: direction(1), dy: direction(2) };

/** A page with a surface in a known plane. */
function standing(spec = SPEC): StudioState {
  const landscape = makeLandscape(2, ["convex", "convex", "convex", "convex"], [1, 1, 1, 1]);
  return reduce(createState(spec), {
    type: "report",
    run: 1,
    report: { kind: "landscape-live", landscape, plane: PLANE, step: 0 },
  });
}

describe("a training from a point of the surface", () => {
  it("starts from the weights of the point, and keeps the way of training and the plane", () => {
    const spec = parseSpec(trainFrom(standing(), [0.5, -0.25]));
    if (spec.weights.kind !== "trained" || spec.plane.kind !== "given") throw new Error("no training from a point");
    const { start, ...settings } = spec.weights;
    expect(settings).toEqual(SPEC.weights);
    const expected = PLANE.center.map((value, i) => Math.fround(value + 0.5 * PLANE.dx[i]! - 0.25 * PLANE.dy[i]!));
    expect(planTraining(makeProblem(spec), spec.weights).initial).toEqual(expected);
    expect(flattenWeights(LAYOUT, start!)).toEqual(expected);
    expect(flattenWeights(LAYOUT, spec.plane.x.layers)).toEqual(PLANE.dx);
    expect(flattenWeights(LAYOUT, spec.plane.y.layers)).toEqual(PLANE.dy);
  });

  it("is one step of undo, and the surface stays while the path grows over it", () => {
    const before = standing();
    const after = reduce(before, { type: "train-from", place: [1, 1] });
    expect(holdsSlice(after)).toBe(true);
    expect(after.view.path).toBe(true);
    expect(reduce(after, { type: "undo" }).spec).toEqual(SPEC);
  });

  it("is not offered where the surface has no known weights, or those of another network", () => {
    expect(trainFrom(createState(SPEC), [0, 0])).toBeNull();
    const other = reduce(standing(), { type: "change", field: "width1", value: 4 });
    expect(trainFrom(other, [0, 0])).toBeNull();
  });

  it("is drawn anew from another seed or initialiser, and for another network", () => {
    const started = reduce(standing(), { type: "train-from", place: [1, 1] });
    const startOf = ({ spec }: StudioState) => (spec.weights.kind === "trained" ? spec.weights.start : "given");
    expect(startOf(started)).toBeDefined();
    expect(startOf(reduce(started, { type: "change", field: "seed", value: 9 }))).toBeUndefined();
    expect(startOf(reduce(started, { type: "change", field: "learningRate", value: 0.1 }))).toEqual(startOf(started));
    const wider = reduce(started, { type: "change", field: "width1", value: 4 });
    expect(startOf(wider)).toBeUndefined();
    expect(wider.notes.seed).toMatch(/started from weights of another network/);
  });

  it("fits its network", () => {
    const weights = { kind: "trained", start: [{ kernel: [[1, 2, 3]], bias: [0, 0, 0] }] };
    expect(() => parseSpec({ ...SPEC, weights })).toThrow("spec.weights.start: 1 layers where the network has 2");
  });
});

describe("a dragged weight", () => {
  const given = parseSpec({ ...SPEC, weights: { kind: "given", layers: trainedLayers() } });

  function trainedLayers() {
    return [
      {
        kernel: [
          [1, 2, 3],
          [4, 5, 6],
        ],
        bias: [7, 8, 9],
      },
      { kernel: [[1], [2], [3]], bias: [4] },
    ];
  }

  it("changes the weights in sight, and the experiment only when it is let go", () => {
    const dragged = reduce(createState(given), { type: "drag-weight", index: 1, value: -0.5 });
    expect(dragged.spec).toBe(given);
    expect(dragged.draft?.[1]).toBe(-0.5);
    const further = reduce(dragged, { type: "drag-weight", index: 1, value: 0.25 });
    const dropped = reduce(further, { type: "drop-weights" });
    expect(dropped.draft).toBeNull();
    const { weights } = dropped.spec;
    expect(weights.kind === "given" && weights.layers[0]!.kernel[0]).toEqual([1, 0.25, 3]);
    expect(reduce(dropped, { type: "undo" }).spec).toEqual(given);
  });

  it("stays where it is when nothing is dragged, while a training runs, and for numbers that are none", () => {
    const still = createState(given);
    expect(reduce(still, { type: "drop-weights" })).toBe(still);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(reduce(still, { type: "drag-weight", index: 1, value })).toBe(still);
    const running = createState(SPEC);
    expect(reduce(running, { type: "drag-weight", index: 1, value: 1 })).toBe(running);
    expect(reduce(still, { type: "drag-weight", index: 1, value: 1e9 }).draft?.[1]).toBe(1000);
  });
});
