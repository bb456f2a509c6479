import type { Parameters } from "../model/network/layout";
import type { TrainingPlan, TrainingSession, TrainingStretch } from "../model/training/session";
import { yieldToEvents } from "../numeric/yield-to-events";
import { describeDivergence, isFiniteStretch } from "./divergence";
import { Pace, STRETCH_MS } from "./pace";
import type { TrainingOutcome, TrainingProgress } from "./service";
import type { TrainingControl } from "./training-control";

/** At most so many weight vectors are kept of a training. */
const RECORDED_POINTS = 200;

export interface TrainingRun {
  readonly plan: TrainingPlan;
  readonly session: TrainingSession;
  readonly control: TrainingControl;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TrainingProgress) => void;
}

/**
 * Drives a training to its end on any backend: paces it, reports, records the trajectory, obeys, and notices divergence.
 * The session is not disposed.
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function runTraining(run: TrainingRun): Promise<TrainingOutcome> {
  const course = new TrainingCourse(run);
  return course.follow();
}

class TrainingCourse {
  readonly #run: TrainingRun;
  readonly #steps: number;
  readonly #stride: number;
  readonly #trajectory: { step: number; parameters: Parameters; loss: number }[] = [];
  readonly #pace = new Pace();
  #unreported: { step: number; loss: number }[] = [];
  #reported = Number.NEGATIVE_INFINITY;
  #step = 0;
  #parameters: Parameters;
  #loss = Number.NaN;
  /** Up to this step, steps are taken one by one, to find the one that diverges. */
  #carefulUntil = -1;

  constructor(run: TrainingRun) {
    this.#run = run;
    this.#steps = run.plan.weights.steps;
    this.#stride = Math.max(1, Math.ceil(this.#steps / (RECORDED_POINTS - 1)));
    this.#parameters = run.plan.initial;
  }

  async follow(): Promise<TrainingOutcome> {
    const { control, signal } = this.#run;
    // The first weights are known before anything is compiled: there is something to look at while that goes on.
    await yieldToEvents();
    signal.throwIfAborted();
    this.#report();
    const start = await this.#advance(0);
    if (!isFiniteStretch(start)) return this.#finish("diverged", describeDivergence(start, this.#run.plan, null));
    this.#accept(start);
    this.#report();
    while (this.#step < this.#steps) {
      if (control.isPaused) await this.#pause();
      signal.throwIfAborted();
      if (control.isStopped) return this.#finish("stopped");
      const count = this.#step < this.#carefulUntil ? 1 : Math.min(this.#pace.stretch, this.#steps - this.#step);
      const stretch = await this.#advance(count);
      if (isFiniteStretch(stretch)) {
        this.#accept(stretch);
        if (performance.now() - this.#reported >= STRETCH_MS) this.#report();
        continue;
      }
      await this.#run.session.rewind();
      if (count === 1) return this.#finish("diverged", describeDivergence(stretch, this.#run.plan, this.#step));
      this.#carefulUntil = stretch.step;
    }
    return this.#finish("finished");
  }

  async #advance(count: number): Promise<TrainingStretch> {
    const { session, signal } = this.#run;
    // Without this a quick session would never let a message in.
    await yieldToEvents();
    signal.throwIfAborted();
    const begun = performance.now();
    const stretch = await session.advance(count, (step) => step % this.#stride === 0);
    if (count > 0) this.#pace.learn(count, performance.now() - begun);
    signal.throwIfAborted();
    return stretch;
  }

  #accept({ step, parameters, losses, records }: TrainingStretch): void {
    const lossAt = new Map(losses.map((entry) => [entry.step, entry.loss]));
    this.#step = step;
    this.#parameters = parameters;
    this.#loss = lossAt.get(step)!;
    this.#unreported.push(...losses);
    if (step === 0) this.#trajectory.push({ step, parameters, loss: this.#loss });
    for (const record of records) this.#trajectory.push({ ...record, loss: lossAt.get(record.step)! });
  }

  async #pause(): Promise<void> {
    this.#report();
    await this.#run.control.waitWhilePaused();
  }

  #report(): void {
    this.#run.onProgress({
      step: this.#step,
      steps: this.#steps,
      losses: this.#unreported,
      parameters: this.#parameters,
      secondsLeft: this.#pace.secondsLeft(this.#step, this.#steps),
    });
    this.#unreported = [];
    this.#reported = performance.now();
  }

  #finish(status: TrainingOutcome["status"], message = ""): TrainingOutcome {
    this.#report();
    const end = { step: this.#step, parameters: this.#parameters, loss: this.#loss };
    const isRecorded = this.#trajectory.at(-1)?.step === end.step;
    const trajectory = isRecorded ? this.#trajectory : [...this.#trajectory, end];
    return { status, parameters: this.#parameters, step: this.#step, message, trajectory };
  }
}
