import type { TrainingPlan, TrainingSession } from "../model/training/session";
import { Pace, STRETCH_MS } from "./pace";
import type { RaceOutcome, RaceProgress, RaceSpec } from "./race";
import type { RaceControl } from "./race-control";
import { RaceRunner } from "./race-runner";

/** At most so many points of a runner's way are kept, and at least so many; between them so many numbers over all runners. */
const KEPT_POINTS = { most: 200, least: 20 } as const;
const KEPT_NUMBERS = 4_000_000;

export interface RaceRun {
  /** One for each runner: the same start, data and order of samples. */
  readonly plans: readonly TrainingPlan[];
  readonly steps: RaceSpec["steps"];
  readonly control: RaceControl;
  readonly startTraining: (plan: TrainingPlan) => TrainingSession;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: RaceProgress) => void;
}

/**
 * Drives several trainings in step on any backend: each takes the same number of steps before there is news, and one that diverges
 * stands still while the others go on. A runner's θ is that of a training of its own.
 *
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function runRace(run: RaceRun): Promise<RaceOutcome> {
  const stride = chooseStride(run);
  const sessions = run.plans.map((plan) => run.startTraining(plan));
  try {
    const runners = run.plans.map((plan, i) => new RaceRunner(plan, sessions[i]!, stride));
    return await new RaceCourse(run, runners).follow();
  } finally {
    for (const session of sessions) session.dispose();
  }
}

/** Every so many steps a point of each way is kept. */
function chooseStride({ plans, steps }: RaceRun): number {
  const numbers = plans.reduce((sum, { layout }) => sum + layout.parameterCount, 0);
  const points = Math.min(KEPT_POINTS.most, Math.max(KEPT_POINTS.least, Math.floor(KEPT_NUMBERS / numbers)));
  return Math.max(1, Math.ceil(steps / (points - 1)));
}

class RaceCourse {
  readonly #run: RaceRun;
  readonly #runners: readonly RaceRunner[];
  readonly #pace = new Pace();
  #reported = Number.NEGATIVE_INFINITY;

  constructor(run: RaceRun, runners: readonly RaceRunner[]) {
    this.#run = run;
    this.#runners = runners;
  }

  async follow(): Promise<RaceOutcome> {
    const { control, signal, steps } = this.#run;
    await this.#advance(0);
    this.#report();
    while (this.#step < steps && this.#runners.some(({ isRunning }) => isRunning)) {
      if (control.isWaiting) {
        this.#report();
        await control.waitForCommand();
      }
      signal.throwIfAborted();
      if (control.isStopped) return this.#finish("stopped");
      if (control.isWaiting) continue;
      const began = performance.now();
      const leave = control.takeLeave(this.#pace.stretch);
      const count = Math.min(leave.steps, steps - this.#step);
      await this.#advance(count);
      const took = performance.now() - began;
      this.#pace.learn(count, took);
      const rest = leave.milliseconds - took;
      if (rest > 0 || performance.now() - this.#reported >= STRETCH_MS) this.#report();
      await control.rest(rest);
    }
    return this.#finish("finished");
  }

  /** One runner after another: they share one device. */
  async #advance(count: number): Promise<void> {
    for (const runner of this.#runners) {
      if (runner.isRunning) await runner.advance(count, this.#run.signal);
    }
  }

  /** Steps of the runners that have not diverged, or of the last that did. */
  get #step(): number {
    return Math.max(...this.#runners.map(({ standing }) => standing.now.step));
  }

  #report(): void {
    const runners = this.#runners.map((runner) => runner.takeProgress());
    this.#run.onProgress({ step: this.#step, steps: this.#run.steps, runners });
    this.#reported = performance.now();
  }

  #finish(status: RaceOutcome["status"]): RaceOutcome {
    this.#report();
    return { status, step: this.#step, runners: this.#runners.map(({ standing }) => standing) };
  }
}
