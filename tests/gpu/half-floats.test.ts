import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { classifyLandscape } from "../../src/convexity/points/classify";
import { createWebglBackend } from "../../src/gpu/backend";
import { WebglEvaluator } from "../../src/gpu/landscape-evaluator";
import { ReferenceEvaluator } from "../../src/slice/reference-evaluator";
import { makeRandomPlan } from "../support/random-plans";

it("a device with 16-bit floats computes a landscape with undecided points only", async () => {
  // Set before the backend starts, because it reads the setting once.
  tf.env().set("WEBGL_RENDER_FLOAT32_ENABLED", false);
  const backend = await createWebglBackend();
  expect(backend.info.floatBits).toBe(16);
  const plan = makeRandomPlan({ activation: "tanh", loss: "mse", hidden: [4], columns: 11, rows: 9 }, 1);
  const found = await new WebglEvaluator(backend).evaluate(plan);
  expect(found.backend).toEqual(backend.info);
  const { summary } = classifyLandscape(found, plan.grid, found.backend);
  expect(summary.undecided).toBe(1);
  // The loss is coarse but right: a sum over 23 samples with 11 bits.
  const truth = await new ReferenceEvaluator().evaluate(plan);
  for (const [i, loss] of found.loss.entries()) expect(Math.abs(loss / truth.loss[i]! - 1)).toBeLessThan(2 ** -10);
});
