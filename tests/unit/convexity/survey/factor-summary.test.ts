import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootstrapMean } from "../../../../src/convexity/survey/bootstrap";
import {
  type CaseColumns,
  type ColumnCase,
  fillColumns,
  makeColumns,
} from "../../../../src/convexity/survey/case-columns";
import { compareActivations } from "../../../../src/convexity/survey/comparison";
import { labelValues } from "../../../../src/convexity/survey/factor-labels";
import { summarizeFactors } from "../../../../src/convexity/survey/factor-summary";
import type { SurveyRow } from "../../../../src/convexity/survey/survey";
import type { Activation } from "../../../../src/experiment/spec";
import { CaseProduct } from "../../../../src/experiment/survey/case-product";
import { createRandom } from "../../../../src/numeric/random";
import { smallPlan } from "../../../support/survey-plan";

const product = new CaseProduct(
  smallPlan({
    vary: {
      "plane.seed": { from: 1, count: 3 },
      "network.activation": ["sigmoid", "relu", "tanh"],
      "loss.l2": [0, 0.01],
      "weights.seed": { from: 1, count: 8 },
    },
  }),
);

const share = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 0, max: 81 }).map((points) => points / 81),
);

function columnsOf(shares: readonly (number | null)[]): CaseColumns {
  const columns = makeColumns(shares.length);
  for (const [index, nonconvex] of shares.entries()) {
    const status = nonconvex === null ? "diverged" : "measured";
    fillColumns(columns, index, {
      status,
      nonconvex,
      undecided: 0,
      lambdaMin: null,
      verdict: "undecided",
      center: null,
    });
  }
  return columns;
}

describe("summarizeFactors", () => {
  it("concludes the same as the page's survey does from the same rows", () => {
    // One loss, so that both see the same cases.
    const single = new CaseProduct(
      smallPlan({
        vary: {
          "network.activation": ["sigmoid", "relu", "tanh"],
          "weights.seed": { from: 1, count: 8 },
          "plane.seed": { from: 1, count: 3 },
        },
      }),
    );
    fc.assert(
      fc.property(fc.array(share, { minLength: single.count, maxLength: single.count }), (shares) => {
        const rows = shares.map((nonconvex, index): SurveyRow => {
          const factors = single.factorsAt(index) as Record<string, never>;
          const status = nonconvex === null ? "diverged" : "measured";
          return {
            activation: factors["network.activation"] as unknown as Activation,
            weightSeed: factors["weights.seed"]!,
            planeSeed: factors["plane.seed"]!,
            status,
            message: "",
            classes: null,
            nonconvex,
            lowest: null,
            center: null,
          };
        });
        const known = compareActivations({ activations: ["sigmoid", "relu", "tanh"], centers: [], rows });
        const { comparisons } = summarizeFactors(single, columnsOf(shares));
        expect(comparisons).toHaveLength(known.length);
        for (const [i, { median, interval, ...exact }] of known.entries()) {
          expect(comparisons[i]).toMatchObject({ ...exact, factor: "network.activation" });
          expect(comparisons[i]!.median ?? Number.NaN).toBeCloseTo(median ?? Number.NaN, 12);
          expect(comparisons[i]!.interval?.lower ?? 7).toBeCloseTo(interval?.lower ?? 7, 12);
          expect(comparisons[i]!.interval?.upper ?? 7).toBeCloseTo(interval?.upper ?? 7, 12);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("counts each case once in each factor and in each crossed table", () => {
    fc.assert(
      fc.property(fc.array(share, { minLength: product.count, maxLength: product.count }), (shares) => {
        const { overall, factors, crossed } = summarizeFactors(product, columnsOf(shares));
        const finite = shares.filter((value) => value !== null);
        expect(overall.cases).toEqual({
          gap: 0,
          measured: finite.length,
          diverged: shares.length - finite.length,
          failed: 0,
        });
        expect(factors.map(({ factor }) => factor)).toEqual(["network.activation", "loss.l2"]);
        for (const levels of [...factors.map(({ levels }) => levels), ...crossed.map(({ cells }) => cells.flat())]) {
          expect(levels.reduce((sum, { cases }) => sum + cases.measured, 0)).toBe(finite.length);
          const total = levels.reduce(
            (sum, { nonconvex }) => sum + (nonconvex ? nonconvex.mean * nonconvex.count : 0),
            0,
          );
          expect(total).toBeCloseTo(
            finite.reduce((sum, value) => sum + value, 0),
            9,
          );
        }
        for (const [level, label] of ["sigmoid", "relu", "tanh"].entries()) {
          const own = shares.filter((_, index) => product.factorsAt(index)["network.activation"] === label);
          expect(factors[0]!.levels[level]).toMatchObject({
            label,
            showing: own.filter((value) => value !== null && value > 0).length,
          });
        }
      }),
      { numRuns: 20 },
    );
  });

  it("reports what contradicts a theorem or a minimum, and what does not", () => {
    const columns = makeColumns(product.count);
    const put = (index: number, changes: Partial<ColumnCase>) =>
      fillColumns(columns, index, {
        status: "measured",
        nonconvex: 0,
        undecided: 0,
        lambdaMin: null,
        verdict: "none",
        center: null,
        ...changes,
      });
    put(0, { verdict: "convex-by-theorem" });
    put(1, { verdict: "convex-by-theorem", nonconvex: 0.1 });
    put(2, { lambdaMin: 0.2, center: { min: 0.3, error: 0.1 } });
    put(3, { lambdaMin: 0.2, center: { min: -0.3, error: 0.1 } });
    put(4, { lambdaMin: 0, center: { min: -0.3, error: 0.1 } });
    put(5, { lambdaMin: -0.2, center: { min: -0.3, error: 0.1 } });
    put(6, { lambdaMin: -0.2, center: { min: 0.3, error: 0.1 } });
    put(7, { lambdaMin: 0.2, center: { min: -0.05, error: 0.1 } });
    const { known, overall } = summarizeFactors(product, columns);
    expect(known).toEqual({
      convexByTheorem: 2,
      convexShownOtherwise: 1,
      minima: 3,
      minimaShownOtherwise: 1,
      decidedByPlane: 1,
    });
    expect(overall.blindness).toEqual({ planes: 2, showing: 1, hiding: 1, undecided: 0 });
    expect(overall.cases.gap).toBe(product.count - 8);
  });
});

describe("bootstrapMean", () => {
  it("covers the mean of a population about as often as it says", () => {
    const random = createRandom(5, "test");
    let covered = 0;
    const trials = 200;
    for (let trial = 0; trial < trials; trial++) {
      const { lower, upper } = bootstrapMean(
        Array.from({ length: 30 }, () => random.normal() + 2),
        0.95,
      )!;
      if (lower <= 2 && 2 <= upper) covered++;
    }
    // A percentile interval of 30 units covers about 93 %; 200 trials scatter by 2 %.
    expect(covered / trials).toBeGreaterThan(0.86);
    expect(covered / trials).toBeLessThan(0.99);
  });

  it("moves with its units, holds their mean, and says nothing of few", () => {
    const units = [1, 4, 2, 8, 5, 7, 3];
    const found = bootstrapMean(units, 0.95)!;
    const moved = bootstrapMean(
      units.map((unit) => unit + 10),
      0.95,
    )!;
    expect(found.mean).toBeCloseTo(30 / 7, 12);
    expect(found.lower).toBeLessThan(found.mean);
    expect(found.upper).toBeGreaterThan(found.mean);
    expect(moved.lower).toBeCloseTo(found.lower + 10, 9);
    expect(bootstrapMean(units.slice(0, 5), 0.95)).toBeNull();
    expect(bootstrapMean([3, 3, 3, 3, 3, 3], 0.95)).toMatchObject({ mean: 3, lower: 3, upper: 3 });
  });
});

describe("labelValues", () => {
  it("gives short names where they differ, else the whole values", () => {
    expect(labelValues(["relu", "sigmoid"])).toEqual(["relu", "sigmoid"]);
    expect(
      labelValues([
        [2, 8, 1],
        [2, 8, 8, 1],
      ]),
    ).toEqual(["2-8-1", "2-8-8-1"]);
    expect(
      labelValues([
        { kind: "named", name: "iris" },
        { kind: "generated", name: "moons" },
      ]),
    ).toEqual(["iris", "moons"]);
    expect(
      labelValues([
        { name: "moons", noise: 0 },
        { name: "moons", noise: 1 },
      ]),
    ).toEqual(['{"name":"moons","noise":0}', '{"name":"moons","noise":1}']);
  });
});
