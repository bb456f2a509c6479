import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createReferenceEngine } from "../../../../../src/compute/engine/reference-engine";
import { Commands } from "../../../../../src/compute/jobs/task-context";
import type { RaceOutcome, RaceProgress, RaceSpec, RunnerSpec } from "../../../../../src/compute/jobs/training/race";
import { runRace } from "../../../../../src/compute/jobs/training/run-race";
import { type RaceCommand, StepControl } from "../../../../../src/compute/jobs/training/step-control";
import { createReferenceService } from "../../../../../src/compute/service/reference-service";
import { parseSpec } from "../../../../../src/experiment/parse";
import { OPTIMIZERS, type Spec } from "../../../../../src/experiment/spec";
import { flattenWeights, layoutNetwork } from "../../../../../src/model/network/layout";
import { EXAMPLE_SPEC } from "../../../../support/example-spec";
import { makeContext } from "../../../../support/task-context";

const RUNNERS: readonly RunnerSpec[] = [
  { optimizer: "sgd", learningRate: 0.3 },
  { optimizer: "momentum", learningRate: 0.05 },
  { optimizer: "adam", learningRate: 0.03 },
  { optimizer: "adam", learningRate: 0.1 },
];

function makeSpec(weights: object = {}): Spec {
  return parseSpec({
    format: "losscape-spec",
    version: 1,
    dataset: { kind: "generated", name: "moons", samples: 24, noise: 0.1, seed: 4 },
    network: { layers: [2, 4, 1], activation: "tanh" },
    loss: { kind: "bce", l2: 0.001 },
    weights: { kind: "trained", seed: 5, ...weights },
    plane: { kind: "random" },
  });
}

function makeRace(changes: Partial<RaceSpec> = {}): RaceSpec {
  return { runners: RUNNERS, steps: 25, isPaused: false, stepsPerSecond: null, ...changes };
}

interface Watched {
  readonly outcome: RaceOutcome;
  readonly reports: readonly RaceProgress[];
}

async function watch(spec: Spec, race: RaceSpec): Promise<Watched> {
  const reports: RaceProgress[] = [];
  const outcome = await createReferenceService().run(
    "race",
    { spec, race },
    { onProgress: (report) => reports.push(report) },
  );
  return { outcome, reports };
}

/** The outcome of `train` for the same experiment with a runner's optimizer. */
async function trainAlone(spec: Spec, runner: RunnerSpec, steps: number) {
  const weights = { ...spec.weights, ...runner, steps } as Spec["weights"];
  return createReferenceService().run("train", { ...spec, weights });
}

describe("a race", () => {
  it.each([
    ["full batches", {}],
    ["mini-batches", { batchSize: 7 }],
  ])("gives every runner the weights of a training of its own, at the end and on the way: %s", async (_, weights) => {
    const spec = makeSpec(weights);
    const { outcome, reports } = await watch(spec, makeRace());
    expect(outcome).toMatchObject({ status: "finished", step: 25 });
    for (const [i, runner] of RUNNERS.entries()) {
      const alone = await trainAlone(spec, runner, 25);
      expect(outcome.runners[i]!.now.parameters).toEqual(alone.parameters);
      const points = reports.flatMap(({ runners }) => runners[i]!.points);
      expect(points).toEqual(alone.trajectory);
    }
  });

  it("has every runner at the same step in every report, and reports each loss once", async () => {
    const { reports } = await watch(makeSpec(), makeRace({ steps: 150 }));
    for (const report of reports) {
      for (const { now } of report.runners) expect(now.step).toBe(report.step);
    }
    for (const i of RUNNERS.keys()) {
      const steps = reports.flatMap(({ runners }) => runners[i]!.losses.map(({ step }) => step));
      expect(steps).toEqual(Array.from({ length: 151 }, (_, step) => step));
    }
  });

  it("marks a runner that diverges, which stops while the others continue", async () => {
    const spec = parseSpec({ ...makeSpec(), network: { layers: [2, 1] }, loss: { kind: "mse" } });
    const wild: RunnerSpec = { optimizer: "sgd", learningRate: 30 };
    const calm: RunnerSpec = { optimizer: "sgd", learningRate: 0.1 };
    const { outcome, reports } = await watch(spec, makeRace({ runners: [wild, calm], steps: 120 }));
    const [diverged, finished] = outcome.runners;
    const alone = await trainAlone(spec, wild, 120);
    expect(alone.status).toBe("diverged");
    expect(diverged).toMatchObject({ status: "diverged", message: alone.message });
    expect(diverged!.now).toMatchObject({ step: alone.step, parameters: alone.parameters });
    expect(finished).toMatchObject({ status: "running", message: "" });
    expect(finished!.now.parameters).toEqual((await trainAlone(spec, calm, 120)).parameters);
    const way = reports.flatMap(({ runners }) => runners[0]!.points);
    expect(way.map(({ step }) => step)).toEqual(alone.trajectory.map(({ step }) => step));
    expect(outcome.step).toBe(120);
  });

  it("ends when all have diverged", async () => {
    const spec = parseSpec({ ...makeSpec(), network: { layers: [2, 1] }, loss: { kind: "mse" } });
    const runners = [30, 40].map((learningRate) => ({ optimizer: "sgd" as const, learningRate }));
    const { outcome } = await watch(spec, makeRace({ runners, steps: 100_000 }));
    expect(outcome.runners.map(({ status }) => status)).toEqual(["diverged", "diverged"]);
    expect(outcome.step).toBe(Math.max(...outcome.runners.map(({ now }) => now.step)));
  });

  it("ends at once where the loss is infinite at the start", async () => {
    const points = { kind: "points", inputs: [[1, 1e18]], targets: [[0]] };
    const layers = [{ kernel: [[1e18], [1e18]], bias: [0] }];
    const network = { layers: [2, 1] };
    const spec = parseSpec({
      ...makeSpec(),
      dataset: points,
      network,
      loss: { kind: "mse" },
      weights: { kind: "given", layers },
    });
    const huge = { ...spec, dataset: { ...spec.dataset, inputs: [[1, 1e200]] } } as Spec;
    const { outcome, reports } = await watch(huge, makeRace());
    expect(outcome).toMatchObject({ status: "finished", step: 0 });
    for (const { status, message } of outcome.runners) {
      expect([status, message]).toEqual(["diverged", expect.stringContaining("infinite at the initial weights")]);
    }
    expect(reports.flatMap(({ runners }) => runners[0]!.points.map(({ step }) => step))).toEqual([0]);
  });

  it("starts from given weights", async () => {
    const spec = parseSpec(EXAMPLE_SPEC);
    const { reports, outcome } = await watch(spec, makeRace({ steps: 3 }));
    const layers = spec.weights.kind === "given" ? spec.weights.layers : [];
    const start = flattenWeights(layoutNetwork(spec.network), layers);
    for (const { points } of reports[0]!.runners) expect(points[0]!.parameters).toEqual(start);
    expect(outcome.runners.map(({ now }) => now.step)).toEqual([3, 3, 3, 3]);
  });

  it("gives the same weights whatever optimizers run beside one another", async () => {
    const spec = makeSpec({ batchSize: 9 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            optimizer: fc.constantFrom(...OPTIMIZERS),
            learningRate: fc.double({ min: 1e-3, max: 0.1, noNaN: true }),
          }),
          { minLength: 2, maxLength: 4 },
        ),
        async (runners) => {
          const { outcome } = await watch(spec, makeRace({ runners, steps: 6 }));
          for (const [i, runner] of runners.entries()) {
            expect(outcome.runners[i]!.now.parameters).toEqual((await trainAlone(spec, runner, 6)).parameters);
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it("keeps evenly spaced points of a long trajectory, as many as are drawn", async () => {
    const { reports } = await watch(makeSpec(), makeRace({ runners: RUNNERS.slice(0, 2), steps: 1_000 }));
    const steps = reports.flatMap(({ runners }) => runners[0]!.points.map(({ step }) => step));
    expect(steps).toEqual(Array.from({ length: 167 }, (_, i) => 6 * i));
  });
});

/** A race on the float64 reference that the test controls. */
function drive(race: RaceSpec, onProgress: (report: RaceProgress) => void = () => {}) {
  const commands = new Commands<RaceCommand>();
  const abort = new AbortController();
  const reports: RaceProgress[] = [];
  const report = (progress: RaceProgress): void => {
    reports.push(progress);
    onProgress(progress);
  };
  const context = makeContext({ signal: abort.signal, commands, report });
  const outcome = runRace(createReferenceEngine(), { spec: makeSpec(), race }, context);
  const reach = (step: number) => expect.poll(() => reports.at(-1)?.step, { timeout: 10_000, interval: 2 }).toBe(step);
  return { outcome, commands, abort, reports, reach };
}

describe("commands during a race", () => {
  it("waits before the first step, takes single steps, continues and stops", async () => {
    const { outcome, commands, reach } = drive(makeRace({ steps: 1_000_000, isPaused: true }));
    await reach(0);
    for (const step of [1, 2, 3]) {
      commands.send("step");
      await reach(step);
    }
    commands.send("step");
    commands.send("step");
    await reach(5);
    commands.send("resume");
    commands.send("stop");
    const { status, runners, step } = await outcome;
    expect(status).toBe("stopped");
    expect(runners.map(({ now }) => now.step)).toEqual([step, step, step, step]);
  });

  it("pauses at a step and ends with the weights of an undisturbed race", async () => {
    const race = makeRace({ steps: 400 });
    let paused = false;
    const driven = drive(race, ({ step }) => {
      if (step === 0 || paused) return;
      paused = true;
      driven.commands.send("pause");
    });
    await expect.poll(() => paused, { timeout: 10_000, interval: 2 }).toBe(true);
    driven.commands.send("step");
    driven.commands.send("resume");
    const { runners } = await driven.outcome;
    expect(runners).toEqual((await watch(makeSpec(), race)).outcome.runners);
  });

  it("takes no more steps at once than its speed allows", async () => {
    const { outcome, commands, reach, reports } = drive(makeRace({ steps: 1_000_000, stepsPerSecond: 0.001 }));
    await reach(1);
    commands.send({ stepsPerSecond: 300 });
    await expect.poll(() => reports.at(-1)!.step, { timeout: 10_000 }).toBeGreaterThan(1);
    commands.send("stop");
    expect((await outcome).status).toBe("stopped");
  });

  it("allows as many steps as its speed does, one at a time while it is paused", () => {
    const control = new StepControl({ isPaused: false, stepsPerSecond: 0.001 });
    expect(control.takeBudget(64)).toEqual({ steps: 1, milliseconds: 1_000_000 });
    control.obey({ stepsPerSecond: 300 });
    expect(control.takeBudget(64)).toEqual({ steps: 20, milliseconds: 20_000 / 300 });
    expect(control.takeBudget(7).steps).toBe(7);
    control.obey("pause");
    expect(control.takeBudget(64)).toEqual({ steps: 1, milliseconds: 0 });
  });

  it("rejects when it is aborted while it is paused, rests, or reports", async () => {
    for (const settings of [{ isPaused: true }, { isPaused: false, stepsPerSecond: 0.001 }]) {
      const { outcome, abort, reach } = drive(makeRace({ steps: 1_000_000, ...settings }));
      await reach(settings.isPaused ? 0 : 1);
      abort.abort();
      await expect(outcome).rejects.toMatchObject({ name: "AbortError" });
    }
    const driven = drive(makeRace({ isPaused: true }), () => driven.abort.abort());
    await expect(driven.outcome).rejects.toMatchObject({ name: "AbortError" });
  });

  it.each<RaceCommand>(["pause", "resume"])("is not ended by a newer one, after %s too", async (command) => {
    const service = createReferenceService();
    const commands = new Commands<RaceCommand>();
    const older = service.run("race", { spec: makeSpec(), race: makeRace({ steps: 1_000_000 }) }, { commands });
    commands.send(command);
    const newer = await service.run("race", { spec: makeSpec(), race: makeRace({ steps: 2 }) });
    expect(newer).toMatchObject({ status: "finished", step: 2 });
    commands.send("stop");
    expect(await older).toMatchObject({ status: "stopped" });
  });
});
