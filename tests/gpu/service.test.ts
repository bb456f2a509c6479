import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ComputePlace, createComputeService } from "../../src/compute/client";
import { createReferenceService } from "../../src/compute/reference-service";
import type { ComputeService, LandscapeProgress, TrainingProgress } from "../../src/compute/service";
import { flattenWeights, layoutNetwork, type Parameters } from "../../src/model/network/layout";
import { DEFAULT_SPEC } from "../../src/spec/defaults";
import { parseSpec } from "../../src/spec/parse";
import type { Spec } from "../../src/spec/schema";

/** The page's first experiment with changes, made small. */
function makeSpec(
  changes: { steps?: number; side?: number; learningRate?: number; activation?: "relu" | "tanh" } = {},
): Spec {
  const { steps = 30, side = 25, learningRate = 0.03, activation = "relu" } = changes;
  return parseSpec({
    ...DEFAULT_SPEC,
    dataset: { ...DEFAULT_SPEC.dataset, samples: 24 },
    network: { layers: [2, 4, 4, 1], activation },
    weights: { ...DEFAULT_SPEC.weights, steps, learningRate },
    grid: { ...DEFAULT_SPEC.grid, columns: side, rows: side },
  });
}

const nothing = () => {};

describe.each(["worker", "page"] as const satisfies readonly ComputePlace[])("the service on WebGL, %s", (place) => {
  let service: ComputeService;
  let center: Parameters;

  beforeAll(async () => {
    service = await createComputeService(place);
    center = (await service.train(makeSpec({ steps: 5 }), nothing)).parameters;
  });
  afterAll(() => service.cancelEvaluation());

  it("says what computes", async () => {
    const { kind, renderer, floatBits, reason } = await service.describe();
    expect({ kind, floatBits, reason }).toEqual({ kind: "webgl", floatBits: 32, reason: "" });
    expect(renderer).toMatch(/\w/);
  });

  it("trains: reports in order, the last before the outcome, the same weights twice", async () => {
    const reports: TrainingProgress[] = [];
    const spec = makeSpec();
    const outcome = await service.train(spec, (report) => reports.push(report));
    expect(outcome).toMatchObject({ status: "finished", step: 30, message: "" });
    expect(reports.flatMap(({ losses }) => losses.map(({ step }) => step))).toEqual(
      Array.from({ length: 31 }, (_, step) => step),
    );
    expect(reports.at(-1)).toMatchObject({ step: 30, steps: 30, parameters: outcome.parameters });
    expect(outcome.trajectory.at(-1)!.loss).toBeLessThan(outcome.trajectory[0]!.loss);
    expect((await service.train(spec, nothing)).parameters).toEqual(outcome.parameters);
  });

  it("returns given weights unchanged", async () => {
    const layout = layoutNetwork({ ...DEFAULT_SPEC.network, layers: [2, 1] });
    const layers = [{ kernel: [[1], [2]], bias: [3] }];
    const spec = parseSpec({ ...makeSpec(), network: { layers: [2, 1] }, weights: { kind: "given", layers } });
    const outcome = await service.train(spec, nothing);
    expect(outcome).toMatchObject({ status: "finished", step: 0, parameters: flattenWeights(layout, layers) });
  });

  it("evaluates a coarse grid first, agrees with float64 within the bounds, and reports progress", async () => {
    const spec = makeSpec({ side: 65 });
    const reports: LandscapeProgress[] = [];
    const { landscape, verdict, timings } = await service.evaluate(spec, center, (report) => reports.push(report));
    const shown = reports.flatMap((report) => (report.landscape ? [report.landscape.grid.columns] : []));
    expect(shown).toEqual([33, 65]);
    const fractions = reports.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect(verdict.reason).toMatch(/\.$/);
    expect(timings.total).toBeGreaterThan(0);
    const coarse = { ...spec, grid: { ...spec.grid, columns: 17, rows: 17 } };
    const reference = (await createReferenceService().evaluate(coarse, center, nothing)).landscape;
    for (let point = 0; point < 17 * 17; point++) {
      const [row, column] = [Math.floor(point / 17), point % 17];
      const fine = row * 4 * 65 + column * 4;
      const bound = landscape.lossError[fine]! + reference.lossError[point]!;
      expect(Math.abs(landscape.loss[fine]! - reference.loss[point]!)).toBeLessThanOrEqual(bound);
    }
  });

  it("cancels an evaluation at once, and an older one when a newer begins", async () => {
    const cancelled = service.evaluate(makeSpec({ side: 513 }), center, () => void service.cancelEvaluation());
    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
    const older = service.evaluate(makeSpec({ side: 513 }), center, nothing);
    const newer = service.evaluate(makeSpec({ side: 9 }), center, nothing);
    await expect(older).rejects.toMatchObject({ name: "AbortError" });
    expect((await newer).landscape.grid.columns).toBe(9);
  });

  it("pauses, resumes and stops a training", async () => {
    const steps: number[] = [];
    const running = service.train(makeSpec({ steps: 50_000 }), ({ step }) => {
      steps.push(step);
      if (step > 0 && steps.length < 4) void service.controlTraining("pause");
    });
    await expect.poll(() => Math.max(0, ...steps), { timeout: 20_000 }).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const heldAt = steps.at(-1)!;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(steps.at(-1)).toBe(heldAt);
    await service.controlTraining("resume");
    await expect.poll(() => steps.at(-1)!, { timeout: 20_000 }).toBeGreaterThan(heldAt);
    await service.controlTraining("stop");
    const outcome = await running;
    expect(outcome.status).toBe("stopped");
    expect(outcome.step).toBeLessThan(50_000);
    expect(outcome.step).toBe(steps.at(-1));
  });

  it("cancels an older training, also a paused one, when a newer begins", async () => {
    const older = service.train(makeSpec({ steps: 50_000 }), nothing);
    await service.controlTraining("pause");
    const newer = service.train(makeSpec({ steps: 3 }), nothing);
    await expect(older).rejects.toMatchObject({ name: "AbortError" });
    expect(await newer).toMatchObject({ status: "finished", step: 3 });
  });

  it("trains and evaluates at the same time: both make progress", async () => {
    let stepDuringEvaluation = 0;
    let isEvaluating = true;
    const training = service.train(makeSpec({ steps: 50_000 }), ({ step }) => {
      if (isEvaluating) stepDuringEvaluation = step;
    });
    const { landscape } = await service.evaluate(makeSpec({ side: 65 }), center, nothing);
    isEvaluating = false;
    await service.controlTraining("stop");
    await training;
    expect(landscape.loss).toHaveLength(65 * 65);
    expect(stepDuringEvaluation).toBeGreaterThan(0);
  });

  it("says that a training diverged and keeps finite weights", async () => {
    const spec = parseSpec({
      ...makeSpec(),
      network: { layers: [2, 1] },
      loss: { kind: "mse" },
      weights: { kind: "trained", optimizer: "sgd", learningRate: 30, steps: 500, seed: 1 },
    });
    const outcome = await service.train(spec, nothing);
    expect(outcome.status).toBe("diverged");
    expect(outcome.message).toMatch(/^The loss became .* at step \d+; the weights from step \d+ are kept\./);
    expect(outcome.parameters.every(Number.isFinite)).toBe(true);
  });

  it("recovers from a lost context in training, with the weights of an uninterrupted run", async () => {
    const spec = parseSpec({ ...makeSpec(), weights: { ...makeSpec().weights, optimizer: "momentum", steps: 60 } });
    const expected = (await service.train(spec, nothing)).parameters;
    let lost = false;
    const outcome = await service.train(spec, ({ step }) => {
      if (step === 0 || lost) return;
      lost = true;
      void service.loseContext();
    });
    expect(lost).toBe(true);
    expect(outcome.status).toBe("finished");
    expect(outcome.parameters).toEqual(expected);
  });

  it("recovers from a lost context in an evaluation, with the same landscape within its bounds", async () => {
    const spec = makeSpec({ side: 65 });
    const expected = (await service.evaluate(spec, center, nothing)).landscape;
    let lost = false;
    const found = await service.evaluate(spec, center, () => {
      if (lost) return;
      lost = true;
      void service.loseContext();
    });
    expect(lost).toBe(true);
    found.landscape.loss.forEach((loss, point) => {
      const bound = expected.lossError[point]! + found.landscape.lossError[point]!;
      expect(Math.abs(loss - expected.loss[point]!)).toBeLessThanOrEqual(bound);
    });
  });

  it("recovers where both are under way", async () => {
    const training = service.train(makeSpec({ steps: 60 }), nothing);
    let lost = false;
    const evaluation = service.evaluate(makeSpec({ side: 65 }), center, () => {
      if (lost) return;
      lost = true;
      void service.loseContext();
    });
    expect((await evaluation).landscape.loss.every(Number.isFinite)).toBe(true);
    expect(lost).toBe(true);
    expect(await training).toMatchObject({ status: "finished", step: 60 });
  });

  it("compiles ahead without disturbing", async () => {
    await service.warm([makeSpec({ activation: "tanh" }), makeSpec()]);
    const { landscape } = await service.evaluate(makeSpec({ activation: "tanh", side: 5 }), center, nothing);
    expect(landscape.loss).toHaveLength(25);
  });
});

describe("the service without WebGL", () => {
  it("computes in float64 in a worker, with the same answers as the reference computed directly", async () => {
    const service = await createComputeService("reference");
    expect(await service.describe()).toMatchObject({ kind: "reference", floatBits: 64, reason: "" });
    const spec = makeSpec({ side: 9 });
    const outcome = await service.train(spec, nothing);
    const here = createReferenceService();
    expect(outcome.parameters).toEqual((await here.train(spec, nothing)).parameters);
    const { landscape } = await service.evaluate(spec, outcome.parameters, nothing);
    expect(landscape.loss).toEqual((await here.evaluate(spec, outcome.parameters, nothing)).landscape.loss);
    await service.loseContext();
    await service.warm([spec]);
  });
});
