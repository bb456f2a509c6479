import { describe, expect, it } from "vitest";
import type { LandscapeOutcome } from "../../../../src/compute/jobs/landscape-outcome";
import type { PointClass } from "../../../../src/convexity/points/point-class";
import type { Verdict } from "../../../../src/convexity/verdict/verdict";
import { describeConclusion } from "../../../../src/tools/compare/conclusion";
import { compareFigures, type Measured } from "../../../../src/tools/compare/figures";
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
        "In these slices 50\u00a0% of the points are shown not convex with ReLU, 50\u00a0% with Sigmoid.",
    );
    expect(describeConclusion(convex, convex, WHOSE)).toMatch(
      /are convex by a theorem\. Neither slice is shown not convex/,
    );
  });

  it("leaves open what is open, on one side or on both", () => {
    expect(describeConclusion(proved, open, WHOSE)).toBe(
      "The loss with ReLU is proved not convex; nothing is proved of the loss with Sigmoid, which does not make it convex. " +
        "In these slices 50\u00a0% of the points are shown not convex with ReLU, 0\u00a0% with Sigmoid.",
    );
    expect(describeConclusion(open, open, ["of A", "of B"])).toMatch(
      /^Nothing is proved of either loss: neither of A nor of B is it shown/,
    );
    // Points that are not convex beyond their bounds, yet without a certificate, prove nothing of the loss.
    expect(describeConclusion(outcomeOf("undecided", "loss", MIXED), open, WHOSE)).toMatch(/^Nothing is proved/);
  });

  it("takes a slice that is convex by a theorem for no more than that", () => {
    const slice = outcomeOf("convex-by-theorem", "slice", PLAIN);
    expect(describeConclusion(slice, convex, WHOSE)).toMatch(
      /^Nothing is proved of the loss with ReLU.*; the loss with Sigmoid is convex by a theorem\./,
    );
    // With a certificate beside it the loss is settled, the other way.
    expect(describeConclusion(outcomeOf("convex-by-theorem", "slice", PLAIN, 0.1), proved, WHOSE)).toMatch(
      /^Both losses, .* are proved not convex/,
    );
  });
});

describe("the figures", () => {
  const measure = (outcome: LandscapeOutcome, lossAtCenter: number, hessian: Measured["hessian"] = null): Measured => ({
    outcome,
    lossAtCenter,
    hessian,
  });
  const a = measure(outcomeOf("not-convex", "loss", MIXED, 0.5), 2);
  const b = measure(outcomeOf("undecided", "loss", PLAIN), 3.5);
  const read = (rows: ReturnType<typeof compareFigures>, label: string) => rows.find((row) => row.label === label);

  it("stand side by side with what B has over A", () => {
    const rows = compareFigures(a, b);
    expect(read(rows, "Loss at the centre")).toMatchObject({ a: 2, b: 3.5, difference: 1.5 });
    expect(read(rows, "Highest loss")).toMatchObject({ a: 3, b: 3, difference: 0 });
    expect(read(rows, "Not convex")).toMatchObject({ kind: "share", a: 0.5, b: 0, difference: -0.5 });
    expect(read(rows, "Undecided")).toMatchObject({ a: 0.25, b: 0.5, difference: 0.25 });
    expect(read(rows, "Lowest curvature")).toMatchObject({ a: -1, b: -1, difference: 0 });
    expect(read(rows, "Proved gap")).toMatchObject({ a: 0.5, b: Number.NaN, difference: Number.NaN });
  });

  it("leave a side without figures open, and the whole Hessian out until it is asked for", () => {
    const rows = compareFigures(a, null);
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
    const asked = compareFigures({ ...a, hessian: summary }, { ...b, hessian: { ...summary, min: -1 } });
    expect(read(asked, "Hessian λ min")).toMatchObject({ a: -2, b: -1, difference: 1 });
    expect(read(asked, "Hessian λ < 0")).toMatchObject({ kind: "count", a: 3, difference: 0 });
  });

  it("skip losses that are not finite", () => {
    const outcome = outcomeOf("undecided", "loss", ["not-finite", "convex", "convex"]);
    outcome.landscape.loss[0] = Number.POSITIVE_INFINITY;
    expect(read(compareFigures(measure(outcome, 1), null), "Highest loss")?.a).toBe(2);
  });
});
