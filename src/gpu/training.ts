import { asParameters } from "../model/network/layout";
import { ReferenceTrainingSession } from "../model/training/reference-session";
import type { TrainingPlan, TrainingSession, TrainingStretch } from "../model/training/session";
import { yieldToEvents } from "../numeric/yield-to-events";
import { type ReadOptions, retryAfterContextLoss, type WebglBackend } from "./backend";
import { ContextLostError, LateAnswerError, ProgramRefusedError } from "./device-errors";
import { FusedTraining, type TrainingCheckpoint } from "./fused-training";

/** Longest time, in milliseconds, to submit draws before other events can run. */
const UNBROKEN_MS = 8;

const LATE = "The GPU did not answer in time";
const REFUSED = "The graphics driver does not compile a program of the training";

/** Most attempts for one stretch: a driver that has reset this often will probably reset again. */
const ATTEMPTS = 4;

/**
 * Training on WebGL (FusedTraining).
 *
 * Each `advance` ends with a read of everything: losses, recorded θ, θ and the optimizer's running averages. The last two are the
 * checkpoint: when the context is lost, the next stretch starts from it again on a new context, with the same bits. When the GPU is late
 * several times in a row, or the driver refuses a program, the float64 reference continues from the checkpoint, and `note` says so. With 16-bit floats it begins there.
 */
export class WebglTrainingSession implements TrainingSession {
  readonly #backend: WebglBackend;
  readonly #plan: TrainingPlan;
  readonly #options: ReadOptions;
  /** Continues in float64 where the GPU cannot. */
  #processor: ReferenceTrainingSession | undefined;
  #note = "";
  #checkpoint: TrainingCheckpoint;
  #checkpointBefore: TrainingCheckpoint;
  #training: FusedTraining | undefined;
  /** The backend's generation at the time when the training was put on its context. */
  #generation = -1;

  /** @param options  the time limit of a stretch's read; by default the backend's */
  constructor(backend: WebglBackend, plan: TrainingPlan, options: Pick<ReadOptions, "limitMs"> = {}) {
    this.#backend = backend;
    this.#plan = plan;
    this.#options = options;
    this.#checkpoint = { step: 0, theta: Float32Array.from(plan.initial), slots: [] };
    this.#checkpointBefore = this.#checkpoint;
    if (backend.info.floatBits === 32) return;
    this.#processor = new ReferenceTrainingSession(plan);
    this.#note = "This graphics device computes with 16-bit floats only, so the weights were trained on the processor.";
  }

  get note(): string {
    return this.#note;
  }

  async advance(count: number, isRecorded: (step: number) => boolean): Promise<TrainingStretch> {
    if (this.#processor) return this.#processor.advance(count, isRecorded);
    try {
      return await retryAfterContextLoss(this.#backend, ATTEMPTS, () => this.#runStretch(count, isRecorded));
    } catch (error) {
      const isRefused = error instanceof ProgramRefusedError;
      if (!isRefused && !(error instanceof LateAnswerError)) throw error;
      this.#processor = this.#continueOnProcessor(isRefused ? REFUSED : LATE);
      return this.#processor.advance(count, isRecorded);
    }
  }

  async rewind(): Promise<void> {
    if (this.#processor) return this.#processor.rewind();
    this.#checkpoint = this.#checkpointBefore;
    this.#dropTraining();
  }

  dispose(): void {
    this.#dropTraining();
  }

  /** Continues on the processor from the last checkpoint, because the result of the last stretch is not known. */
  #continueOnProcessor(reason: string): ReferenceTrainingSession {
    const { step, theta, slots } = this.#checkpoint;
    const parameters = asParameters(this.#plan.layout, theta);
    this.#note = `${reason}, so the steps after step ${step} were computed on the processor.`;
    if (step === 0) return new ReferenceTrainingSession(this.#plan);
    const optimizer = { steps: step, slots: slots.map((slot) => Float64Array.from(slot)) };
    return new ReferenceTrainingSession(this.#plan, { step, parameters, optimizer });
  }

  async #runStretch(count: number, isRecorded: (step: number) => boolean): Promise<TrainingStretch> {
    const training = this.#prepareTraining();
    const start = training.step;
    const losses: TrainingStretch["losses"][number][] = [];
    const records: TrainingStretch["records"][number][] = [];
    try {
      for (;;) {
        await this.#takeSteps(training, start + count, isRecorded);
        const run = await training.readRun(this.#options);
        losses.push(...run.losses);
        records.push(...run.records);
        const { step, theta } = run.checkpoint;
        if (step < start + count) continue;
        this.#checkpointBefore = this.#checkpoint;
        this.#checkpoint = run.checkpoint;
        // The loss at the first θ was already reported at the end of the previous stretch.
        const news = count === 0 ? losses : losses.filter((loss) => loss.step > start);
        return { step, parameters: asParameters(this.#plan.layout, theta), losses: news, records };
      }
    } catch (error) {
      // After any error, the GPU's state no longer agrees with the checkpoint.
      this.#dropTraining();
      throw error;
    }
  }

  /** Takes the steps of one run, or those up to `end`. */
  async #takeSteps(training: FusedTraining, end: number, isRecorded: (step: number) => boolean): Promise<void> {
    let resumed = performance.now();
    for (let left = training.beginRun(end - training.step); left > 0; left--) {
      training.takeStep();
      if (isRecorded(training.step)) {
        training.keepTheta();
        if (!training.isFullBatch && training.step < end) training.keepLoss();
      }
      if (performance.now() - resumed > UNBROKEN_MS) {
        await yieldToEvents();
        this.#requireContext();
        resumed = performance.now();
      }
    }
    if (training.step === end) training.keepLoss();
  }

  #prepareTraining(): FusedTraining {
    if (this.#generation !== this.#backend.generation) this.#dropTraining();
    this.#generation = this.#backend.generation;
    this.#requireContext();
    this.#training ??= new FusedTraining(this.#backend, this.#plan, this.#checkpoint);
    return this.#training;
  }

  /** @throws ContextLostError also when other code has already recovered from the loss */
  #requireContext(): void {
    if (this.#generation !== this.#backend.generation || this.#backend.isContextLost()) throw new ContextLostError();
  }

  #dropTraining(): void {
    this.#training?.dispose();
    this.#training = undefined;
  }
}
