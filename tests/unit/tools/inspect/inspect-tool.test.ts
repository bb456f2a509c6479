import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CutProfile } from "../../../../src/convexity/lines/cut-profile";
import type { PointAnalysis } from "../../../../src/convexity/points/analysis";
import { POINT_CLASSES, type PointClass } from "../../../../src/convexity/points/point-class";
import { readAnalysis } from "../../../../src/convexity/points/reading";
import { DEFAULT_SPEC } from "../../../../src/experiment/defaults";
import type { Spec } from "../../../../src/experiment/spec";
import { PIN_LIMITS, type Pin } from "../../../../src/experiment/view";
import type { Parameters } from "../../../../src/model/network/layout";
import type { SlicePlace } from "../../../../src/slice/slice-place";
import { createCutFollower } from "../../../../src/tools/inspect/cut-follower";
import { describeCut, listStretches } from "../../../../src/tools/inspect/cut-text";
import { crossOf } from "../../../../src/tools/inspect/inspect-marks";
import type { InspectedSlice } from "../../../../src/tools/inspect/inspected-slice";
import { addPin, removePin, renamePin } from "../../../../src/tools/inspect/pins";
import { isInside, keepEnds, lineThrough } from "../../../../src/tools/inspect/places";
import { createPointAnalyses } from "../../../../src/tools/inspect/point-analyses";
import { serviceWith } from "../../../support/service-with";
import { makeLandscape } from "../../studio/landscapes";

const makeSlice = (): InspectedSlice => ({
  spec: DEFAULT_SPEC,
  parameters: new Float64Array(3) as Parameters,
  landscape: makeLandscape(2, ["convex", "convex", "undecided", "convex"], [1, 1, 0, 1]),
});

const analysisAt = (x: number, y: number): PointAnalysis => ({
  x,
  y,
  loss: x + y,
  lossError: 1e-12,
  gradient: { x: 1, y: 1, error: 1e-12 },
  xx: -2,
  xy: 0,
  yy: 3,
  curvatureError: 1e-12,
  parameters: new Float64Array(3) as Parameters,
});

/** Requests that the test answers one by one. */
function makeDesk<Answer>() {
  const asked: { readonly question: readonly unknown[]; resolve(answer: Answer): void; reject(error: Error): void }[] =
    [];
  const ask = (...question: readonly unknown[]) =>
    new Promise<Answer>((resolve, reject) => asked.push({ question, resolve, reject }));
  const rest = () => new Promise((resolve) => setTimeout(resolve, 0));
  return { asked, ask, rest };
}

describe("pins", () => {
  it("are numbered by the first free number, once at each place, and no more than a link can hold", () => {
    let pins: readonly Pin[] = [];
    for (let count = 0; count < PIN_LIMITS.count; count++) {
      const added = addPin(pins, [count, 0]);
      if (typeof added === "string") throw new Error(added);
      pins = added;
    }
    expect(pins.map(({ name }) => name).slice(0, 3)).toEqual(["Pin 1", "Pin 2", "Pin 3"]);
    expect(addPin(pins, [99, 0])).toBe("A link can hold 20 pins: delete one first.");
    expect(addPin(removePin(pins, 4), [7, 0])).toBe("This point is pinned already.");
    expect((addPin(removePin(pins, 4), [99, 0]) as readonly Pin[]).at(-1)).toEqual({ x: 99, y: 0, name: "Pin 5" });
  });

  it("take any name, cut to the length that a link can hold and never within a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 90 }), (name) => {
        const [first, second] = renamePin(
          [
            { x: 0, y: 0, name: "a" },
            { x: 1, y: 0, name: "b" },
          ],
          1,
          name,
        );
        expect(first?.name).toBe("a");
        expect(second!.name.length).toBeLessThanOrEqual(PIN_LIMITS.nameLength);
        expect(name.trim().startsWith(second!.name)).toBe(true);
        // No half of a surrogate pair but one that was a half before.
        const half = /[\ud800-\udbff]$/;
        if (!half.test([...name.trim()].find((letter) => half.test(letter)) ?? ""))
          expect(second!.name).not.toMatch(half);
      }),
    );
  });
});

describe("places", () => {
  const grid: Spec["grid"] = { columns: 5, rows: 5, xRange: [-1, 2], yRange: [0, 1] };

  it("lie in the slice or not; a line within the slice stays the same object", () => {
    expect([isInside([2, 0], grid), isInside([2.1, 0], grid)]).toEqual([true, false]);
    const line = lineThrough([0.5, 0.25], grid, "x");
    expect(line).toEqual({ from: [-1, 0.25], to: [2, 0.25] });
    expect(lineThrough([0.5, 0.25], grid, "y")).toEqual({ from: [0.5, 0], to: [0.5, 1] });
    expect(keepEnds(line, grid)).toBe(line);
    expect(keepEnds({ from: [-5, 0.25], to: [2, 7] }, grid)).toEqual({ from: [-1, 0.25], to: [2, 1] });
  });
});

describe("the cross at a point", () => {
  it("has an arm along each eigenvector; its sign is 0 where the error bound does not decide it", () => {
    const cross = crossOf(readAnalysis(analysisAt(0.5, -1)));
    expect(cross).toMatchObject({ x: 0.5, y: -1 });
    expect(cross?.arms.map(({ curvature }) => curvature)).toEqual([-2, 3]);
    expect(Math.abs(cross!.arms[0]!.dx)).toBeCloseTo(1, 12);
    const vague = crossOf(readAnalysis({ ...analysisAt(0, 0), xx: -1e-13 }));
    expect(vague?.arms.map(({ curvature }) => Math.sign(curvature))).toEqual([0, 1]);
  });

  it("is not drawn where the directions are not known or the loss is not finite", () => {
    expect(crossOf(null)).toBeNull();
    expect(crossOf(readAnalysis({ ...analysisAt(0, 0), xx: 3 }))).toBeNull();
    expect(crossOf(readAnalysis({ ...analysisAt(0, 0), loss: Number.NaN }))).toBeNull();
  });
});

describe("the analyses", () => {
  function open() {
    const desk = makeDesk<PointAnalysis>();
    const failures: string[] = [];
    const analyses = createPointAnalyses(
      serviceWith({ analyzePoint: ({ x, y }) => desk.ask(x, y) }),
      () => {},
      (message) => failures.push(message),
    );
    return { ...desk, analyses, failures };
  }
  const A: SlicePlace = [0, 1];
  const B: SlicePlace = [0, 2];

  it("are computed one at a time in the order of the request, and kept", async () => {
    const { analyses, asked, rest } = open();
    analyses.setSlice(makeSlice());
    analyses.request([A, B]);
    analyses.request([B]);
    expect(asked.map(({ question }) => question)).toEqual([A]);
    asked[0]!.resolve(analysisAt(...A));
    await rest();
    expect(analyses.find(A)?.loss).toBe(1);
    expect(asked.map(({ question }) => question)).toEqual([A, B]);
    asked[1]!.resolve(analysisAt(...B));
    await rest();
    analyses.request([A, B]);
    expect(asked).toHaveLength(2);
  });

  it("of another slice are deleted, also those that arrive late", async () => {
    const { analyses, asked, rest } = open();
    analyses.setSlice(makeSlice());
    analyses.request([A]);
    analyses.setSlice(makeSlice());
    asked[0]!.resolve(analysisAt(...A));
    await rest();
    expect(analyses.find(A)).toBeNull();
    expect(asked).toHaveLength(2);
  });

  it("report a failure once, and do not repeat the request", async () => {
    const { analyses, asked, rest, failures } = open();
    analyses.setSlice(makeSlice());
    analyses.request([A]);
    asked[0]!.reject(new RangeError("No such plane."));
    await rest();
    analyses.request([A]);
    expect(asked).toHaveLength(1);
    expect(failures).toEqual(["No such plane."]);
  });
});

const cutOf = (
  part: Partial<CutProfile>,
  classes: readonly PointClass[] = ["convex", "convex", "convex"],
): CutProfile => ({
  from: [0, 0],
  to: [2, 0],
  length: 2,
  x: Float64Array.of(0, 1, 2),
  y: new Float64Array(3),
  losses: Float64Array.of(3, 0.5, 1),
  lossErrors: new Float64Array(3),
  curvatures: new Float64Array(3),
  curvatureErrors: new Float64Array(3),
  classes: Uint8Array.from(classes, (name) => POINT_CLASSES.indexOf(name)),
  creases: { crossings: [], omitted: 0, unexamined: 0 },
  ...part,
});

describe("the cuts", () => {
  function open() {
    const desk = makeDesk<CutProfile>();
    const signals: AbortSignal[] = [];
    const service = serviceWith({
      profileCut({ from, to }, options) {
        if (options?.signal) signals.push(options.signal);
        return desk.ask(from, to);
      },
    });
    const cuts = createCutFollower(service, () => {});
    return { ...desk, cuts, cancelled: () => signals.filter(({ aborted }) => aborted).length };
  }
  const LINE = { from: [0, 0], to: [2, 0] } as const;

  it("shows the cut that is being computed, and then cuts along the newest line", async () => {
    const { cuts, asked, rest, cancelled } = open();
    const slice = makeSlice();
    cuts.follow(slice, LINE);
    for (const y of [1, 2, 3]) cuts.follow(slice, { ...LINE, to: [2, y] });
    expect(asked).toHaveLength(1);
    const first = cutOf({});
    asked[0]!.resolve(first);
    await rest();
    expect(cuts.read().cut).toBe(first);
    expect(asked.map(({ question }) => question[1])).toEqual([
      [2, 0],
      [2, 3],
    ]);
    expect(cancelled()).toBe(0);
  });

  it("drops the cut of another slice, and says why there is none", async () => {
    const { cuts, asked, rest, cancelled } = open();
    cuts.follow(makeSlice(), LINE);
    cuts.follow(makeSlice(), LINE);
    expect(cancelled()).toBe(1);
    asked[0]!.resolve(cutOf({}));
    await rest();
    expect(cuts.read().cut).toBeNull();
    asked[1]!.reject(new RangeError("A and B are one point: a cut needs two."));
    await rest();
    expect(cuts.read()).toEqual({ cut: null, fraction: null, message: "A and B are one point: a cut needs two." });
  });
});

describe("what is said of a cut", () => {
  it("names its losses, its non-convex share and its creases", () => {
    const crossing = { layer: 0, unit: 0, sample: 0, exact: true, place: 0.5, jump: -1 };
    const cut = cutOf(
      { creases: { crossings: [crossing, { ...crossing, exact: false, jump: 2 }], omitted: 3, unexamined: 0 } },
      ["nonconvex-chord", "undecided", "convex"],
    );
    expect(describeCut(cut)).toBe(
      "The loss is 3 at A and 1 at B. Its least value on the line is 0.5, at (1, 0). " +
        "The loss is not convex along the line at 33.3\u00a0% of the places, shown by chords alone. " +
        "5 creases cross the line; the 2 strongest are drawn: 1 concave; 1 located exactly and 1 by tracing.",
    );
    expect(describeCut(cutOf({}))).toContain(
      "At none of these places is the loss shown to be not convex along the line.",
    );
    expect(describeCut(cutOf({ losses: Float64Array.of(Number.NaN, Number.NaN, Number.NaN) }))).toContain(
      "The loss is not finite along this line.",
    );
  });

  it("joins places of one class into stretches", () => {
    const { classes } = cutOf({}, ["convex", "nonconvex-chord", "nonconvex-chord"]);
    expect(listStretches(classes)).toEqual([
      { from: 0, to: 0, pointClass: "convex" },
      { from: 1, to: 2, pointClass: "nonconvex-chord" },
    ]);
  });
});
