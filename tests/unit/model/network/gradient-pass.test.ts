import { describe, expect, it } from "vitest";
import { addSampleGradient } from "../../../../src/model/network/evaluate";
import { GradientPass } from "../../../../src/model/network/gradient-pass";
import { type Parameters, zeroParameters } from "../../../../src/model/network/layout";
import type { Problem } from "../../../../src/model/problem";
import { createRandom } from "../../../../src/numeric/random";
import { makeTrainingPlan, TRAINING_CASES } from "../../../support/training-plans";

/** Loss and gradient sample by sample, as they are defined. */
function sumSamples(problem: Problem, theta: Parameters, samples: readonly number[]) {
  const { layout, loss } = problem;
  const gradient = zeroParameters(layout);
  let sum = 0;
  for (const sample of samples) sum += addSampleGradient(problem, theta, sample, gradient).loss;
  const penalty = theta.reduce((total, entry) => total + entry * entry, 0);
  return {
    loss: sum / samples.length + (loss.l2 > 0 ? loss.l2 * penalty : 0),
    gradient: gradient.map((entry, p) => entry / samples.length + 2 * loss.l2 * theta[p]!) as Parameters,
  };
}

describe("a pass over blocks of samples gives the loss and the gradient of single samples, to the last bit", () => {
  it.each(TRAINING_CASES)("%s", (_name, training) => {
    const plan = makeTrainingPlan(training);
    const { samples } = plan.data;
    const random = createRandom(3, "weights");
    const theta = plan.initial.map((entry) => entry + 0.1 * random.normal()) as Parameters;
    const pass = new GradientPass(plan);
    const gradient = zeroParameters(plan.layout);
    const all = sumSamples(
      plan,
      theta,
      Array.from({ length: samples }, (_, s) => s),
    );
    expect(pass.evaluateGradient(theta, gradient)).toBe(all.loss);
    expect(gradient).toEqual(all.gradient);
    expect(pass.evaluateLoss(theta)).toBe(all.loss);
    // A batch of another size, with a sample twice, after other weights.
    const batch = Int32Array.from({ length: 19 }, (_, row) => (row === 7 ? 0 : random.below(samples)));
    pass.evaluateGradient(plan.initial, gradient);
    const some = sumSamples(plan, theta, [...batch]);
    expect(pass.evaluateGradient(theta, gradient, batch)).toBe(some.loss);
    expect(gradient).toEqual(some.gradient);
  });

  it.each(["relu", "leaky-relu", "tanh"] as const)("also where a unit of %s is on its kink", (activation) => {
    const plan = makeTrainingPlan({ network: { activation, leakySlope: 0.3 } });
    const theta = zeroParameters(plan.layout);
    const gradient = zeroParameters(plan.layout);
    const all = sumSamples(
      plan,
      theta,
      Array.from({ length: plan.data.samples }, (_, s) => s),
    );
    expect(new GradientPass(plan).evaluateGradient(theta, gradient)).toBe(all.loss);
    expect(gradient).toEqual(all.gradient);
    expect(gradient.some((entry) => entry !== 0)).toBe(true);
  });
});
