import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { createReferenceEngine } from "../../src/compute/engine/reference-engine";
import { runPlannedTraining } from "../../src/compute/jobs/training/run-training";
import { ACTIVATIONS, LOSSES, OPTIMIZERS } from "../../src/experiment/spec";
import { createWebglBackend, type WebglBackend } from "../../src/gpu/backend";
import { WebglTrainingSession } from "../../src/gpu/training";
import { evaluateGradient, evaluateLoss } from "../../src/model/network/evaluate";
import type { Parameters } from "../../src/model/network/layout";
import { createOptimizer } from "../../src/model/training/optimizer";
import { ReferenceTrainingSession } from "../../src/model/training/reference-session";
import type { TrainingPlan } from "../../src/model/training/session";
import { createRandom } from "../../src/numeric/random";
import { makeContext } from "../support/task-context";
import { makeTrainingPlan } from "../support/training-plans";
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

function distance(a: Float64Array, b: Float64Array): number {
  return a.reduce((largest, entry, p) => Math.max(largest, Math.abs(entry - b[p]!)), 0);
}

/** The float64 training with full batches, with relative noise added to every gradient and every new weight. */
function trainWithNoise(plan: TrainingPlan, size: number, seed: number): Parameters {
  const { layout, loss, data, weights } = plan;
  const random = createRandom(seed, "noise");
  const optimizer = createOptimizer(weights.optimizer, weights.learningRate, layout.parameterCount);
  const theta = plan.initial.slice() as Parameters;
  for (let step = 0; step < STEPS; step++) {
    const { gradient } = evaluateGradient({ layout, loss, data }, theta);
    const largest = gradient.reduce((top, entry) => Math.max(top, Math.abs(entry)), 0);
    optimizer.applyGradient(theta, gradient.map((entry) => entry + size * largest * random.normal()) as Parameters);
    theta.forEach((entry, p) => {
      theta[p] = entry * (1 + 2 ** -24 * random.normal());
    });
  }
  return theta;
}

/** The error of a float32 gradient is a few tens of roundings of its largest sums. */
const GRADIENT_NOISE = 128 * 2 ** -24;
/** The absolute error of sin and cos within ±π that Vulkan allows ("Precision of GLSL.std.450"); a browser may use Vulkan. */
const SINE_NOISE = 2 ** -11;

/**
 * Bounds the distance between the float32 and the float64 training. Noise of float32's size, relative to the gradient's largest entry, is
 * added to every step of the float64 training, and the resulting distance is measured. The bound is 8 times the largest of three.
 */
function derivedTolerance(plan: TrainingPlan, exact: Parameters): number {
  const noise = plan.layout.layers[0]!.activation === "sin" ? SINE_NOISE : GRADIENT_NOISE;
  const astray = [1, 2, 3].map((seed) => distance(trainWithNoise(plan, noise, seed), exact));
  return 8 * Math.max(...astray);
}

async function expectAgreement(plan: TrainingPlan): Promise<void> {
  const reference = new ReferenceTrainingSession(plan);
  const exact = await reference.advance(STEPS, nothingRecorded);
  const found = await trainOnGpu(plan);
  const tolerance = derivedTolerance(plan, exact.parameters);
  expect(tolerance).toBeLessThan(0.1 * distance(exact.parameters, plan.initial));
  expect(distance(found.parameters, exact.parameters)).toBeLessThan(tolerance);
  expect(found.losses).toHaveLength(STEPS);
  const last = found.losses.at(-1)!.loss;
  expect(last).toBeCloseTo(evaluateLoss(plan, found.parameters), 5);
}

describe("training on WebGL agrees with the float64 training", () => {
  it("runs on a GPU backend that names its renderer", () => {
    expect(tf.getBackend()).toBe("webgl");
    expect(backend.info).toMatchObject({ kind: "webgl", floatBits: 32 });
    expect(backend.info.renderer).toMatch(/\w/);
    expect(tf.env().getBool("WEBGL_CPU_FORWARD")).toBe(false);
  });

  it.each(ACTIVATIONS)("activation %s", async (activation) => {
    await expectAgreement(makeTrainingPlan({ network: { activation, leakySlope: 0.2 } }));
  });

  it.each(LOSSES)("loss %s, with l2, residual layers", async (loss) => {
    await expectAgreement(makeTrainingPlan({ loss, l2: 0.01, network: { residual: true } }));
  });

  it("a sigmoid output with squared error, no hidden layer", async () => {
    await expectAgreement(makeTrainingPlan({ network: { layers: [2, 1], output: "sigmoid" } }));
  });

  it.each(OPTIMIZERS)("optimizer %s", async (optimizer) => {
    await expectAgreement(makeTrainingPlan({ loss: "bce", weights: { optimizer, learningRate: 0.02 } }));
  });

  it("mini-batches use the samples in the same order", async () => {
    const plan = makeTrainingPlan({ weights: { batchSize: 7, learningRate: 0.02 } });
    const exact = await new ReferenceTrainingSession(plan).advance(STEPS, nothingRecorded);
    const found = await trainOnGpu(plan);
    const other = makeTrainingPlan({ weights: { batchSize: 7, learningRate: 0.02, seed: 12 } });
    const shuffled = await new ReferenceTrainingSession({ ...other, initial: plan.initial }).advance(
      STEPS,
      nothingRecorded,
    );
    const away = distance(found.parameters, exact.parameters);
    expect(away).toBeLessThan(1e-5);
    expect(distance(shuffled.parameters, exact.parameters)).toBeGreaterThan(100 * away);
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

  it.each(OPTIMIZERS)("holds as many tensors after 12 steps as after 2, and none at the end: %s", async (optimizer) => {
    const before = tf.memory().numTensors;
    const session = new WebglTrainingSession(
      backend,
      makeTrainingPlan({ loss: "bce", weights: { optimizer, batchSize: 7 } }),
    );
    await session.advance(2, () => true);
    const held = tf.memory().numTensors;
    await session.advance(5, (step) => step % 2 === 0);
    await session.advance(5, nothingRecorded);
    expect(tf.memory().numTensors).toBe(held);
    session.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

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
      const exact = await new ReferenceTrainingSession(plan).advance(STEPS, nothingRecorded);
      const session = new WebglTrainingSession(backend, plan, LIMITS);
      const before = await session.advance(8, nothingRecorded);
      const giveBack = delayAnswers(() => true);
      const found = await session.advance(STEPS - 8, nothingRecorded).finally(giveBack);
      expect(found.step).toBe(STEPS);
      expect(distance(found.parameters, exact.parameters)).toBeLessThan(derivedTolerance(plan, exact.parameters));
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
