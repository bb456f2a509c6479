import * as tf from "@tensorflow/tfjs-core";
import { asParameters, type NetworkLayout, type Parameters } from "../model/layout";
import { ReferenceTrainingSession } from "../model/training/reference-session";
import type { TrainingPlan, TrainingSession, TrainingStretch } from "../model/training/session";
import { yieldToEvents } from "../model/yield-to-events";
import { type ReadOptions, retryAfterContextLoss, type WebglBackend } from "./backend";
import { ContextLostError, LateAnswerError } from "./device-errors";
import { type TrainingCheckpoint, TrainingTensors } from "./training-tensors";

/** Longest submission of ops without letting events run. */
const UNBROKEN_MS = 8;

/** A driver that resets this often in one stretch will not let it pass. */
const ATTEMPTS = 4;

/** Numbers waiting on the GPU to be read: a step, and what belongs to it. */
interface Pending<Value extends tf.Tensor> {
  readonly step: number;
  readonly tensor: Value;
}

/**
 * Training with tfjs's ops, derivatives and optimizers on WebGL.
 *
 * Each `advance` ends with one read of everything: losses, recorded θ, θ and the optimizer's running averages. These are the
 * checkpoint from which the next stretch is run again, on a new context, where the old one is lost. Adam's bias correction is
 * then β^step instead of the product it was: the course goes on to within rounding, not bit by bit. Where the GPU is late again and
 * again, the float64 reference goes on from the checkpoint, and `note` says so.
 */
export class WebglTrainingSession implements TrainingSession {
  readonly #backend: WebglBackend;
  readonly #plan: TrainingPlan;
  readonly #options: ReadOptions;
  /** Goes on in float64 once the GPU was late again and again. */
  #processor: ReferenceTrainingSession | undefined;
  #note = "";
  #checkpoint: TrainingCheckpoint;
  #checkpointBefore: TrainingCheckpoint;
  #tensors: TrainingTensors | undefined;
  /** The generation of the backend under which the tensors were made. */
  #generation = -1;

  /** @param options  how long a stretch waits for the GPU; as the backend does where it is left out */
  constructor(backend: WebglBackend, plan: TrainingPlan, options: Pick<ReadOptions, "limitMs"> = {}) {
    this.#backend = backend;
    this.#plan = plan;
    this.#options = options;
    this.#checkpoint = { step: 0, theta: Float32Array.from(plan.initial), slots: [] };
    this.#checkpointBefore = this.#checkpoint;
  }

  get note(): string {
    return this.#note;
  }

  async advance(count: number, isRecorded: (step: number) => boolean): Promise<TrainingStretch> {
    if (this.#processor) return this.#processor.advance(count, isRecorded);
    try {
      return await retryAfterContextLoss(this.#backend, ATTEMPTS, () => this.#runStretch(count, isRecorded));
    } catch (error) {
      if (!(error instanceof LateAnswerError)) throw error;
      this.#processor = this.#continueOnProcessor();
      return this.#processor.advance(count, isRecorded);
    }
  }

  async rewind(): Promise<void> {
    if (this.#processor) return this.#processor.rewind();
    this.#checkpoint = this.#checkpointBefore;
    this.#dropTensors();
  }

  dispose(): void {
    this.#dropTensors();
  }

  /** From the last checkpoint: what the late stretch did is not known. */
  #continueOnProcessor(): ReferenceTrainingSession {
    const { step, theta, slots } = this.#checkpoint;
    const parameters = toParameters(this.#plan.layout, theta);
    this.#note = `The GPU did not answer in time, so the steps after step ${step} were computed on the processor.`;
    if (step === 0) return new ReferenceTrainingSession(this.#plan);
    const optimizer = { steps: step, slots: slots.map((slot) => Float64Array.from(slot)) };
    return new ReferenceTrainingSession(this.#plan, { step, parameters, optimizer });
  }

  async #runStretch(count: number, isRecorded: (step: number) => boolean): Promise<TrainingStretch> {
    const tensors = await this.#prepareTensors();
    const losses: Pending<tf.Scalar>[] = [];
    const records: Pending<tf.Tensor1D>[] = [];
    try {
      await this.#takeSteps(tensors, count, isRecorded, losses, records);
      return await this.#readStretch(tensors, losses, records);
    } catch (error) {
      // Whatever happened, the tensors no longer stand at the checkpoint.
      this.#dropTensors();
      throw error;
    } finally {
      tf.dispose([...losses, ...records].map(({ tensor }) => tensor));
    }
  }

  async #takeSteps(
    tensors: TrainingTensors,
    count: number,
    isRecorded: (step: number) => boolean,
    losses: Pending<tf.Scalar>[],
    records: Pending<tf.Tensor1D>[],
  ): Promise<void> {
    const start = tensors.step;
    const end = start + count;
    let resumed = performance.now();
    while (tensors.step < end) {
      const cost = tensors.takeStep();
      // The loss at the first θ was already told when it was reached.
      const isNews = tensors.isFullBatch && tensors.step - 1 > start;
      if (isNews) losses.push({ step: tensors.step - 1, tensor: cost });
      else cost.dispose();
      if (isRecorded(tensors.step)) {
        records.push({ step: tensors.step, tensor: tensors.shareTheta() });
        const isLossDue = !tensors.isFullBatch && tensors.step < end;
        if (isLossDue) losses.push({ step: tensors.step, tensor: tensors.evaluateLoss() });
      }
      if (performance.now() - resumed > UNBROKEN_MS) {
        await yieldToEvents();
        this.#requireContext();
        resumed = performance.now();
      }
    }
    losses.push({ step: end, tensor: tensors.evaluateLoss() });
  }

  /** Reads all in one go: a copy, so that θ and the slots stay on the GPU. */
  async #readStretch(
    tensors: TrainingTensors,
    losses: readonly Pending<tf.Scalar>[],
    records: readonly Pending<tf.Tensor1D>[],
  ): Promise<TrainingStretch> {
    const theta = tensors.shareTheta();
    const slots = await tensors.listSlots();
    const parts: tf.Tensor1D[] = [theta, ...slots, ...records.map(({ tensor }) => tensor)];
    const joined = tf.tidy(() =>
      tf.concat1d([...parts, ...losses.map(({ tensor }) => tf.reshape<tf.Rank.R1>(tensor, [1]))]),
    );
    theta.dispose();
    try {
      const values = await this.#backend.readData(joined, this.#options);
      const { parameterCount } = this.#plan.layout;
      const vectorAt = (index: number) => values.slice(index * parameterCount, (index + 1) * parameterCount);
      this.#checkpointBefore = this.#checkpoint;
      this.#checkpoint = {
        step: tensors.step,
        theta: vectorAt(0),
        slots: slots.map((_, index) => vectorAt(1 + index)),
      };
      const { layout } = this.#plan;
      return {
        step: tensors.step,
        parameters: toParameters(layout, this.#checkpoint.theta),
        losses: losses.map(({ step }, index) => ({ step, loss: values[parts.length * parameterCount + index]! })),
        records: records.map(({ step }, index) => ({
          step,
          parameters: toParameters(layout, vectorAt(1 + slots.length + index)),
        })),
      };
    } finally {
      joined.dispose();
    }
  }

  async #prepareTensors(): Promise<TrainingTensors> {
    if (this.#generation !== this.#backend.generation) this.#dropTensors();
    this.#generation = this.#backend.generation;
    this.#requireContext();
    this.#tensors ??= await TrainingTensors.create(this.#plan, this.#checkpoint);
    return this.#tensors;
  }

  /** @throws ContextLostError also when somebody else has already recovered from the loss */
  #requireContext(): void {
    if (this.#generation !== this.#backend.generation || this.#backend.isContextLost()) throw new ContextLostError();
  }

  #dropTensors(): void {
    this.#tensors?.dispose();
    this.#tensors = undefined;
  }
}

function toParameters(layout: NetworkLayout, values: Float32Array): Parameters {
  return asParameters(layout, values);
}
