import { describe, expect, it } from "vitest";
import { createReferenceService } from "../../../../../src/compute/service/reference-service";
import type { ComputeService } from "../../../../../src/compute/service/tasks";
import { runSurvey } from "../../../../../src/compute/studies/survey/run-survey";
import { planSurvey, surveyedSpec } from "../../../../../src/compute/studies/survey/survey-plan";
import { eigenvalueError } from "../../../../../src/convexity/points/curvature";
import type { SurveyRow } from "../../../../../src/convexity/survey/survey";
import type { Activation, Spec } from "../../../../../src/experiment/spec";
import type { SurveyDocument } from "../../../../../src/formats/files/survey-file";
import { serviceWith } from "../../../../support/service-with";
import { smallSpec } from "./small-survey";

function survey(
  spec: Spec,
  { planes = 5, seeds = 2, activations = ["sigmoid", "relu"] as readonly Activation[] } = {},
  service: ComputeService = createReferenceService(),
): Promise<SurveyDocument> {
  return runSurvey(planSurvey(spec, { planes, seeds, activations }), service);
}

describe("a survey", () => {
  it("has for every plane what a direct computation of its spec has", async () => {
    const found = await survey(smallSpec());
    expect(found.complete).toBe(true);
    expect(found.rows).toHaveLength(10);
    expect(found.centers).toHaveLength(4);
    for (const row of [found.rows[0]!, found.rows.at(-1)!]) {
      const direct = createReferenceService();
      const spec = { ...surveyedSpec(found.spec, row), fullHessian: "center" } as const;
      const { parameters } = await direct.run("train", spec);
      const { landscape, fullHessian } = await direct.run("evaluate", { spec, parameters });
      expect(row.classes).toEqual(landscape.summary);
      expect(row.nonconvex).toBe(landscape.summary["nonconvex-curvature"] + landscape.summary["nonconvex-chord"]);
      const bounds = landscape.curvatureMin.map(
        (least, i) =>
          least + eigenvalueError(landscape.xx[i]!, landscape.xy[i]!, landscape.yy[i]!, landscape.curvatureError[i]!),
      );
      expect(row.lowest!.curvature + row.lowest!.error).toBe(Math.min(...bounds));
      // The middle of an odd grid of symmetric ranges is the centre itself.
      const middle = (landscape.loss.length - 1) / 2;
      const slack = row.center!.error + landscape.curvatureError[middle]! * 2;
      expect(Math.abs(row.center!.min - landscape.curvatureMin[middle]!)).toBeLessThanOrEqual(slack);
      expect(Math.abs(row.center!.max - landscape.curvatureMax[middle]!)).toBeLessThanOrEqual(slack);
      const center = found.centers.find(
        ({ activation, weightSeed }) => activation === row.activation && weightSeed === row.weightSeed,
      )!;
      expect(center.hessian!.min).toBe(fullHessian!.center.min);
      expect(center.hessian!.tolerance).toBe(fullHessian!.center.tolerance);
      expect(center.status).toBe("trained");
    }
  });

  it("lays the same planes around the same seeds for every activation, the spec's own first", async () => {
    const found = await survey(smallSpec(), { planes: 5, seeds: 2, activations: ["gelu", "sin", "relu"] });
    const places = (activation: Activation) =>
      found.rows.filter((row) => row.activation === activation).map((row) => [row.weightSeed, row.planeSeed]);
    expect(places("gelu")).toEqual([
      [7, 11],
      [7, 12],
      [8, 13],
      [8, 14],
      [8, 15],
    ]);
    expect(places("sin")).toEqual(places("gelu"));
    expect(places("relu")).toEqual(places("gelu"));
    expect(found.summary.comparisons.map(({ of, against, pairs }) => [of, against, pairs])).toEqual([
      ["sin", "gelu", 5],
      ["relu", "gelu", 5],
    ]);
  });

  it("shows negative curvature at a centre only where λmin is below 0, since DᵀHD is no lower", async () => {
    const untrained = smallSpec({ weights: { kind: "trained", steps: 0, seed: 1 } });
    const { centers, rows, summary } = await survey(untrained, {
      planes: 24,
      seeds: 6,
      activations: ["tanh", "softplus"],
    });
    const showing = rows.filter(({ center }) => center!.min + center!.error < 0);
    expect(showing.length).toBeGreaterThan(0);
    for (const { activation, weightSeed } of showing) {
      const own = centers.find((center) => center.activation === activation && center.weightSeed === weightSeed)!;
      expect(own.hessian!.min - own.hessian!.tolerance).toBeLessThan(0);
    }
    const counted = summary.activations.reduce((sum, { blindness }) => sum + blindness.showing, 0);
    expect(counted).toBe(showing.length);
  });

  it("gives the same numbers twice", async () => {
    const [one, other] = [await survey(smallSpec()), await survey(smallSpec())];
    expect({ ...other, timings: null }).toEqual({ ...one, timings: null });
  });

  it("reports each row when it is found, and its progress", async () => {
    const told: SurveyRow[] = [];
    const fractions: number[] = [];
    const centers: string[] = [];
    const plan = planSurvey(smallSpec(), { planes: 3, seeds: 2, activations: ["sigmoid", "relu"] });
    const found = await runSurvey(plan, createReferenceService(), {
      onRow: (row) => told.push(row),
      onCenter: ({ activation, weightSeed }) => centers.push(`${activation} ${weightSeed} before row ${told.length}`),
      onProgress: ({ fraction }) => fractions.push(fraction),
    });
    expect(told).toEqual(found.rows);
    expect(centers).toEqual([
      "sigmoid 7 before row 0",
      "relu 7 before row 1",
      "sigmoid 8 before row 2",
      "relu 8 before row 4",
    ]);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect([fractions[0], fractions.at(-1)]).toEqual([0, 1]);
  });

  it.each([
    ["given weights", { weights: { kind: "given", layers: givenLayers([2, 3, 1]) } }, "given"],
    ["a plane that is not random", { plane: { kind: "gradient" } }, "trained"],
    [
      "a ring of hinge losses",
      { loss: { kind: "hinge" }, network: { layers: [2, 3, 1], output: "identity" } },
      "trained",
    ],
  ])("goes around %s", async (_, changes, status) => {
    const found = await survey(smallSpec(changes), { planes: 2, seeds: 1 });
    expect(found.centers.map((center) => center.status)).toEqual([status, status]);
    expect(found.spec.plane).toMatchObject({ kind: "random", normalization: "filter" });
    expect(found.rows.every((row) => row.status === "measured")).toBe(true);
    expect(found.summary.comparisons[0]).toMatchObject({ unit: "plane", pairs: 2 });
  });
});

describe("what is convex by a theorem", () => {
  it.each(["bce", "mse", "hinge"])("shows nothing in any row of a %s without hidden layers", async (kind) => {
    const spec = smallSpec({ network: { layers: [2, 1] }, loss: { kind } });
    const found = await survey(spec, { planes: 6, seeds: 3 });
    for (const row of found.rows) {
      expect(row.nonconvex).toBe(0);
      expect(row.lowest!.curvature).toBeGreaterThanOrEqual(-row.lowest!.error);
      expect(row.center!.min).toBeGreaterThanOrEqual(-row.center!.error);
    }
    for (const { hessian } of found.centers) expect(hessian!.min).toBeGreaterThanOrEqual(-hessian!.tolerance);
    for (const summary of found.summary.activations) {
      expect(summary).toMatchObject({ planesShowing: 0, centersBelowZero: 0, blindness: { planes: 0 } });
    }
    // Without a hidden layer the activation changes nothing.
    expect(found.summary.comparisons[0]).toMatchObject({ greater: 0, less: 0, p: 1, median: 0 });
  });
});

describe("a failure", () => {
  it("keeps the rows of a training that diverged, each with its sentence, and pairs without them", async () => {
    const real = createReferenceService();
    const service = serviceWith({
      // One training in four diverges, because of its large learning rate.
      train: (spec, options) => {
        const runsAway =
          spec.network.activation === "relu" && spec.weights.kind === "trained" && spec.weights.seed === 8;
        const weights = runsAway ? { ...spec.weights, optimizer: "sgd" as const, learningRate: 100, steps: 400 } : null;
        const wild = { ...spec, loss: { ...spec.loss, l2: 1000 } };
        return real.run("train", weights ? ({ ...wild, weights } as Spec) : spec, options);
      },
    });
    const found = await survey(smallSpec(), { planes: 4, seeds: 2 }, service);
    expect(found.rows).toHaveLength(8);
    const lost = found.rows.filter(({ status }) => status === "diverged");
    expect(lost.map(({ activation, weightSeed }) => [activation, weightSeed])).toEqual([
      ["relu", 8],
      ["relu", 8],
    ]);
    for (const row of lost) {
      expect(row).toMatchObject({ nonconvex: null, classes: null, center: null, lowest: null });
      expect(row.message).toMatch(/^(The loss became|A weight went beyond) .* at step \d+/);
    }
    const [, relu] = found.summary.activations;
    expect(relu).toMatchObject({ centers: { found: 1, failed: 1 }, planes: { measured: 2, failed: 2 } });
    expect(found.summary.comparisons[0]).toMatchObject({ pairs: 2, leftOut: 2, unit: "seed" });
  });

  it("ends with the reason when not one plane could be measured", async () => {
    const zero = givenLayers([2, 3, 1]).map(({ kernel, bias }) => ({
      kernel: kernel.map((line) => line.map(() => 0)),
      bias: bias.map(() => 0),
    }));
    const spec = smallSpec({ weights: { kind: "given", layers: zero } });
    await expect(survey(spec, { planes: 2, seeds: 1 })).rejects.toThrow(
      "No plane could be measured. plane: the normalised direction is zero",
    );
  });

  it("reports that a network is too large for a whole Hessian, and surveys its planes", async () => {
    const spec = smallSpec({ network: { layers: [2, 31, 30, 1] }, weights: { kind: "trained", steps: 1, seed: 1 } });
    const found = await survey({ ...spec, grid: { ...spec.grid, columns: 3, rows: 3 } }, { planes: 1, seeds: 1 });
    expect(found.rows[0]!.status).toBe("measured");
    expect(found.centers[0]).toMatchObject({
      hessian: null,
      message: "The network has 1084 parameters, and the whole Hessian is for at most 1000.",
    });
    expect(found.summary.activations[0]!.lambdaMin).toBeNull();
  });
});

describe("a cancelled survey", () => {
  /** Cancels after the report for which the test waits, and returns the reports until then. */
  async function cancelWhen(
    spec: Spec,
    isTime: (event: "row" | "training") => boolean,
  ): Promise<{ rows: SurveyRow[]; reason: unknown }> {
    const abort = new AbortController();
    const rows: SurveyRow[] = [];
    const plan = planSurvey(spec, { planes: 50, seeds: 2, activations: ["sigmoid", "relu"] });
    const reason = await runSurvey(plan, createReferenceService(), {
      signal: abort.signal,
      onRow(row) {
        rows.push(row);
        if (isTime("row")) abort.abort();
      },
      onProgress({ fraction }) {
        if (fraction > 0 && isTime("training")) abort.abort();
      },
    }).catch((error: unknown) => error);
    return { rows, reason };
  }

  it("ends between planes and keeps the reported rows", async () => {
    let count = 0;
    const { rows, reason } = await cancelWhen(smallSpec(), (event) => event === "row" && ++count === 3);
    expect(reason).toMatchObject({ name: "AbortError" });
    expect(rows).toHaveLength(3);
  });

  it("ends within a training that would last for ever", async () => {
    const endless = smallSpec({
      weights: { kind: "trained", steps: 100_000, seed: 1 },
      dataset: { kind: "generated", name: "moons", samples: 2_000 },
      network: { layers: [2, 32, 32, 1] },
    });
    const { rows, reason } = await cancelWhen(endless, (event) => event === "training");
    expect(reason).toMatchObject({ name: "AbortError" });
    expect(rows).toEqual([]);
  });

  it("does not begin when it is cancelled already", async () => {
    const plan = planSurvey(smallSpec(), { planes: 1, seeds: 1, activations: ["sigmoid", "relu"] });
    const signal = AbortSignal.abort();
    await expect(runSurvey(plan, createReferenceService(), { signal })).rejects.toMatchObject({ name: "AbortError" });
  });
});

/** Weights of a network of these sizes, none of them zero. */
function givenLayers(sizes: readonly number[]): { kernel: number[][]; bias: number[] }[] {
  return sizes.slice(1).map((units, k) => ({
    kernel: Array.from({ length: sizes[k]! }, (_, i) => Array.from({ length: units }, (__, j) => 0.5 + i - 0.75 * j)),
    bias: Array.from({ length: units }, (_, j) => 0.25 * j - 0.3),
  }));
}
