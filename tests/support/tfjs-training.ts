import * as tf from "@tensorflow/tfjs-core";
import type { TrainedWeightsSpec } from "../../src/experiment/spec";
import { BatchOrder, selectSamples } from "../../src/model/training/batch-order";
import { OPTIMIZER_SETTINGS } from "../../src/model/training/optimizer";
import type { TrainingPlan } from "../../src/model/training/session";
import { evaluateLossWithOps } from "./tfjs-network";

/** θ and the loss over all samples after some steps, and the losses that the steps have given. */
interface TfjsTraining {
  readonly parameters: Float32Array;
  /** The batch's loss before each step, and at last the loss over all samples. */
  readonly losses: readonly number[];
}

/** A training in tfjs's ops, derivatives and optimizers, some eighty draws a step: an oracle and a baseline. θ is one variable. */
export async function trainWithTfjs(plan: TrainingPlan, steps: number): Promise<TfjsTraining> {
  const { layout, loss, data, weights } = plan;
  const order = new BatchOrder(data.samples, weights.batchSize, weights.seed);
  const optimizer = createTfjsOptimizer(weights);
  const theta = tf.variable(tf.tensor1d(Float32Array.from(plan.initial)));
  const makeBatch = (batch: Pick<TrainingPlan["data"], "samples" | "x" | "y">) => ({
    x: tf.tensor2d(Float32Array.from(batch.x), [batch.samples, data.inputs]),
    y: tf.tensor2d(Float32Array.from(batch.y), [batch.samples, data.outputs]),
  });
  const all = makeBatch(data);
  const losses: tf.Scalar[] = [];
  for (let step = 0; step < steps; step++) {
    const cost = tf.tidy(() => {
      const { x, y } = order.isFull ? all : makeBatch(selectSamples(data, order.samplesAt(step)));
      return optimizer.minimize(() => evaluateLossWithOps(layout, loss, theta, x, y), true, [theta]) as tf.Scalar;
    });
    losses.push(cost);
  }
  losses.push(tf.tidy(() => evaluateLossWithOps(layout, loss, theta, all.x, all.y)));
  const joined = tf.tidy(() => tf.stack(losses));
  const found = { parameters: (await theta.data()) as Float32Array, losses: [...(await joined.data())] };
  optimizer.dispose();
  // tfjs's momentum optimizer does not dispose the learning rate that it inherits from sgd. (tfjs's instanceof cannot tell optimizers
  // apart, so the name is compared.)
  if (weights.optimizer === "momentum") tf.SGDOptimizer.prototype.dispose.call(optimizer);
  tf.dispose([all.x, all.y, theta, joined, ...losses]);
  return found;
}

export function createTfjsOptimizer({
  optimizer,
  learningRate,
}: Pick<TrainedWeightsSpec, "optimizer" | "learningRate">): tf.Optimizer {
  const { momentum, adam, rmsprop } = OPTIMIZER_SETTINGS;
  switch (optimizer) {
    case "sgd":
      return tf.train.sgd(learningRate);
    case "momentum":
      return tf.train.momentum(learningRate, momentum);
    case "adam":
      return tf.train.adam(learningRate, adam.beta1, adam.beta2, adam.epsilon);
    case "rmsprop":
      return tf.train.rmsprop(learningRate, rmsprop.decay, 0, rmsprop.epsilon);
  }
}
