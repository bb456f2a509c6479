import { describe, expect, it } from "vitest";
import { planSurvey } from "../../../../src/compute/studies/survey/survey-plan";
import { summarizeSurvey } from "../../../../src/convexity/survey/summary";
import type { SurveyCenter, SurveyRow } from "../../../../src/convexity/survey/survey";
import type { Activation } from "../../../../src/experiment/spec";
import { writeSurvey } from "../../../../src/formats/files/survey-file";
import { checkForm, FRESH_FORM } from "../../../../src/tools/survey/survey-form";
import { describeSurvey } from "../../../../src/tools/survey/survey-sentence";
import { applyReport, beginSurvey, isSurveyOf, showSurvey } from "../../../../src/tools/survey/survey-state";
import { row, smallSpec } from "../../compute/studies/survey/small-survey";

const REFERENCE = { kind: "reference", renderer: "test", floatBits: 64 } as const;

/** What is said of rows with these shares, one plane a seed. */
function say(
  shares: Readonly<Partial<Record<Activation, readonly (number | null)[]>>>,
  changes: Partial<SurveyRow> = {},
  centers: readonly SurveyCenter[] = [],
) {
  const activations = Object.keys(shares) as Activation[];
  const rows = activations.flatMap((activation) =>
    shares[activation]!.map((nonconvex, seed) =>
      row({ activation, weightSeed: seed, planeSeed: seed, nonconvex, ...changes }),
    ),
  );
  return describeSurvey(summarizeSurvey({ activations, centers, rows }), REFERENCE);
}

const repeat = (count: number, share: number) => new Array<number>(count).fill(share);

describe("the sentences of a survey", () => {
  it("names a difference that the test shows, with its size, its interval and its probability", () => {
    const { conclusion } = say({ sigmoid: repeat(8, 0.5), relu: repeat(8, 0.25) });
    expect(conclusion).toBe(
      "On the same planes, the non-convex share is smaller with ReLU than with Sigmoid: for 8 of 8 seeds, by 25 percentage points in the median " +
        "(sign test, p = 0.0078; difference −25 to −25 points at 99.2\u00a0%).",
    );
  });

  it("names no difference that the test does not show", () => {
    expect(say({ sigmoid: [0.1, 0.1, 0.1, 0.1], relu: repeat(4, 0.5) }).conclusion).toBe(
      "The non-convex share is larger with ReLU than with Sigmoid for 4 of 4 seeds. These are too few to show a difference (sign test, p = 0.13): a sign test needs at least 6.",
    );
    expect(say({ sigmoid: [...repeat(5, 0.1), ...repeat(3, 0.9)], relu: repeat(8, 0.5) }).conclusion).toMatch(
      /^No difference between ReLU and Sigmoid is shown: the non-convex share is larger with ReLU for 5 of 8 seeds/,
    );
    expect(say({ sigmoid: [...repeat(4, 0.1), ...repeat(4, 0.9)], relu: repeat(8, 0.5) }).conclusion).toMatch(
      /larger as often as smaller, each for 4 of 8 seeds/,
    );
    expect(say({ sigmoid: [0, 0], relu: [0, 0] }).conclusion).toBe(
      "On the same planes, ReLU and Sigmoid have the same non-convex share.",
    );
    expect(say({ sigmoid: [null], relu: [null] }).conclusion).toBe(
      "No plane was measured for both Sigmoid and ReLU, so there is nothing to compare.",
    );
  });

  it("combines several comparisons in one sentence", () => {
    const shares = { sigmoid: repeat(10, 0.5), relu: repeat(10, 0.25), tanh: repeat(10, 0.75), sin: repeat(10, 0.5) };
    expect(say(shares).conclusion).toBe(
      "The non-convex share on the same planes, against Sigmoid: it is larger with Tanh; it is smaller with ReLU; " +
        "no difference is shown for Sine (sign tests over 10 seeds, adjusted for 3 comparisons).",
    );
  });

  it("counts how many random planes show a negative λmin", () => {
    const hessian = { min: -0.5, max: 1, tolerance: 1e-9, negative: 1, zero: 0, positive: 2, provedNegative: true };
    const centers = [0, 1].map(
      (weightSeed): SurveyCenter => ({
        activation: "relu",
        weightSeed,
        status: "trained",
        message: "",
        step: 1,
        loss: 1,
        hessian,
      }),
    );
    const hiding = { center: { min: 0.1, max: 1, error: 1e-9 } };
    expect(say({ sigmoid: [0, 0], relu: [0.1, 0.1] }, hiding, centers).hidden).toBe(
      "λmin of the whole Hessian is below 0 at 2 of 2 ReLU networks. Of the 2 random planes through them, none shows negative curvature at that point.",
    );
    const showing = { center: { min: -0.1, max: 1, error: 1e-9 } };
    expect(say({ sigmoid: [0, 0], relu: [0.1, 0.1] }, showing, centers).hidden).toContain("2 show negative curvature");
    expect(say({ sigmoid: [0], relu: [0] }).hidden).toBe("");
  });

  it("names what was not measured, what is undecided, and what does not follow", () => {
    const { limits } = say({ sigmoid: [0.1, 0.1], relu: [0.1, null] });
    expect(limits).toContain("Not measured, and in no other number: 1 of 2 planes of ReLU");
    expect(limits).toContain("A plane that shows nothing is not proved convex");
    const undecided = { "nonconvex-curvature": 0, "nonconvex-chord": 0, convex: 0.5, undecided: 0.5, "not-finite": 0 };
    expect(say({ sigmoid: [0], relu: [0] }, { classes: undecided }).limits).toContain(
      "Up to 50\u00a0% of a plane is undecided",
    );
    expect(say({ sigmoid: [0], relu: [0] }).limits).toContain("applies only to these weights");
  });

  it("claims nothing of a device with 16-bit floats", () => {
    const { activations, comparisons } = summarizeSurvey({ activations: ["sigmoid", "relu"], centers: [], rows: [] });
    const { conclusion } = describeSurvey({ activations, comparisons }, { ...REFERENCE, floatBits: 16 });
    expect(conclusion).toContain("16-bit floats. They are too coarse to prove anything");
  });
});

describe("a survey on the page", () => {
  const spec = smallSpec();
  const plan = planSurvey(spec, { planes: 2, seeds: 2, activations: ["sigmoid", "relu"] });

  it("grows row by row, estimates the time left, and keeps what it has when it is cancelled", () => {
    let survey = beginSurvey(spec, plan, REFERENCE);
    survey = applyReport(survey, { kind: "row", row: row({ activation: "relu", nonconvex: 0.5 }) });
    survey = applyReport(survey, {
      kind: "progress",
      progress: { stage: "surveying", fraction: 0.25, note: "relu" },
      seconds: 10,
    });
    expect(survey).toMatchObject({ phase: "running", fraction: 0.25, secondsLeft: 30, note: "relu" });
    expect(survey.found.summary.activations[1]!.nonconvex!.median).toBe(0.5);
    survey = applyReport(survey, { kind: "cancelled" });
    expect(survey).toMatchObject({ phase: "cancelled", fraction: 0.25, secondsLeft: null });
    expect(survey.found).toMatchObject({ complete: false });
    expect(applyReport(survey, { kind: "row", row: row({}) })).toBe(survey);
  });

  it("belongs to every experiment that differs only in what the survey varies", () => {
    const survey = beginSurvey(spec, plan, REFERENCE);
    const isOf = (changes: Record<string, unknown>) => isSurveyOf(survey, smallSpec(changes));
    expect(isOf({})).toBe(true);
    expect(isOf({ network: { layers: [2, 3, 1], activation: "gelu" } })).toBe(true);
    expect(isOf({ weights: { kind: "trained", learningRate: 0.05, steps: 30, seed: 99 } })).toBe(true);
    expect(isOf({ plane: { kind: "random", normalization: "filter", seed: 99 } })).toBe(true);
    expect(isOf({ fullHessian: "center" })).toBe(true);
    expect(isOf({ network: { layers: [2, 4, 1] } })).toBe(false);
    expect(isOf({ weights: { kind: "trained", learningRate: 0.05, steps: 31, seed: 7 } })).toBe(false);
    expect(isOf({ plane: { kind: "random", normalization: "layer", seed: 11 } })).toBe(false);
    expect(isOf({ loss: { kind: "mse" } })).toBe(false);
  });

  it("is read from a file with the rows it has", () => {
    const parts = { ...beginSurvey(spec, plan, REFERENCE).found, rows: [row({ activation: "relu" })] };
    expect(showSurvey(writeSurvey(parts))).toMatchObject({ phase: "cancelled", fraction: 0.25, base: plan.spec });
  });

  it("refuses impossible values, with a note at the control", () => {
    expect(checkForm(FRESH_FORM, spec)).toHaveProperty("plan");
    expect(checkForm({ ...FRESH_FORM, planes: Number.NaN }, spec)).toEqual({
      field: "planes",
      message: "This needs a number.",
    });
    expect(checkForm({ ...FRESH_FORM, planes: 0 }, spec)).toEqual({ field: "planes", message: "0 is below 1." });
    expect(checkForm({ ...FRESH_FORM, planes: 10, seeds: 20 }, spec)).toEqual({
      field: "seeds",
      message: "20 is above 10, the number of planes.",
    });
    expect(checkForm({ ...FRESH_FORM, activations: ["relu"] }, spec)).toEqual({
      field: "activations",
      message: "Choose two activations or more.",
    });
  });
});
