// The kernels of the ops below: the application has none.
import "@tensorflow/tfjs-backend-webgl";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { OPTIMIZERS } from "../../src/experiment/spec";
import { createWebglBackend, retryAfterContextLoss, type WebglBackend } from "../../src/gpu/backend";
import { WebglTrainingSession } from "../../src/gpu/training";
import type { TrainingPlan } from "../../src/model/training/session";
import { countLiveObjects } from "../support/live-objects";
import { makeTrainingPlan } from "../support/training-plans";

const nothingRecorded = () => false;

let backend: WebglBackend;
beforeAll(async () => {
  backend = await createWebglBackend();
});

async function trainUndisturbed(plan: TrainingPlan, steps: number): Promise<Float64Array> {
  const session = new WebglTrainingSession(backend, plan);
  const { parameters } = await session.advance(steps, nothingRecorded);
  session.dispose();
  return parameters;
}

describe("a lost context", () => {
  it("is noticed by a read, which would otherwise never end or return zeros", async () => {
    const tensor = tf.square(tf.tensor1d([1, 2, 3]));
    backend.loseContext();
    await expect(backend.readData(tensor)).rejects.toMatchObject({ name: "ContextLostError" });
    expect(backend.isContextLost()).toBe(true);
    tensor.dispose();
    await backend.recover();
    expect(backend.isContextLost()).toBe(false);
  });

  it("is noticed by a read that already waits", async () => {
    const tensor = tf.square(tf.tensor1d([1, 2, 3]));
    const read = backend.readData(tensor);
    backend.loseContext();
    await expect(read).rejects.toMatchObject({ name: "ContextLostError" });
    tensor.dispose();
    await backend.recover();
  });

  it("is recovered once for several callers, and later computations work", async () => {
    const { generation } = backend;
    backend.loseContext();
    await Promise.all([backend.recover(), backend.recover(), backend.recover()]);
    await backend.recover();
    expect(backend.generation).toBe(generation + 1);
    expect(tf.getBackend()).toBe("webgl");
    expect(backend.webgl).toBe(tf.backend());
    const tensor = tf.tidy(() => tf.square(tf.tensor1d([1, 2, 3, 4, 5])));
    expect([...(await backend.readData(tensor))]).toEqual([1, 4, 9, 16, 25]);
    tensor.dispose();
  });

  it("makes the interrupted computation run again, and no other", async () => {
    let runs = 0;
    const result = await retryAfterContextLoss(backend, 3, async () => {
      runs++;
      const tensor = tf.tidy(() => tf.add(tf.tensor1d([1, 2, 3, 4, 5]), 1));
      if (runs === 1) backend.loseContext();
      const values = await backend.readData(tensor);
      tensor.dispose();
      return values;
    });
    expect([...result]).toEqual([2, 3, 4, 5, 6]);
    expect(runs).toBe(2);
    const wrong = retryAfterContextLoss(backend, 3, async () => {
      runs++;
      throw new RangeError("wrong");
    });
    await expect(wrong).rejects.toThrow("wrong");
    expect(runs).toBe(3);
  });
});

describe("a training whose context is lost", () => {
  it.each(OPTIMIZERS)("gives the same bits as an uninterrupted training: %s", async (optimizer) => {
    const plan = makeTrainingPlan({ weights: { optimizer, learningRate: 0.02 } });
    const expected = await trainUndisturbed(plan, 20);
    const session = new WebglTrainingSession(backend, plan);
    await session.advance(8, nothingRecorded);
    backend.loseContext();
    const { parameters, step } = await session.advance(12, nothingRecorded);
    session.dispose();
    expect(step).toBe(20);
    expect(parameters).toEqual(expected);
  });

  it("continues after a loss in the middle of a stretch, and after several in a row", async () => {
    const plan = makeTrainingPlan({ weights: { optimizer: "momentum", learningRate: 0.02 } });
    const expected = await trainUndisturbed(plan, 60);
    const { generation } = backend;
    const session = new WebglTrainingSession(backend, plan);
    const losses = new Set([12, 47]);
    const loseAt = (step: number) => {
      if (losses.delete(step)) backend.loseContext();
      return false;
    };
    await session.advance(30, loseAt);
    backend.loseContext();
    const { parameters } = await session.advance(30, loseAt);
    session.dispose();
    expect(backend.generation).toBe(generation + 3);
    expect(parameters).toEqual(expected);
  });

  it("continues when another user of the GPU has already recovered the context", async () => {
    const plan = makeTrainingPlan();
    const expected = await trainUndisturbed(plan, 20);
    const session = new WebglTrainingSession(backend, plan);
    await session.advance(8, nothingRecorded);
    backend.loseContext();
    await backend.recover();
    const { parameters } = await session.advance(12, nothingRecorded);
    session.dispose();
    expect(parameters).toEqual(expected);
  });

  it.each(OPTIMIZERS)("leaves nothing behind on the new context: %s", async (optimizer) => {
    const session = new WebglTrainingSession(backend, makeTrainingPlan({ weights: { optimizer } }));
    await session.advance(3, nothingRecorded);
    backend.loseContext();
    await backend.recover();
    const objects = countLiveObjects();
    try {
      await session.advance(3, nothingRecorded);
      session.dispose();
      expect(objects.live()).toBe(0);
    } finally {
      objects.restore();
    }
  });
});
