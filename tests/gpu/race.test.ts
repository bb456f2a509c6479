import { beforeAll, describe, expect, it } from "vitest";
import { Commands } from "../../src/compute/jobs/task-context";
import type { RaceProgress, RaceSpec, RunnerSpec } from "../../src/compute/jobs/training/race";
import type { RaceCommand } from "../../src/compute/jobs/training/step-control";
import type { TrainingOutcome } from "../../src/compute/jobs/training/training-outcome";
import { type ComputePlace, createComputeService } from "../../src/compute/service/client";
import type { ComputeService } from "../../src/compute/service/tasks";
import { parseSpec } from "../../src/experiment/parse";
import type { Spec } from "../../src/experiment/spec";
import { RANDOM_DEFAULT } from "../support/random-default";

const STEPS = 20;
const RUNNERS: readonly RunnerSpec[] = [
  { optimizer: "sgd", learningRate: 0.1 },
  { optimizer: "momentum", learningRate: 0.05 },
  { optimizer: "adam", learningRate: 0.02 },
  { optimizer: "rmsprop", learningRate: 0.005 },
];

function makeSpec(weights: object = {}, network: object = { layers: [2, 4, 4, 1] }): Spec {
  return parseSpec({
    ...RANDOM_DEFAULT,
    dataset: { ...RANDOM_DEFAULT.dataset, samples: 24 },
    network,
    weights: { ...RANDOM_DEFAULT.weights, ...weights },
  });
}

function makeRace(changes: Partial<RaceSpec> = {}): RaceSpec {
  return { runners: RUNNERS, steps: STEPS, isPaused: false, stepsPerSecond: null, ...changes };
}

describe.each(["worker", "page"] as const satisfies readonly ComputePlace[])("a race on WebGL, %s", (place) => {
  let service: ComputeService;
  beforeAll(async () => {
    service = await createComputeService({ choice: "webgl", comparison: null }, place);
    expect((await service.run("describe", undefined)).kind).toBe("webgl");
  });

  const train = (spec: Spec, runner: RunnerSpec, steps: number): Promise<TrainingOutcome> =>
    service.run("train", { ...spec, weights: { ...spec.weights, ...runner, steps } as Spec["weights"] });

  it("gives every runner the same bits as a separate training, also beside a runner with another learning rate", async () => {
    const spec = makeSpec({ batchSize: 7 });
    const twins = [...RUNNERS.slice(0, 3), { optimizer: "sgd" as const, learningRate: 0.02 }];
    for (const [title, race, at] of [
      ["full batches", makeRace(), makeSpec()],
      ["mini-batches", makeRace({ runners: twins }), spec],
    ] as const) {
      const outcome = await service.run("race", { spec: at, race });
      expect(outcome).toMatchObject({ status: "finished", step: STEPS });
      for (const [i, runner] of race.runners.entries()) {
        const alone = await train(at, runner, STEPS);
        expect(outcome.runners[i]!.now.parameters, `${title}, ${runner.optimizer}`).toEqual(alone.parameters);
        expect(outcome.runners[i]!.now.loss).toBe(alone.trajectory.at(-1)!.loss);
      }
    }
  });

  it("marks a runner that diverges and finishes the others in step", async () => {
    const spec = parseSpec({ ...makeSpec({}, { layers: [2, 1] }), loss: { kind: "mse" } });
    const wild: RunnerSpec = { optimizer: "sgd", learningRate: 30 };
    const calm: RunnerSpec = { optimizer: "sgd", learningRate: 0.1 };
    const reports: RaceProgress[] = [];
    const { runners } = await service.run(
      "race",
      { spec, race: makeRace({ runners: [wild, calm], steps: 150 }) },
      { onProgress: (report) => reports.push(report) },
    );
    const alone = await train(spec, wild, 150);
    expect(runners[0]).toMatchObject({ status: "diverged", message: alone.message });
    expect(runners[0]!.now).toMatchObject({ step: alone.step, parameters: alone.parameters });
    expect(runners[1]).toMatchObject({ status: "running", now: { step: 150 } });
    expect(runners[1]!.now.parameters).toEqual((await train(spec, calm, 150)).parameters);
    for (const { step, runners: standing } of reports) {
      for (const { status, now } of standing) if (status === "running") expect(now.step).toBe(step);
    }
  });

  it("recovers from a lost context with the weights of an uninterrupted race", async () => {
    const runners = RUNNERS.slice(0, 2);
    const spec = makeSpec();
    const request = { spec, race: makeRace({ runners, steps: 60 }) };
    const expected = await service.run("race", request);
    let lost = false;
    const found = await service.run("race", request, {
      onProgress({ step }) {
        if (step === 0 || lost) return;
        lost = true;
        void service.run("loseContext", undefined);
      },
    });
    expect(lost).toBe(true);
    expect(found.runners.map(({ now }) => now.parameters)).toEqual(expected.runners.map(({ now }) => now.parameters));
  });

  it("runs beside a training, paused and resumed, and both make progress", async () => {
    const commands = new Commands<RaceCommand>();
    const request = { spec: makeSpec(), race: makeRace({ runners: RUNNERS.slice(0, 2), isPaused: true }) };
    const race = service.run("race", request, { commands });
    const training = await train(makeSpec(), RUNNERS[0]!, 5);
    expect(training).toMatchObject({ status: "finished", step: 5 });
    commands.send("resume");
    expect(await race).toMatchObject({ status: "finished", step: STEPS });
  });
});
