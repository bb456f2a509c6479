import type { TrainingPlan, TrainingSession, TrainingStretch } from "../../../model/training/session";
import { yieldToEvents } from "../../../numeric/yield-to-events";
import { describeDivergence, isFiniteStretch } from "./divergence";
import type { RacePoint, RunnerProgress, RunnerStanding } from "./race";

/** One of several trainings in step. It stops once it has diverged. */
export class Runner {
  readonly #plan: TrainingPlan;
  readonly #session: TrainingSession;
  readonly #stride: number;
  #status: RunnerStanding["status"] = "running";
  #message = "";
  #now: RacePoint;
  #losses: { step: number; loss: number }[] = [];
  #points: RacePoint[] = [];
  /** The step of the last point recorded. */
  #recorded = -1;

  /** @param stride  θ is recorded after every step that is a multiple of this */
  constructor(plan: TrainingPlan, session: TrainingSession, stride: number) {
    this.#plan = plan;
    this.#session = session;
    this.#stride = stride;
    this.#now = { step: 0, parameters: plan.initial, loss: Number.NaN };
  }

  get isRunning(): boolean {
    return this.#status === "running";
  }

  get standing(): RunnerStanding {
    return { status: this.#status, now: this.#now, message: this.#message || this.#session.note };
  }

  /**
   * Takes steps until all are done or the training diverges; 0 steps compute the loss at the start.
   * @throws DOMException named AbortError when the signal is aborted
   */
  async advance(count: number, signal: AbortSignal): Promise<void> {
    const stretch = await this.#try(count, signal);
    if (isFiniteStretch(stretch)) {
      this.#accept(stretch);
      return;
    }
    if (count === 0) {
      this.#now = { ...this.#now, loss: stretch.losses[0]!.loss };
      this.#diverge(describeDivergence(stretch, this.#plan, null));
      return;
    }
    await this.#session.rewind();
    // Single steps, to find the step that diverges.
    while (this.isRunning) {
      const single = count === 1 ? stretch : await this.#try(1, signal);
      if (isFiniteStretch(single)) {
        this.#accept(single);
        continue;
      }
      if (count > 1) await this.#session.rewind();
      this.#diverge(describeDivergence(single, this.#plan, this.#now.step));
    }
  }

  /** The progress since the last call. */
  takeProgress(): RunnerProgress {
    const progress = { ...this.standing, losses: this.#losses, points: this.#points };
    this.#losses = [];
    this.#points = [];
    return progress;
  }

  async #try(count: number, signal: AbortSignal): Promise<TrainingStretch> {
    // Without this, no message would arrive during a fast session.
    await yieldToEvents();
    signal.throwIfAborted();
    const stretch = await this.#session.advance(count, (step) => step % this.#stride === 0);
    signal.throwIfAborted();
    return stretch;
  }

  #accept({ step, parameters, losses, records }: TrainingStretch): void {
    const lossAt = new Map(losses.map((entry) => [entry.step, entry.loss]));
    this.#now = { step, parameters, loss: lossAt.get(step)! };
    this.#losses.push(...losses);
    if (step === 0) this.#record(this.#now);
    for (const record of records) this.#record({ ...record, loss: lossAt.get(record.step)! });
  }

  #record(point: RacePoint): void {
    this.#points.push(point);
    this.#recorded = point.step;
  }

  /** Ends the runner; its trajectory ends at the last point before the divergence. */
  #diverge(message: string): void {
    this.#status = "diverged";
    this.#message = message;
    if (this.#recorded < this.#now.step) this.#record(this.#now);
  }
}
