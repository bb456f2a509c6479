import { describe, expect, it } from "vitest";
import type { LandscapeOutcome } from "../../../../src/compute/jobs/landscape-outcome";
import type { PointClass } from "../../../../src/convexity/points/point-class";
import type { Verdict } from "../../../../src/convexity/verdict/verdict";
import { describeConclusion } from "../../../../src/tools/compare/conclusion";
import { compareStatistics, type Measured } from "../../../../src/tools/compare/statistics";
import { makeLandscape, makeOutcome } from "../../studio/landscapes";

const WHOSE = ["with ReLU", "with Sigmoid"] as const;

function outcomeOf(
  kind: Verdict["kind"],
  scope: Verdict["scope"],
  classes: readonly PointClass[],
  gap?: number,
): LandscapeOutcome {
  const landscape = makeLandscape(
    classes.length,
    classes,
    classes.map((_, i) => i - 1),
  );
  const finding = gap === undefined ? null : ({ gap } as LandscapeOutcome["finding"]);
  return { ...makeOutcome(landscape), finding, verdict: { kind, scope, reason: "" } };
}

const MIXED: readonly PointClass[] = ["nonconvex-curvature", "nonconvex-chord", "convex", "undecided"];
const PLAIN: readonly PointClass[] = ["convex", "convex", "undecided", "undecided"];

describe("the conclusion", () => {
  const proved = outcomeOf("not-convex", "loss", MIXED, 0.5);
  const open = outcomeOf("undecided", "loss", PLAIN);
  const convex = outcomeOf("convex-by-theorem", "loss", ["convex", "convex"]);

  it("says what both verdicts prove", () => {
    expect(describeConclusion(proved, proved, WHOSE)).toBe(
      "Both losses, with ReLU and with Sigmoid, are proved not convex. " +
        "In these slices, 50\u00a0% of the points are shown to be not convex with ReLU, and 50\u00a0% with Sigmoid.",
    );
    expect(describeConclusion(convex, convex, WHOSE)).toMatch(
      /are convex by a theorem\. No point of either slice is shown to be not convex/,
    );
  });

  it("leaves open what is open, on one side or on both", () => {
    expect(describeConclusion(proved, open, WHOSE)).toBe(
      "The loss with ReLU is proved not convex; nothing is proved about the loss with Sigmoid: it may be convex or not. " +
        "In these slices, 50\u00a0% of the points are shown to be not convex with ReLU, and 0\u00a0% with Sigmoid.",
    );
    expect(describeConclusion(open, open, ["of A", "of B"])).toMatch(
      /^Nothing is proved about either loss, of A or of B: each may be convex or not\./,
    );
    // Points that are not convex beyond their bounds, yet without a certificate, prove nothing of the loss.
    expect(describeConclusion(outcomeOf("undecided", "loss", MIXED), open, WHOSE)).toMatch(/^Nothing is proved/);
  });

  it("takes a slice that is convex by a theorem for no more than that", () => {
    const slice = outcomeOf("convex-by-theorem", "slice", PLAIN);
    expect(describeConclusion(slice, convex, WHOSE)).toMatch(
      /^Nothing is proved about the loss with ReLU.*; the loss with Sigmoid is convex by a theorem\./,
    );
    // With a certificate beside it the loss is settled, the other way.
    expect(describeConclusion(outcomeOf("convex-by-theorem", "slice", PLAIN, 0.1), proved, WHOSE)).toMatch(
      /^Both losses, .* are proved not convex/,
    );
  });
});

describe("the conclusion on slices of two sizes", () => {
  const sized = (xNorm: number): LandscapeOutcome => ({
    ...outcomeOf("undecided", "loss", PLAIN),
    measure: { xNorm, yNorm: 1, cosine: 0 },
  });

  it("says that they differ, where their lengths as written do", () => {
    expect(describeConclusion(sized(11.31), sized(18.2), WHOSE)).toMatch(
      / The slices differ in size: in weight space, 1 on the x axis is 11\.3 with ReLU, and 18\.2 with Sigmoid\.$/,
    );
    expect(describeConclusion(sized(11.31), sized(11.32), WHOSE)).not.toContain("differ in size");
  });
});

describe("the statistics", () => {
  const measure = (outcome: LandscapeOutcome, lossAtCenter: number, hessian: Measured["hessian"] = null): Measured => ({
    outcome,
    lossAtCenter,
    hessian,
  });
  const a = measure(outcomeOf("not-convex", "loss", MIXED, 0.5), 2);
  const b = measure(outcomeOf("undecided", "loss", PLAIN), 3.5);
  const read = (rows: ReturnType<typeof compareStatistics>, label: string) => rows.find((row) => row.label === label);

  it("are side by side with their difference", () => {
    const rows = compareStatistics(a, b);
    expect(read(rows, "Loss at the centre")).toMatchObject({ a: 2, b: 3.5, difference: 1.5 });
    expect(read(rows, "Highest loss")).toMatchObject({ a: 3, b: 3, difference: 0 });
    expect(read(rows, "Not convex")).toMatchObject({ kind: "share", a: 0.5, b: 0, difference: -0.5 });
    expect(read(rows, "Undecided")).toMatchObject({ a: 0.25, b: 0.5, difference: 0.25 });
    expect(read(rows, "Lowest curvature")).toMatchObject({ a: -1, b: -1, difference: 0 });
    expect(read(rows, "Proved gap")).toMatchObject({ a: 0.5, b: Number.NaN, difference: Number.NaN });
  });

  it("have no values for a side without a result, and no whole Hessian before it is asked for", () => {
    const rows = compareStatistics(a, null);
    expect(read(rows, "Lowest loss")).toMatchObject({ a: 0, b: Number.NaN, difference: Number.NaN });
    expect(read(rows, "Hessian λ min")).toBeUndefined();
    const summary = {
      min: -2,
      max: 5,
      negative: 3,
      zero: 0,
      positive: 4,
      trace: 1,
      computedMin: -2,
      computedMax: 5,
      tolerance: 0,
      provedNegative: true,
    };
    const asked = compareStatistics({ ...a, hessian: summary }, { ...b, hessian: { ...summary, min: -1 } });
    expect(read(asked, "Hessian λ min")).toMatchObject({ a: -2, b: -1, difference: 1 });
    expect(read(asked, "Hessian λ < 0")).toMatchObject({ kind: "count", a: 3, difference: 0 });
  });

  it("skip losses that are not finite", () => {
    const outcome = outcomeOf("undecided", "loss", ["not-finite", "convex", "convex"]);
    outcome.landscape.loss[0] = Number.POSITIVE_INFINITY;
    expect(read(compareStatistics(measure(outcome, 1), null), "Highest loss")?.a).toBe(2);
  });
});
