import { describe, expect, it } from "vitest";
import type { PointClass } from "../../../../src/convexity/points/point-class";
import { describeHessian, describeLandscape, findLowestCurvature } from "../../../../src/studio/sentences/sentence";
import { makeLandscape } from "../landscapes";

/** 5 × 5 points of which the first `found` have the class. */
function classesOf(found: PointClass, count: number, rest: PointClass = "convex"): PointClass[] {
  return Array.from({ length: 25 }, (_, i) => (i < count ? found : rest));
}

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("the sentence on a slice", () => {
  it("names the share that is not convex and the lowest curvature with its place", () => {
    const curvature = Array.from({ length: 25 }, (_, i) => (i === 8 ? -2.4 : 1));
    const text = describeLandscape(makeLandscape(5, classesOf("nonconvex-curvature", 8), curvature));
    expect(plain(text)).toBe("32 % of this slice is not convex; the lowest curvature is −2.4 at (0.5, −0.5).");
  });

  it("says when only chords show it, as in a slice of ReLU creases", () => {
    const text = describeLandscape(makeLandscape(5, classesOf("nonconvex-chord", 5), new Array(25).fill(0)));
    expect(plain(text)).toBe(
      "20 % of this slice is not convex, shown by chords alone; the lowest curvature is 0 at (−1, −1).",
    );
  });

  it("never calls a slice convex because nothing was found", () => {
    const text = describeLandscape(makeLandscape(5, classesOf("undecided", 10), new Array(25).fill(0.5)));
    expect(plain(text)).toBe(
      "No point of this slice is shown to be not convex; the lowest curvature is 0.5 at (−1, −1). 40 % is undecided.",
    );
  });

  it("leaves out what is not finite and says how much that is", () => {
    const curvature = Array.from({ length: 25 }, (_, i) => (i < 5 ? Number.NaN : i));
    const landscape = makeLandscape(5, classesOf("not-finite", 5), curvature);
    expect(findLowestCurvature(landscape)).toEqual({ value: 5, x: -1, y: -0.5 });
    expect(plain(describeLandscape(landscape))).toMatch(/ 20 % is not finite\.$/);
  });

  it("says so when nothing is finite", () => {
    const landscape = makeLandscape(5, classesOf("not-finite", 25), new Array(25).fill(Number.NaN));
    expect(describeLandscape(landscape)).toBe("The loss is not finite anywhere in this slice.");
  });
});

describe("the sentence on the whole Hessian", () => {
  const counts = { negative: 3, zero: 1, positive: 5, trace: 9, tolerance: 1e-9 };
  const center = { min: -0.8823, max: 5.9402, computedMin: -0.8823, computedMax: 5.9402, ...counts };

  it("gives its range and inertia, and a proof only where there is one", () => {
    const hessian = { center: { ...center, provedNegative: false }, map: null, vectors: null };
    const text = "Whole Hessian at the centre: −0.882 to 5.94, 3 of 9 eigenvalues below 0";
    expect(describeHessian(hessian)).toBe(`${text}.`);
    expect(describeHessian({ ...hessian, center: { ...center, provedNegative: true } })).toBe(
      `${text}, the lowest by proof.`,
    );
  });

  it.each([
    [
      { min: 0, max: 0.1875, negative: 0, zero: 8, positive: 1 },
      "0 to 0.188 (8 of 9 within rounding of 0), none below 0 beyond rounding",
    ],
    [
      { min: -2, max: 0, negative: 1, zero: 3, positive: 0 },
      "−2 to 0 (3 of 4 within rounding of 0), 1 of 4 eigenvalues below 0",
    ],
    [
      { min: 0, max: 0, negative: 0, zero: 4, positive: 0 },
      "0 (all 4 within rounding of 0), none below 0 beyond rounding",
    ],
    [{ min: 0.5, max: 2, negative: 0, zero: 0, positive: 4 }, "0.5 to 2, all above 0"],
  ])("tells what lies within its tolerance as 0: %o", (found, words) => {
    const hessian = { center: { ...center, ...found, provedNegative: false }, map: null, vectors: null };
    expect(describeHessian(hessian)).toBe(`Whole Hessian at the centre: ${words}.`);
  });
});
