import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { createReferenceEngine } from "../../src/compute/engine/reference-engine";
import { runPlannedTraining } from "../../src/compute/jobs/training/run-training";
import { OPTIMIZERS } from "../../src/experiment/spec";
import { createWebglBackend, type WebglBackend } from "../../src/gpu/backend";
import { WebglTrainingSession } from "../../src/gpu/training";
import { evaluateLoss } from "../../src/model/network/evaluate";
import { asParameters } from "../../src/model/network/layout";
import { ReferenceTrainingSession } from "../../src/model/training/reference-session";
import type { TrainingPlan } from "../../src/model/training/session";
import { countDraws, countLiveObjects } from "../support/live-objects";
import { deriveTolerance, distanceBetween, trainPlainly } from "../support/plain-training";
import { makeContext } from "../support/task-context";
import { trainWithTfjs } from "../support/tfjs-training";
import { makeTrainingPlan, TRAINING_CASES } from "../support/training-plans";
import { delayAnswers } from "../support/webgl-faults";

const STEPS = 20;
const nothingRecorded = () => false;

let backend: WebglBackend;
beforeAll(async () => {
  backend = await createWebglBackend();
});

async function trainOnGpu(plan: TrainingPlan, stretches: readonly number[] = [STEPS]) {
  const session = new WebglTrainingSession(backend, plan);
  try {
    let stretch = await session.advance(0, nothingRecorded);
    for (const count of stretches) stretch = await session.advance(count, nothingRecorded);
    return stretch;
  } finally {
    session.dispose();
  }
}

/** The absolute error of sin and cos within ±π that Vulkan allows ("Precision of GLSL.std.450"); a browser may use Vulkan. */
const LIBRARY_SINE_NOISE = 2 ** -11;

it("runs on a GPU backend that names its renderer", () => {
  expect(tf.getBackend()).toBe("webgl");
  expect(backend.info).toMatchObject({ kind: "webgl", floatBits: 32 });
  expect(backend.info.renderer).toMatch(/\w/);
  expect(tf.env().getBool("WEBGL_CPU_FORWARD")).toBe(false);
});

/** The ways to train in float32. The float64 training takes the same cases (reference-session.test.ts). */
const ROADS = {
  WebGL: async (plan: TrainingPlan) => {
    const { parameters, losses } = await trainOnGpu(plan);
    return { parameters, loss: losses.at(-1)!.loss };
  },
  "tfjs's ops": async (plan: TrainingPlan) => {
    const { parameters, losses } = await trainWithTfjs(plan, STEPS);
    return { parameters, loss: losses.at(-1)! };
  },
};

describe.each(["WebGL", "tfjs's ops"] as const)("training by %s agrees with the float64 training", (road) => {
  it.each(TRAINING_CASES)("%s", async (_name, training) => {
    const plan = makeTrainingPlan(training);
    const exact = trainPlainly(plan, STEPS);
    const found = await ROADS[road](plan);
    const hasSine = plan.layout.layers.some(({ activation }) => activation === "sin");
    const noise = hasSine && road !== "WebGL" ? LIBRARY_SINE_NOISE : undefined;
    const tolerance = deriveTolerance(plan, STEPS, exact, noise);
    expect(tolerance).toBeLessThan(0.1 * distanceBetween(exact, plan.initial));
    expect(distanceBetween(found.parameters, exact)).toBeLessThan(tolerance);
    expect(found.loss).toBeCloseTo(evaluateLoss(plan, asParameters(plan.layout, found.parameters)), 5);
  });
});

describe("training on WebGL", () => {
  it("gives the loss after every step", async () => {
    const plan = makeTrainingPlan({ loss: "bce", l2: 0.01, weights: { optimizer: "adam", learningRate: 0.02 } });
    const exact = await new ReferenceTrainingSession(plan).advance(STEPS, nothingRecorded);
    const found = await trainOnGpu(plan);
    expect(found.losses.map(({ step }) => step)).toEqual(exact.losses.map(({ step }) => step));
    found.losses.forEach(({ loss }, i) => {
      expect(loss).toBeCloseTo(exact.losses[i]!.loss, 5);
    });
  });

  it("mini-batches use the samples in the same order", async () => {
    const plan = makeTrainingPlan({ weights: { batchSize: 7, learningRate: 0.02 } });
    const found = await trainOnGpu(plan);
    const other = makeTrainingPlan({ weights: { batchSize: 7, learningRate: 0.02, seed: 12 } });
    const shuffled = trainPlainly({ ...other, initial: plan.initial }, STEPS);
    const exact = trainPlainly(plan, STEPS);
    const away = distanceBetween(found.parameters, exact);
    expect(away).toBeLessThan(1e-5);
    expect(distanceBetween(shuffled, exact)).toBeGreaterThan(100 * away);
  });

  it.each([
    ["full batches", "full"],
    ["mini-batches", 5],
  ] as const)("reads more than one run in a long stretch: %s", async (_name, batchSize) => {
    const plan = makeTrainingPlan({ weights: { batchSize, learningRate: 0.01 } });
    const session = new WebglTrainingSession(backend, plan);
    const isRecorded = (step: number) => step % 50 === 0;
    const { parameters, records, losses } = await session.advance(300, isRecorded);
    session.dispose();
    expect(records.map(({ step }) => step)).toEqual([50, 100, 150, 200, 250, 300]);
    expect(losses.map(({ step }) => step)).toEqual(
      batchSize === "full" ? Array.from({ length: 300 }, (_, i) => i + 1) : [50, 100, 150, 200, 250, 300],
    );
    const short = new WebglTrainingSession(backend, plan);
    let last = await short.advance(0, nothingRecorded);
    for (let step = 0; step < 300; step += 25) last = await short.advance(25, nothingRecorded);
    short.dispose();
    expect(last.parameters).toEqual(parameters);
    expect(records.at(-1)!.parameters).toEqual(parameters);
    expect(last.losses.at(-1)).toEqual(losses.at(-1));
  });

  it("takes 2L + 1 draws a step", async () => {
    const plan = makeTrainingPlan({ weights: { steps: 40 } });
    const session = new WebglTrainingSession(backend, plan);
    await session.advance(1, nothingRecorded);
    const counted = countDraws();
    await session.advance(30, nothingRecorded).finally(counted.restore);
    session.dispose();
    const layers = plan.layout.layers.length;
    // And at the end the loss of the last θ: forward, sum, update.
    expect(counted.draws()).toBe(30 * (2 * layers + 1) + layers + 2);
  });

  it("shows that it diverges where an activation is bounded", async () => {
    const plan = makeTrainingPlan({
      network: { activation: "sigmoid", layers: [2, 4, 1] },
      weights: { learningRate: 100, steps: 400 },
    });
    const startTraining = () => new WebglTrainingSession(backend, plan);
    const outcome = await runPlannedTraining({ startTraining }, plan, makeContext());
    const reference = await runPlannedTraining(createReferenceEngine(), plan, makeContext());
    expect(reference.status).toBe("diverged");
    expect(outcome).toMatchObject({ status: "diverged", step: expect.closeTo(reference.step, -1) });
    expect(outcome.message).toContain(`at step ${outcome.step + 1}; the weights from step ${outcome.step} are kept.`);
  });
});

describe("a training on WebGL", () => {
  it.each([
    ["full batches", { optimizer: "adam" as const, learningRate: 0.03 }],
    ["mini-batches", { optimizer: "momentum" as const, learningRate: 0.03, batchSize: 5 }],
  ])("gives the same bits twice, however it is paced: %s", async (_name, weights) => {
    const plan = makeTrainingPlan({ loss: "bce", weights });
    const first = await trainOnGpu(plan);
    expect((await trainOnGpu(plan)).parameters).toEqual(first.parameters);
    expect((await trainOnGpu(plan, [1, 2, 3, 4, 5, 5])).parameters).toEqual(first.parameters);
  });

  it("gives the same bits for a network so small that its tensors could become uniforms", async () => {
    const plan = makeTrainingPlan({
      network: { layers: [2, 1] },
      weights: { optimizer: "rmsprop", learningRate: 0.01 },
    });
    const first = await trainOnGpu(plan);
    expect((await trainOnGpu(plan, Array(STEPS).fill(1))).parameters).toEqual(first.parameters);
  });

  it.each(OPTIMIZERS)(
    "holds as many textures after 12 steps as after 2, and none at the end: %s",
    async (optimizer) => {
      const objects = countLiveObjects();
      try {
        const session = new WebglTrainingSession(
          backend,
          makeTrainingPlan({ loss: "bce", weights: { optimizer, batchSize: 7 } }),
        );
        await session.advance(2, () => true);
        const held = objects.live();
        expect(held).toBeGreaterThan(10);
        await session.advance(5, (step) => step % 2 === 0);
        await session.advance(5, nothingRecorded);
        expect(objects.live()).toBe(held);
        session.dispose();
        expect(objects.live()).toBe(0);
      } finally {
        objects.restore();
      }
    },
  );

  it("records θ and the loss at the requested steps", async () => {
    const plan = makeTrainingPlan();
    const session = new WebglTrainingSession(backend, plan);
    const stretch = await session.advance(10, (step) => step % 5 === 0);
    session.dispose();
    expect(stretch.losses.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(stretch.records.map(({ step }) => step)).toEqual([5, 10]);
    expect(stretch.records[1]!.parameters).toEqual(stretch.parameters);
    expect(stretch.records[0]!.parameters).toEqual((await trainOnGpu(plan, [5])).parameters);
    for (const { step, parameters } of stretch.records) {
      const { loss } = stretch.losses[step - 1]!;
      expect(Math.abs(loss - evaluateLoss(plan, parameters))).toBeLessThan(1e-6);
    }
  });

  it("rewinds to the beginning of the last stretch", async () => {
    const plan = makeTrainingPlan({ weights: { optimizer: "momentum", learningRate: 0.03 } });
    const session = new WebglTrainingSession(backend, plan);
    await session.advance(4, nothingRecorded);
    await session.advance(6, nothingRecorded);
    await session.rewind();
    const again = await session.advance(16, nothingRecorded);
    session.dispose();
    expect(again.step).toBe(STEPS);
    expect(again.parameters).toEqual((await trainOnGpu(plan)).parameters);
  });

  it("names the step of the divergence and keeps the last finite weights", async () => {
    const plan = makeTrainingPlan({ network: { layers: [2, 1] }, weights: { learningRate: 30, steps: 300 } });
    const startTraining = () => new WebglTrainingSession(backend, plan);
    const outcome = await runPlannedTraining({ startTraining }, plan, makeContext());
    expect(outcome.status).toBe("diverged");
    expect(outcome.message).toContain(`at step ${outcome.step + 1}; the weights from step ${outcome.step} are kept.`);
    expect(outcome.parameters.every(Number.isFinite)).toBe(true);
    expect(Number.isFinite(outcome.trajectory.at(-1)!.loss)).toBe(true);
    expect(outcome.step).toBeGreaterThan(5);
  });
});

describe("a GPU that does not answer a training in time", () => {
  const LIMITS = { limitMs: 150 };

  it("is repeated: late answers change no bit", async () => {
    const plan = makeTrainingPlan({ weights: { optimizer: "momentum", batchSize: 7 } });
    const session = new WebglTrainingSession(backend, plan, LIMITS);
    await session.advance(8, nothingRecorded);
    const giveBack = delayAnswers((answer) => answer < 2);
    const found = await session.advance(STEPS - 8, nothingRecorded).finally(giveBack);
    session.dispose();
    expect(found.parameters).toEqual((await trainOnGpu(plan)).parameters);
    expect(session.note).toBe("");
  });

  it.each(OPTIMIZERS)(
    "hands over to the processor when it is late again and again, with %s's averages",
    async (optimizer) => {
      const plan = makeTrainingPlan({ loss: "bce", weights: { optimizer, learningRate: 0.02 } });
      const exact = trainPlainly(plan, STEPS);
      const session = new WebglTrainingSession(backend, plan, LIMITS);
      const before = await session.advance(8, nothingRecorded);
      const giveBack = delayAnswers(() => true);
      const found = await session.advance(STEPS - 8, nothingRecorded).finally(giveBack);
      expect(found.step).toBe(STEPS);
      expect(distanceBetween(found.parameters, exact)).toBeLessThan(deriveTolerance(plan, STEPS, exact));
      expect(session.note).toBe(
        "The GPU did not answer in time, so the steps after step 8 were computed on the processor.",
      );
      await session.rewind();
      expect((await session.advance(0, nothingRecorded)).parameters).toEqual(before.parameters);
      session.dispose();
    },
  );

  it("is named in the outcome of the training, which finishes", async () => {
    const plan = makeTrainingPlan({ weights: { steps: STEPS } });
    const startTraining = () => new WebglTrainingSession(backend, plan, LIMITS);
    const giveBack = delayAnswers(() => true);
    const outcome = await runPlannedTraining({ startTraining }, plan, makeContext()).finally(giveBack);
    const reference = await runPlannedTraining(createReferenceEngine(), plan, makeContext());
    expect(outcome).toMatchObject({ status: "finished", parameters: reference.parameters });
    expect(outcome.message).toMatch(/^The GPU did not answer in time, so the steps after step 0 /);
    expect(reference.message).toBe("");
  });
});
