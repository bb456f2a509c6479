import { evaluateGradient } from "../../src/model/network/evaluate";
import type { Parameters } from "../../src/model/network/layout";
import { BatchOrder, selectSamples } from "../../src/model/training/batch-order";
import { createOptimizer } from "../../src/model/training/optimizer";
import type { TrainingPlan } from "../../src/model/training/session";
import { createRandom } from "../../src/numeric/random";

/**
 * A training as it is defined, in float64: at each step the gradient over a copy of the batch, and one step of the optimizer.
 * @param noise  relative noise of every gradient, and whether every new weight is rounded to float32 at random
 */
export function trainPlainly(plan: TrainingPlan, steps: number, noise = { size: 0, seed: 0 }): Parameters {
  const { layout, loss, data, weights } = plan;
  const random = createRandom(noise.seed, "noise");
  const order = new BatchOrder(data.samples, weights.batchSize, weights.seed);
  const optimizer = createOptimizer(weights.optimizer, weights.learningRate, layout.parameterCount);
  const theta = plan.initial.slice() as Parameters;
  for (let step = 0; step < steps; step++) {
    const batch = order.isFull ? data : selectSamples(data, order.samplesAt(step));
    const { gradient } = evaluateGradient({ layout, loss, data: batch }, theta);
    if (noise.size > 0) {
      const largest = gradient.reduce((top, entry) => Math.max(top, Math.abs(entry)), 0);
      gradient.forEach((entry, p) => {
        gradient[p] = entry + noise.size * largest * random.normal();
      });
    }
    optimizer.applyGradient(theta, gradient);
    if (noise.size === 0) continue;
    theta.forEach((entry, p) => {
      theta[p] = entry * (1 + 2 ** -24 * random.normal());
    });
  }
  return theta;
}

/** The error of a float32 gradient is a few tens of roundings of its largest sums. */
const GRADIENT_NOISE = 128 * 2 ** -24;

/**
 * Bounds the distance between a float32 and the float64 training. Noise of float32's size, relative to the gradient's largest entry, is
 * added to every step of the float64 training, and the resulting distance is measured. The bound is 8 times the largest of three.
 */
export function deriveTolerance(plan: TrainingPlan, steps: number, exact: Float64Array, size = GRADIENT_NOISE): number {
  const astray = [1, 2, 3].map((seed) => distanceBetween(trainPlainly(plan, steps, { size, seed }), exact));
  return 8 * Math.max(...astray);
}

/** The largest difference of two entries. */
export function distanceBetween(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let p = 0; p < a.length; p++) largest = Math.max(largest, Math.abs(a[p]! - b[p]!));
  return largest;
}
