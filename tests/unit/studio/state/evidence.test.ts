import { describe, expect, it } from "vitest";
import type { ChordProfile } from "../../../../src/convexity/lines/chord-profile";
import type { HessianSummary } from "../../../../src/convexity/points/full-hessian";
import { describeChord, describeHessianAt } from "../../../../src/studio/sentences/place-text";
import type { Action } from "../../../../src/studio/state/actions";
import { createState, reduce } from "../../../../src/studio/state/reducer";
import type { StudioState } from "../../../../src/studio/state/state";
import { sceneChordOf } from "../../../../src/studio/views/surface/scene-chord-of";
import { RANDOM_DEFAULT } from "../../../support/random-default";
import { makeLandscape } from "../landscapes";

function play(state: StudioState, ...actions: readonly Action[]): StudioState {
  return actions.reduce(reduce, state);
}

const opened = createState(RANDOM_DEFAULT);

describe("the evidence card", () => {
  it("opens a chord across the middle where no slice shows a better one, and keeps it when it is opened again", () => {
    const first = play(opened, { type: "show-evidence", what: "chord" });
    expect(first.evidence.ends).toEqual({ from: [-0.75, 0], to: [0.75, 0] });
    const ends = { from: [0.5, 0.25], to: [1, 1] } as const;
    const again = play(
      first,
      { type: "move-chord", ends },
      { type: "show-evidence", what: null },
      { type: "show-evidence", what: "chord" },
    );
    expect(again.evidence.ends).toEqual(ends);
  });

  it("clamps typed places to the slice, and its places to a slice that shrinks", () => {
    const far = play(
      opened,
      { type: "show-evidence", what: "chord" },
      { type: "move-chord", ends: { from: [-9, 0.5], to: [9, Number.NaN] } },
      { type: "move-point", point: [0, 77] },
    );
    expect(far.evidence.ends).toEqual({ from: [-1.5, 0.5], to: [1.5, 0] });
    expect(far.evidence.point).toEqual([0, 1.5]);
    const smaller = play(far, { type: "change", field: "xTo", value: 1 });
    expect(smaller.evidence.ends?.to).toEqual([1, 0]);
  });

  it("takes the ends of a chord from two clicks in turn, and ignores clicks while it is closed", () => {
    const picked = play(
      opened,
      { type: "show-evidence", what: "chord" },
      { type: "pick", point: [1, 1] },
      { type: "pick", point: [-1, 0] },
    );
    expect(picked.evidence.ends).toEqual({ from: [1, 1], to: [-1, 0] });
    expect(picked.evidence.nextEnd).toBe("from");
    expect(play(opened, { type: "pick", point: [1, 1] })).toBe(opened);
  });

  it("leaves the experiment, its run and its history alone", () => {
    const state = play(opened, { type: "show-evidence", what: "hessian" }, { type: "pick", point: [0.5, 0.5] });
    expect([state.spec, state.run, state.history]).toEqual([opened.spec, opened.run, opened.history]);
    expect(state.evidence.point).toEqual([0.5, 0.5]);
  });

  it("draws no chord without a surface", () => {
    expect(sceneChordOf(play(opened, { type: "show-evidence", what: "chord" }))).toBeNull();
  });
});

const profile = (gap: number, gapError: number): ChordProfile => ({
  places: new Float64Array(),
  losses: new Float64Array(),
  gap,
  gapError,
});

describe("the sentence on a chord", () => {
  it.each([
    [0.5, 1e-9, "proves non-convexity"],
    [1e-10, 1e-9, "proves nothing"],
    [0.5, Number.POSITIVE_INFINITY, "proves nothing"],
    [-0.5, 1e-9, "below the chord"],
    [Number.NaN, 1e-9, "not finite"],
  ])("of a gap of %s with an error of at most %s", (gap, gapError, words) => {
    expect(describeChord(profile(gap, gapError))).toContain(words);
  });
});

describe("the sentence on the whole Hessian beside a slice", () => {
  const summary: HessianSummary = {
    min: -0.882,
    max: 5.9,
    negative: 3,
    zero: 1,
    positive: 5,
    trace: 7,
    computedMin: -0.882,
    computedMax: 5.9,
    tolerance: 1e-12,
    provedNegative: true,
  };

  it("that a slice can look convex where the loss is not", () => {
    const convex = makeLandscape(1, ["convex"], [1]);
    expect(describeHessianAt(summary, [0, 0], convex)).toBe(
      "This slice shows no negative curvature here, but λmin of the full Hessian is −0.882. An interval bound proves that it is below 0.",
    );
    const shown = makeLandscape(1, ["nonconvex-curvature"], [-1]);
    expect(describeHessianAt(summary, [0, 0], shown)).toMatch(/^This slice is not convex here, and λmin/);
    const upward = { ...summary, min: 0.25, negative: 0, provedNegative: false };
    expect(describeHessianAt(upward, [0, 0], convex)).toContain("the curvature here is positive in every direction");
    const flat = { ...upward, min: 0, computedMin: -1.2e-15, zero: 8, positive: 1 };
    expect(describeHessianAt(flat, [0, 0], convex)).toBe(
      "λmin of the full Hessian is 0 (8 of 9 within rounding of 0): no direction has negative curvature beyond rounding error.",
    );
  });
});
