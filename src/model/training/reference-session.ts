import { yieldToEvents } from "../../numeric/yield-to-events";
import { GradientPass } from "../network/gradient-pass";
import { asParameters, type Parameters, zeroParameters } from "../network/layout";
import { BatchOrder } from "./batch-order";
import { createOptimizer, type OptimizerState, type ParameterOptimizer } from "./optimizer";
import type { TrainingPlan, TrainingSession, TrainingStretch } from "./session";

/** Longest time, in milliseconds, of a computation without letting events run. */
const UNBROKEN_MS = 8;

/** The state of a training after a step; the training can continue from it. */
export interface ReferenceCheckpoint {
  readonly step: number;
  readonly parameters: Parameters;
  readonly optimizer: OptimizerState;
}

/** The float64 reference of training, on the thread that calls it. */
export class ReferenceTrainingSession implements TrainingSession {
  readonly note = "";
  readonly #plan: TrainingPlan;
  readonly #order: BatchOrder;
  readonly #optimizer: ParameterOptimizer;
  readonly #pass: GradientPass;
  readonly #theta: Parameters;
  readonly #gradient: Parameters;
  #step = 0;
  #checkpoint: ReferenceCheckpoint;

  /** @param start  the state from which the training continues; by default its beginning */
  constructor(plan: TrainingPlan, start?: ReferenceCheckpoint) {
    const { layout, data, weights, initial } = plan;
    this.#plan = plan;
    this.#order = new BatchOrder(data.samples, weights.batchSize, weights.seed);
    this.#optimizer = createOptimizer(weights.optimizer, weights.learningRate, layout.parameterCount);
    this.#pass = new GradientPass(plan);
    this.#theta = asParameters(layout, initial);
    this.#gradient = zeroParameters(layout);
    if (start) this.#restore(start);
    this.#checkpoint = this.#saveCheckpoint();
  }

  async advance(count: number, isRecorded: (step: number) => boolean): Promise<TrainingStretch> {
    this.#checkpoint = this.#saveCheckpoint();
    const losses: { step: number; loss: number }[] = [];
    const records: { step: number; parameters: Parameters }[] = [];
    const end = this.#step + count;
    let resumed = performance.now();
    while (this.#step < end) {
      const lossBefore = this.#takeStep();
      if (this.#order.isFull) losses.push({ step: this.#step - 1, loss: lossBefore });
      if (isRecorded(this.#step)) {
        records.push({ step: this.#step, parameters: this.#copyParameters() });
        if (!this.#order.isFull && this.#step < end) losses.push({ step: this.#step, loss: this.#evaluateLoss() });
      }
      if (performance.now() - resumed > UNBROKEN_MS) {
        await yieldToEvents();
        resumed = performance.now();
      }
    }
    losses.push({ step: end, loss: this.#evaluateLoss() });
    // The loss at the first θ was already reported at the end of the previous call.
    const start = end - count;
    const news = count === 0 ? losses : losses.filter(({ step }) => step > start);
    return { step: end, parameters: this.#copyParameters(), losses: news, records };
  }

  async rewind(): Promise<void> {
    this.#restore(this.#checkpoint);
  }

  dispose(): void {}

  /** @returns the batch's loss before the step */
  #takeStep(): number {
    const batch = this.#order.isFull ? undefined : this.#order.samplesAt(this.#step);
    const lossBefore = this.#pass.evaluateGradient(this.#theta, this.#gradient, batch);
    this.#optimizer.applyGradient(this.#theta, this.#gradient);
    this.#step++;
    return lossBefore;
  }

  #evaluateLoss(): number {
    return this.#pass.evaluateLoss(this.#theta);
  }

  #copyParameters(): Parameters {
    return asParameters(this.#plan.layout, this.#theta);
  }

  #restore({ step, parameters, optimizer }: ReferenceCheckpoint): void {
    this.#step = step;
    this.#theta.set(parameters);
    this.#optimizer.restoreState(optimizer);
  }

  #saveCheckpoint(): ReferenceCheckpoint {
    return { step: this.#step, parameters: this.#copyParameters(), optimizer: this.#optimizer.saveState() };
  }
}
