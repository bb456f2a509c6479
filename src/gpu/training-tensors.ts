import * as tf from "@tensorflow/tfjs-core";
import type { TrainedWeightsSpec } from "../experiment/spec";
import { BatchOrder, selectSamples } from "../model/training/batch-order";
import { OPTIMIZER_SETTINGS } from "../model/training/optimizer";
import type { TrainingPlan } from "../model/training/session";
import { evaluateLossWithOps } from "./network-ops";

/** The state of a training after a step, in CPU memory. The training can continue from it on a new context. */
export interface TrainingCheckpoint {
  /** Number of steps taken since the start. */
  readonly step: number;
  /** [parameterCount] */
  readonly theta: Float32Array;
  /** The optimizer's running averages, [parameterCount] each; none before the first step. */
  readonly slots: readonly Float32Array[];
}

/**
 * A training's tensors on one context: data, θ as one variable, and the optimizer. θ is one variable, because an op takes as long for
 * eight weights as for eight thousand, and an optimizer runs a dozen ops for each variable.
 */
export class TrainingTensors {
  step: number;
  readonly #plan: TrainingPlan;
  readonly #order: BatchOrder;
  readonly #x: tf.Tensor2D;
  readonly #y: tf.Tensor2D;
  readonly #theta: tf.Variable<tf.Rank.R1>;
  readonly #optimizer: tf.Optimizer;

  static async create(plan: TrainingPlan, checkpoint: TrainingCheckpoint): Promise<TrainingTensors> {
    const tensors = new TrainingTensors(plan, checkpoint);
    await tensors.#restoreOptimizer(checkpoint);
    return tensors;
  }

  private constructor(plan: TrainingPlan, checkpoint: TrainingCheckpoint) {
    const { data, weights } = plan;
    this.#plan = plan;
    this.#order = new BatchOrder(data.samples, weights.batchSize, weights.seed);
    this.#x = tf.tensor2d(Float32Array.from(data.x), [data.samples, data.inputs]);
    this.#y = tf.tensor2d(Float32Array.from(data.y), [data.samples, data.outputs]);
    // The multiplication moves θ to a texture at once. Otherwise tfjs could pass it as a uniform in the first step. That step would then
    // use another program than the later ones, and its last bits could differ.
    this.#theta = tf.tidy(() => tf.variable(tf.mul(tf.tensor1d(checkpoint.theta), 1)));
    this.#optimizer = createTfjsOptimizer(weights);
    this.step = checkpoint.step;
  }

  /** Whether every step sees all samples. */
  get isFullBatch(): boolean {
    return this.#order.isFull;
  }

  /** Takes one step. @returns the batch's loss before it; the caller disposes it */
  takeStep(): tf.Scalar {
    const { layout, loss } = this.#plan;
    const cost = tf.tidy(() => {
      const { x, y } = this.#batchAt(this.step);
      const minimized = this.#optimizer.minimize(() => evaluateLossWithOps(layout, loss, this.#theta, x, y), true, [
        this.#theta,
      ]);
      return minimized as tf.Scalar;
    });
    this.step++;
    return cost;
  }

  /** The loss over all samples at the current θ; the caller disposes it. */
  evaluateLoss(): tf.Scalar {
    const { layout, loss } = this.#plan;
    return tf.tidy(() => evaluateLossWithOps(layout, loss, this.#theta, this.#x, this.#y));
  }

  /** The current θ. It shares memory with the variable, and the next step does not change it; the caller disposes it. */
  shareTheta(): tf.Tensor1D {
    return tf.clone<tf.Tensor1D>(this.#theta);
  }

  /** The optimizer's running averages. The optimizer owns them, so the caller must not dispose them. */
  async listSlots(): Promise<tf.Tensor1D[]> {
    const [iterations, ...slots] = await this.#optimizer.getWeights();
    iterations?.tensor.dispose();
    return slots.map(({ tensor }) => tensor as tf.Tensor1D);
  }

  dispose(): void {
    this.#optimizer.dispose();
    // tfjs's momentum optimizer does not dispose the learning rate that it inherits from sgd. (tfjs's instanceof cannot tell optimizers
    // apart, so the name is compared.)
    if (this.#plan.weights.optimizer === "momentum") tf.SGDOptimizer.prototype.dispose.call(this.#optimizer);
    tf.dispose([this.#x, this.#y, this.#theta]);
  }

  #batchAt(step: number): { x: tf.Tensor2D; y: tf.Tensor2D } {
    if (this.#order.isFull) return { x: this.#x, y: this.#y };
    const batch = selectSamples(this.#plan.data, this.#order.samplesAt(step));
    return {
      x: tf.tensor2d(Float32Array.from(batch.x), [batch.samples, batch.inputs]),
      y: tf.tensor2d(Float32Array.from(batch.y), [batch.samples, batch.outputs]),
    };
  }

  async #restoreOptimizer({ step, slots }: TrainingCheckpoint): Promise<void> {
    if (slots.length === 0) return;
    const weights = [
      { name: "iter", tensor: tf.scalar(step, "int32") },
      ...slots.map((slot, index) => ({ name: `slot${index}`, tensor: tf.tidy(() => tf.mul(tf.tensor1d(slot), 1)) })),
    ];
    await this.#optimizer.setWeights(weights);
    tf.dispose(weights.map(({ tensor }) => tensor));
  }
}

function createTfjsOptimizer({ optimizer, learningRate }: TrainedWeightsSpec): tf.Optimizer {
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
