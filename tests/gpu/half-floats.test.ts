import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { classifyLandscape } from "../../src/convexity/points/classify";
import { createWebglBackend } from "../../src/gpu/backend";
import { WebglTrainingSession } from "../../src/gpu/training";
import { ReferenceEvaluator } from "../../src/slice/reference-evaluator";
import { trainPlainly } from "../support/plain-training";
import { makeRandomPlan } from "../support/random-plans";
import { makeTrainingPlan } from "../support/training-plans";
import { WebglGrids } from "../support/webgl-grids";

it("a device with 16-bit floats computes a landscape with undecided points only", async () => {
  // Set before the backend starts, because it reads the setting once.
  tf.env().set("WEBGL_RENDER_FLOAT32_ENABLED", false);
  const backend = await createWebglBackend();
  expect(backend.info.floatBits).toBe(16);
  const plan = makeRandomPlan({ activation: "tanh", loss: "mse", hidden: [4], columns: 11, rows: 9 }, 1);
  const found = await new WebglGrids(backend).evaluate(plan);
  expect(found.backend).toEqual(backend.info);
  const { summary } = classifyLandscape(found, plan.grid, found.backend);
  expect(summary.undecided).toBe(1);
  // The loss is coarse but right: a sum over 23 samples with 11 bits.
  const truth = await new ReferenceEvaluator().evaluate(plan);
  for (const [i, loss] of found.loss.entries()) expect(Math.abs(loss / truth.loss[i]! - 1)).toBeLessThan(2 ** -10);
});

it("a training on such a device is in float64, and says so", async () => {
  const backend = await createWebglBackend();
  expect(backend.info.floatBits).toBe(16);
  const plan = makeTrainingPlan({ weights: { optimizer: "adam", learningRate: 0.02 } });
  const session = new WebglTrainingSession(backend, plan);
  const { parameters } = await session.advance(20, () => false);
  expect(parameters).toEqual(trainPlainly(plan, 20));
  expect(session.note).toMatch(/16-bit floats only, so the weights were trained on the processor\.$/);
  session.dispose();
});
