import * as tf from "@tensorflow/tfjs-core";
import { asParameters, type NetworkLayout, type Parameters } from "../model/network/layout";
import { ReferenceTrainingSession } from "../model/training/reference-session";
import type { TrainingPlan, TrainingSession, TrainingStretch } from "../model/training/session";
import { yieldToEvents } from "../numeric/yield-to-events";
import { type ReadOptions, retryAfterContextLoss, type WebglBackend } from "./backend";
import { ContextLostError, LateAnswerError } from "./device-errors";
import { type TrainingCheckpoint, TrainingTensors } from "./training-tensors";

/** Longest time, in milliseconds, to submit ops before other events can run. */
const UNBROKEN_MS = 8;

/** Most attempts for one stretch: a driver that has reset this often will probably reset again. */
const ATTEMPTS = 4;

/** A tensor on the GPU that is not read yet, and the step that it belongs to. */
interface Pending<Value extends tf.Tensor> {
  readonly step: number;
  readonly tensor: Value;
}

/**
 * Training with tfjs's ops, derivatives and optimizers on WebGL.
 *
 * Each `advance` ends with one read of everything: losses, recorded θ, θ and the optimizer's running averages. The last two are the
 * checkpoint: when the context is lost, the next stretch starts from it again on a new context. Adam's bias correction is then computed
 * as β^step instead of a running product, so the trajectory continues up to rounding, not bit by bit. When the GPU is late several
 * times in a row, the float64 reference continues from the checkpoint, and `note` says so.
 */
export class WebglTrainingSession implements TrainingSession {
  readonly #backend: WebglBackend;
  readonly #plan: TrainingPlan;
  readonly #options: ReadOptions;
  /** Continues in float64 after the GPU was late several times in a row. */
  #processor: ReferenceTrainingSession | undefined;
  #note = "";
  #checkpoint: TrainingCheckpoint;
  #checkpointBefore: TrainingCheckpoint;
  #tensors: TrainingTensors | undefined;
  /** The backend's generation at the time when the tensors were made. */
  #generation = -1;

  /** @param options  the time limit of a stretch's read; by default the backend's */
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

  /** Continues on the processor from the last checkpoint, because the result of the late stretch is not known. */
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
      // After any error, the tensors no longer agree with the checkpoint.
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
      // The loss at the first θ was already reported at the end of the previous stretch.
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

  /** Reads everything at once from a copy, so that θ and the slots stay on the GPU. */
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

  /** @throws ContextLostError also when other code has already recovered from the loss */
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
