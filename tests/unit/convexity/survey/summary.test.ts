import { describe, expect, it } from "vitest";
import { compareActivations } from "../../../../src/convexity/survey/comparison";
import { summarizeSurvey } from "../../../../src/convexity/survey/summary";
import type { CenterHessian, SurveyCenter, SurveyRow } from "../../../../src/convexity/survey/survey";
import type { Activation } from "../../../../src/experiment/spec";
import { row } from "../../compute/studies/survey/small-survey";

/** Rows of two activations, `shares[seed][plane]` each: [of relu, of sigmoid]. */
function pairedRows(shares: readonly (readonly (readonly [number | null, number | null])[])[]): SurveyRow[] {
  return shares.flatMap((planes, weightSeed) =>
    planes.flatMap(([relu, sigmoid], i) => {
      const place = { weightSeed, planeSeed: 100 * weightSeed + i };
      return [
        row({ ...place, activation: "relu", nonconvex: relu }),
        row({ ...place, activation: "sigmoid", nonconvex: sigmoid }),
      ];
    }),
  );
}

const compare = (rows: readonly SurveyRow[], activations: readonly Activation[] = ["sigmoid", "relu"]) =>
  compareActivations({ activations, centers: [], rows });

describe("a comparison", () => {
  it("counts seeds, not planes, since the planes through one centre share its weights", () => {
    const shares = [0, 1, 2, 3, 4, 5].map((seed) => [0, 1, 2].map(() => [0.5, seed / 100] as const));
    const [comparison] = compare(pairedRows(shares));
    expect(comparison).toMatchObject({
      of: "relu",
      against: "sigmoid",
      unit: "seed",
      pairs: 18,
      leftOut: 0,
      greater: 6,
      less: 0,
      equal: 0,
      p: 2 / 64,
      adjustedP: 2 / 64,
      interval: { coverage: 1 - 2 / 64 },
    });
    expect(comparison!.median).toBeCloseTo(0.475, 12);
    expect(comparison!.interval!.lower).toBeCloseTo(0.45, 12);
    expect(comparison!.interval!.upper).toBeCloseTo(0.5, 12);
  });

  it("counts planes where all go through the same weights", () => {
    const [comparison] = compare(pairedRows([[...Array(8)].map((_, i) => [i / 100, 0.5] as const)]));
    expect(comparison).toMatchObject({ unit: "plane", greater: 0, less: 8, p: 2 / 256 });
  });

  it("leaves out planes that were measured for one activation only, and counts them", () => {
    const [comparison] = compare(
      pairedRows([
        [
          [0.5, null],
          [0.25, 0.5],
        ],
        [[null, null]],
      ]),
    );
    expect(comparison).toMatchObject({ pairs: 1, leftOut: 2, unit: "seed", less: 1, greater: 0, p: 1, interval: null });
    expect(compare(pairedRows([[[0.1, null]]]))[0]).toMatchObject({ pairs: 0, median: null, interval: null, p: 1 });
  });

  it("takes differences that cancel for none, whatever rounding leaves of them", () => {
    const cancelling = [0.1, 0.2, -0.3].map((difference) => [0.5 + difference, 0.5] as const);
    expect(compare(pairedRows([cancelling, cancelling]))[0]).toMatchObject({
      equal: 2,
      greater: 0,
      less: 0,
      median: 0,
    });
  });

  it("adjusts for as many comparisons as there are", () => {
    const shares = [0, 1, 2, 3, 4, 5].map(() => [[0.5, 0.25] as const]);
    const rows = pairedRows(shares);
    const gelu = rows
      .filter(({ activation }) => activation === "relu")
      .map((one) => ({ ...one, activation: "gelu" as const }));
    const compared = compare([...rows, ...gelu], ["sigmoid", "relu", "gelu"]);
    expect(compared.map(({ of, p, adjustedP }) => [of, p, adjustedP])).toEqual([
      ["relu", 2 / 64, 4 / 64],
      ["gelu", 2 / 64, 4 / 64],
    ]);
  });
});

describe("a summary", () => {
  const hessian = (min: number): CenterHessian => ({
    min,
    max: 2,
    tolerance: 1e-3,
    negative: Number(min < -1e-3),
    zero: 0,
    positive: 3,
    provedNegative: min < -1e-3,
  });
  const center = (weightSeed: number, min: number | null): SurveyCenter => ({
    activation: "relu",
    weightSeed,
    status: min === null ? "diverged" : "trained",
    message: "",
    step: 5,
    loss: 0.1,
    hessian: min === null ? null : hessian(min),
  });
  const at = (min: number) => ({ min, max: 1, error: 1e-6 });

  it("counts what random planes show of a negative λmin where they are laid, and only where it is certain", () => {
    const rows = [
      row({ weightSeed: 1, planeSeed: 1, center: at(0.5), nonconvex: 0.25 }),
      row({ weightSeed: 1, planeSeed: 2, center: at(-0.5), nonconvex: 0.5 }),
      row({ weightSeed: 1, planeSeed: 3, center: at(1e-7) }),
      row({ weightSeed: 1, planeSeed: 4, center: null }),
      // λmin is within its bound of 0 here, so no plane can hide it.
      row({ weightSeed: 2, planeSeed: 5, center: at(0.5) }),
      row({ weightSeed: 3, planeSeed: 6, nonconvex: null }),
    ];
    const centers = [center(1, -0.2), center(2, -5e-4), center(3, null)];
    const [summary] = summarizeSurvey({ activations: ["relu", "sigmoid"], centers, rows }).activations;
    expect(summary).toMatchObject({
      activation: "relu",
      centers: { found: 2, failed: 1 },
      planes: { measured: 5, failed: 1 },
      planesShowing: 2,
      centersBelowZero: 1,
      blindness: { planes: 4, showing: 1, hiding: 1, undecided: 2 },
      lambdaMin: { count: 2, least: -0.2, most: -5e-4 },
      nonconvex: { count: 5, least: 0, median: 0, most: 0.5 },
    });
  });

  it("has no statistics before anything is surveyed", () => {
    const { activations } = summarizeSurvey({ activations: ["relu", "sigmoid"], centers: [], rows: [] });
    for (const summary of activations) {
      expect(summary).toMatchObject({ nonconvex: null, lambdaMin: null, planesShowing: 0, blindness: { planes: 0 } });
    }
  });
});
