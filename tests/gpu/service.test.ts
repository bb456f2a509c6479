import { beforeAll, describe, expect, it } from "vitest";
import type { LandscapeProgress } from "../../src/compute/jobs/landscape-outcome";
import { Commands } from "../../src/compute/jobs/task-context";
import type { TrainingCommand } from "../../src/compute/jobs/training/step-control";
import type { TrainingProgress } from "../../src/compute/jobs/training/training-outcome";
import { type ComputePlace, createComputeService } from "../../src/compute/service/client";
import { createReferenceService } from "../../src/compute/service/reference-service";
import type { ComputeService } from "../../src/compute/service/tasks";
import { parseSpec } from "../../src/experiment/parse";
import type { Spec } from "../../src/experiment/spec";
import { flattenWeights, layoutNetwork, type Parameters } from "../../src/model/network/layout";
import { RANDOM_DEFAULT } from "../support/random-default";

/** The page's first experiment with changes, made small. */
function makeSpec(
  changes: { steps?: number; side?: number; learningRate?: number; activation?: "relu" | "tanh" } = {},
): Spec {
  const { steps = 30, side = 25, learningRate = 0.03, activation = "relu" } = changes;
  return parseSpec({
    ...RANDOM_DEFAULT,
    dataset: { ...RANDOM_DEFAULT.dataset, samples: 24 },
    network: { layers: [2, 4, 4, 1], activation },
    weights: { ...RANDOM_DEFAULT.weights, steps, learningRate },
    grid: { ...RANDOM_DEFAULT.grid, columns: side, rows: side },
  });
}

describe.each(["worker", "page"] as const satisfies readonly ComputePlace[])("the service on WebGL, %s", (place) => {
  let service: ComputeService;
  let center: Parameters;

  beforeAll(async () => {
    service = await createComputeService({ choice: "webgl", comparison: null }, place);
    center = (await service.run("train", makeSpec({ steps: 5 }))).parameters;
  });

  it("names the backend that computes", async () => {
    const { kind, renderer, floatBits, reason } = await service.run("describe", undefined);
    expect({ kind, floatBits, reason }).toEqual({ kind: "webgl", floatBits: 32, reason: "" });
    expect(renderer).toMatch(/\w/);
  });

  it("trains: reports in order, the last before the outcome, the same weights twice", async () => {
    const reports: TrainingProgress[] = [];
    const spec = makeSpec();
    const outcome = await service.run("train", spec, { onProgress: (report) => reports.push(report) });
    expect(outcome).toMatchObject({ status: "finished", step: 30, message: "" });
    expect(reports.flatMap(({ losses }) => losses.map(({ step }) => step))).toEqual(
      Array.from({ length: 31 }, (_, step) => step),
    );
    expect(reports.at(-1)).toMatchObject({ step: 30, steps: 30, parameters: outcome.parameters });
    expect(outcome.trajectory.at(-1)!.loss).toBeLessThan(outcome.trajectory[0]!.loss);
    expect((await service.run("train", spec)).parameters).toEqual(outcome.parameters);
  });

  it("returns given weights unchanged", async () => {
    const layout = layoutNetwork({ ...RANDOM_DEFAULT.network, layers: [2, 1] });
    const layers = [{ kernel: [[1], [2]], bias: [3] }];
    const spec = parseSpec({ ...makeSpec(), network: { layers: [2, 1] }, weights: { kind: "given", layers } });
    const outcome = await service.run("train", spec);
    expect(outcome).toMatchObject({ status: "finished", step: 0, parameters: flattenWeights(layout, layers) });
  });

  it("evaluates a coarse grid first, agrees with float64 within the bounds, and reports progress", async () => {
    const spec = makeSpec({ side: 65 });
    const reports: LandscapeProgress[] = [];
    const { landscape, verdict, timings } = await service.run(
      "evaluate",
      { spec, parameters: center },
      { onProgress: (report) => reports.push(report) },
    );
    const shown = reports.flatMap((report) => (report.landscape ? [report.landscape.grid.columns] : []));
    expect(shown).toEqual([33, 65]);
    const fractions = reports.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect(verdict.reason).toMatch(/\.$/);
    expect(timings.total).toBeGreaterThan(0);
    const coarse = { ...spec, grid: { ...spec.grid, columns: 17, rows: 17 } };
    const reference = (await createReferenceService().run("evaluate", { spec: coarse, parameters: center })).landscape;
    for (let point = 0; point < 17 * 17; point++) {
      const [row, column] = [Math.floor(point / 17), point % 17];
      const fine = row * 4 * 65 + column * 4;
      const bound = landscape.lossError[fine]! + reference.lossError[point]!;
      expect(Math.abs(landscape.loss[fine]! - reference.loss[point]!)).toBeLessThanOrEqual(bound);
    }
  });

  it("ends an evaluation that is aborted, and continues an older one while a newer one runs", async () => {
    const abort = new AbortController();
    const large = { spec: makeSpec({ side: 513 }), parameters: center };
    const aborted = service.run("evaluate", large, { signal: abort.signal, onProgress: () => abort.abort() });
    await expect(aborted).rejects.toMatchObject({ name: "AbortError" });
    const older = service.run("evaluate", { spec: makeSpec({ side: 65 }), parameters: center });
    const newer = service.run("evaluate", { spec: makeSpec({ side: 9 }), parameters: center });
    expect((await newer).landscape.grid.columns).toBe(9);
    expect((await older).landscape.grid.columns).toBe(65);
  });

  it("lets the page's training go before one in the background, which waits between its stretches of steps", async () => {
    const abort = new AbortController();
    let reports = 0;
    const background = service.run("train", makeSpec({ steps: 50_000 }), {
      priority: "background",
      signal: abort.signal,
      onProgress: () => {
        reports++;
      },
    });
    const ended = expect(background).rejects.toMatchObject({ name: "AbortError" });
    await expect.poll(() => reports, { timeout: 20_000, interval: 5 }).toBeGreaterThan(1);
    const commands = new Commands<TrainingCommand>();
    let reportsAtStep = -1;
    const training = service.run("train", makeSpec({ steps: 50_000 }), {
      commands,
      onProgress({ step }) {
        if (step > 0 && reportsAtStep < 0) reportsAtStep = reports;
      },
    });
    await expect.poll(() => reportsAtStep, { timeout: 20_000 }).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(reports).toBe(reportsAtStep);
    commands.send("pause");
    await expect.poll(() => reports, { timeout: 20_000 }).toBeGreaterThan(reportsAtStep);
    abort.abort();
    commands.send("stop");
    await Promise.all([ended, training]);
  });

  it("pauses, resumes and stops a training", async () => {
    const steps: number[] = [];
    const commands = new Commands<TrainingCommand>();
    const running = service.run("train", makeSpec({ steps: 50_000 }), {
      commands,
      onProgress({ step }) {
        steps.push(step);
        if (step > 0 && steps.length < 4) commands.send("pause");
      },
    });
    await expect.poll(() => Math.max(0, ...steps), { timeout: 20_000 }).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const heldAt = steps.at(-1)!;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(steps.at(-1)).toBe(heldAt);
    commands.send("resume");
    await expect.poll(() => steps.at(-1)!, { timeout: 20_000 }).toBeGreaterThan(heldAt);
    commands.send("stop");
    const outcome = await running;
    expect(outcome.status).toBe("stopped");
    expect(outcome.step).toBeLessThan(50_000);
    expect(outcome.step).toBe(steps.at(-1));
  });

  it("ends a training only by its own signal, also a paused one", async () => {
    const abort = new AbortController();
    const commands = new Commands<TrainingCommand>();
    const older = service.run("train", makeSpec({ steps: 50_000 }), { signal: abort.signal, commands });
    commands.send("pause");
    const newer = service.run("train", makeSpec({ steps: 3 }));
    expect(await newer).toMatchObject({ status: "finished", step: 3 });
    abort.abort();
    await expect(older).rejects.toMatchObject({ name: "AbortError" });
  });

  it("trains and evaluates at the same time: both make progress", async () => {
    let stepDuringEvaluation = 0;
    let isEvaluating = true;
    const commands = new Commands<TrainingCommand>();
    const training = service.run("train", makeSpec({ steps: 50_000 }), {
      commands,
      onProgress({ step }) {
        if (isEvaluating) stepDuringEvaluation = step;
      },
    });
    const { landscape } = await service.run("evaluate", { spec: makeSpec({ side: 257 }), parameters: center });
    isEvaluating = false;
    commands.send("stop");
    await training;
    expect(landscape.loss).toHaveLength(257 * 257);
    expect(stepDuringEvaluation).toBeGreaterThan(0);
  });

  it("reports that a training diverged and keeps finite weights", async () => {
    const spec = parseSpec({
      ...makeSpec(),
      network: { layers: [2, 1] },
      loss: { kind: "mse" },
      weights: { kind: "trained", optimizer: "sgd", learningRate: 30, steps: 500, seed: 1 },
    });
    const outcome = await service.run("train", spec);
    expect(outcome.status).toBe("diverged");
    expect(outcome.message).toMatch(/^The loss became .* at step \d+; the weights from step \d+ are kept\./);
    expect(outcome.parameters.every(Number.isFinite)).toBe(true);
  });

  it("recovers from a lost context in training, with the weights of an uninterrupted run", async () => {
    const spec = parseSpec({ ...makeSpec(), weights: { ...makeSpec().weights, optimizer: "momentum", steps: 60 } });
    const expected = (await service.run("train", spec)).parameters;
    let lost = false;
    const outcome = await service.run("train", spec, {
      onProgress({ step }) {
        if (step === 0 || lost) return;
        lost = true;
        void service.run("loseContext", undefined);
      },
    });
    expect(lost).toBe(true);
    expect(outcome.status).toBe("finished");
    expect(outcome.parameters).toEqual(expected);
  });

  it("recovers from a lost context in an evaluation, with the same landscape within its bounds", async () => {
    const spec = makeSpec({ side: 65 });
    const expected = (await service.run("evaluate", { spec, parameters: center })).landscape;
    let lost = false;
    const found = await service.run(
      "evaluate",
      { spec, parameters: center },
      {
        onProgress() {
          if (lost) return;
          lost = true;
          void service.run("loseContext", undefined);
        },
      },
    );
    expect(lost).toBe(true);
    found.landscape.loss.forEach((loss, point) => {
      const bound = expected.lossError[point]! + found.landscape.lossError[point]!;
      expect(Math.abs(loss - expected.loss[point]!)).toBeLessThanOrEqual(bound);
    });
  });

  it("recovers while both run", async () => {
    const training = service.run("train", makeSpec({ steps: 60 }));
    let lost = false;
    const evaluation = service.run(
      "evaluate",
      { spec: makeSpec({ side: 65 }), parameters: center },
      {
        onProgress() {
          if (lost) return;
          lost = true;
          void service.run("loseContext", undefined);
        },
      },
    );
    expect((await evaluation).landscape.loss.every(Number.isFinite)).toBe(true);
    expect(lost).toBe(true);
    expect(await training).toMatchObject({ status: "finished", step: 60 });
  });

  it("compiles ahead without changing other work", async () => {
    await service.run("warm", [makeSpec({ activation: "tanh" }), makeSpec()]);
    const { landscape } = await service.run("evaluate", {
      spec: makeSpec({ activation: "tanh", side: 5 }),
      parameters: center,
    });
    expect(landscape.loss).toHaveLength(25);
  });
});

describe("the engines of a worker", () => {
  it("are the float64 reference where it is chosen, with the same answers as computed directly", async () => {
    const service = await createComputeService({ choice: "reference", comparison: null });
    expect(await service.run("describe", undefined)).toMatchObject({ kind: "reference", floatBits: 64, reason: "" });
    const spec = makeSpec({ side: 9 });
    const outcome = await service.run("train", spec);
    const here = createReferenceService();
    expect(outcome.parameters).toEqual((await here.run("train", spec)).parameters);
    const { landscape } = await service.run("evaluate", { spec, parameters: outcome.parameters });
    expect(landscape.loss).toEqual(
      (await here.run("evaluate", { spec, parameters: outcome.parameters })).landscape.loss,
    );
    await service.run("loseContext", undefined);
    await service.run("warm", [spec]);
  });

  it("begin with the processor, are timed side by side, and obey a choice", async () => {
    const service = await createComputeService();
    const first = await service.run("describe", undefined);
    expect(first).toMatchObject({
      kind: "processor",
      floatBits: 64,
      choice: "automatic",
      comparison: null,
      reason: "",
    });
    const { comparison, kind } = await service.run("compareEngines", undefined);
    expect(comparison!.faster).toBe(kind);
    expect(comparison!.ratio).toBeGreaterThanOrEqual(1);
    expect(comparison!.device).toMatch(/\w/);
    expect(await service.run("compareEngines", undefined)).toMatchObject({ comparison });
    const spec = makeSpec({ side: 9, steps: 2 });
    for (const choice of ["webgl", "processor"] as const) {
      expect(await service.run("chooseEngine", choice)).toMatchObject({ kind: choice, choice, comparison: null });
      const { parameters } = await service.run("train", spec);
      const { landscape } = await service.run("evaluate", { spec, parameters });
      expect(landscape.backend.kind).toBe(choice);
    }
  });

  it("begin with the faster one of an earlier visit", async () => {
    const comparison = { faster: "webgl", ratio: 3, device: "a card" } as const;
    const service = await createComputeService({ choice: "automatic", comparison });
    expect(await service.run("describe", undefined)).toMatchObject({ kind: "webgl", comparison });
  });
});
