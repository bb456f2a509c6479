import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { OPTIMIZERS } from "../../../../src/experiment/spec";
import type { Parameters } from "../../../../src/model/network/layout";
import { createOptimizer } from "../../../../src/model/training/optimizer";
import { createRandom } from "../../../../src/numeric/random";
import { createTfjsOptimizer } from "../../../support/tfjs-training";

const STEPS = 30;
const PARAMETERS = 16;
const LEARNING_RATE = 0.05;

/** Gradients of sizes from 1e-4 to 10, so that both sides of every ε are met. */
function drawGradients(): Parameters[] {
  const random = createRandom(2, "gradients");
  return Array.from(
    { length: STEPS },
    () =>
      Float64Array.from({ length: PARAMETERS }, () =>
        Math.fround(random.normal() * 10 ** random.uniform(-4, 1)),
      ) as Parameters,
  );
}

beforeAll(async () => {
  await tf.setBackend("cpu");
});

describe("float64 optimizers", () => {
  it.each(OPTIMIZERS)("%s takes the steps that tfjs takes", async (kind) => {
    const gradients = drawGradients();
    const theta = new Float64Array(PARAMETERS).fill(0.5) as Parameters;
    const ours = createOptimizer(kind, LEARNING_RATE, PARAMETERS);
    const variable = tf.variable(tf.tensor1d(Float32Array.from(theta)));
    const theirs = createTfjsOptimizer({ optimizer: kind, learningRate: LEARNING_RATE });
    // Each step rounds about eight times in float32, relative to the largest θ and to the step; errors add up, and momentum
    // remembers ten steps of them.
    let largest = 1;
    for (const gradient of gradients) {
      ours.applyGradient(theta, gradient);
      theirs.applyGradients({ [variable.name]: tf.tensor1d(Float32Array.from(gradient)) });
      largest = Math.max(largest, ...theta.map(Math.abs));
      const found = await variable.data();
      const tolerance = 8 * STEPS * 2 ** -24 * largest * (kind === "momentum" ? 10 : 1);
      for (let p = 0; p < PARAMETERS; p++) expect(Math.abs(found[p]! - theta[p]!)).toBeLessThan(tolerance);
    }
    expect(largest).toBeGreaterThan(1);
  });

  it.each(OPTIMIZERS)("%s continues from a saved state with the same numbers", (kind) => {
    const gradients = drawGradients();
    const optimizer = createOptimizer(kind, LEARNING_RATE, PARAMETERS);
    const theta = new Float64Array(PARAMETERS) as Parameters;
    for (const gradient of gradients.slice(0, 10)) optimizer.applyGradient(theta, gradient);
    const state = optimizer.saveState();
    const again = theta.slice() as Parameters;
    for (const gradient of gradients.slice(10)) optimizer.applyGradient(theta, gradient);
    optimizer.restoreState(state);
    for (const gradient of gradients.slice(10)) optimizer.applyGradient(again, gradient);
    expect(again).toEqual(theta);
  });
});
