import type { TrainingPlan } from "../../../model/training/session";
import { giveWay } from "../../../numeric/pacer";
import type { ComputeEngine } from "../../engine/engine";
import type { TaskContext } from "../task-context";
import { Pace, STRETCH_MS } from "./pace";
import type { RunnerProgress, RunnerStanding } from "./race";
import { Runner } from "./runner";
import { type RaceCommand, StepControl, type StepSettings } from "./step-control";

/** Trainings in step: each takes the same number of steps before a report. */
export interface TrainingsRequest extends StepSettings {
  readonly plans: readonly TrainingPlan[];
  /** Number of steps of each training. */
  readonly steps: number;
  /** θ is recorded after every step that is a multiple of this. */
  readonly stride: number;
}

/** A report on all trainings: each has taken `step` steps, or has diverged. */
export interface TrainingsProgress {
  readonly step: number;
  readonly runners: readonly RunnerProgress[];
  /** Estimated from the steps so far; null while they are too few for an estimate. */
  readonly secondsLeft: number | null;
}

export interface TrainingsOutcome {
  readonly status: "finished" | "stopped";
  /** Number of steps of the trainings that did not diverge, or of the last one that did. */
  readonly step: number;
  readonly runners: readonly RunnerStanding[];
}

/**
 * Runs one training, or several in step, to the end on any engine. It sets the pace, reports, records trajectories, obeys commands, and
 * detects divergence. A training that diverges stops, and the others continue. Each has the same θ as in a training alone.
 *
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function driveTrainings(
  engine: Pick<ComputeEngine, "startTraining">,
  request: TrainingsRequest,
  context: TaskContext<TrainingsProgress, RaceCommand>,
): Promise<TrainingsOutcome> {
  const sessions = request.plans.map((plan) => engine.startTraining(plan));
  try {
    const runners = request.plans.map((plan, i) => new Runner(plan, sessions[i]!, request.stride));
    return await new Drive(request, context, runners).finish();
  } finally {
    for (const session of sessions) session.dispose();
  }
}

class Drive {
  readonly #request: TrainingsRequest;
  readonly #context: TaskContext<TrainingsProgress, RaceCommand>;
  readonly #runners: readonly Runner[];
  readonly #control: StepControl;
  readonly #pace = new Pace();
  #reported = Number.NEGATIVE_INFINITY;

  constructor(
    request: TrainingsRequest,
    context: TaskContext<TrainingsProgress, RaceCommand>,
    runners: readonly Runner[],
  ) {
    this.#request = request;
    this.#context = context;
    this.#runners = runners;
    const control = new StepControl(request);
    this.#control = control;
    context.commands.listen((command) => control.obey(command));
    // Otherwise paused trainings would never notice that they are aborted.
    context.signal.addEventListener("abort", () => control.wake());
  }

  async finish(): Promise<TrainingsOutcome> {
    const { steps } = this.#request;
    const { signal, waitIdle } = this.#context;
    const control = this.#control;
    await giveWay(signal);
    await this.#advance(0);
    this.#report();
    while (this.#step < steps && this.#runners.some(({ isRunning }) => isRunning)) {
      if (control.isWaiting) {
        this.#report();
        signal.throwIfAborted();
        await waitIdle(control.waitForCommand());
      }
      await giveWay(signal);
      if (control.isStopped) return this.#end("stopped");
      if (control.isWaiting) continue;
      const began = performance.now();
      const budget = control.takeBudget(this.#pace.stretch);
      const count = Math.min(budget.steps, steps - this.#step);
      await this.#advance(count);
      const took = performance.now() - began;
      this.#pace.learn(count, took);
      const rest = budget.milliseconds - took;
      if (rest > 0 || performance.now() - this.#reported >= STRETCH_MS) this.#report();
      signal.throwIfAborted();
      if (rest > 0 && !control.isStopped) await waitIdle(control.rest(rest));
    }
    return this.#end("finished");
  }

  /** Advances the trainings one after another, because they share one device. */
  async #advance(count: number): Promise<void> {
    for (const runner of this.#runners) {
      if (runner.isRunning) await runner.advance(count, this.#context.signal);
    }
  }

  get #step(): number {
    return Math.max(...this.#runners.map(({ standing }) => standing.now.step));
  }

  #report(): void {
    const step = this.#step;
    const runners = this.#runners.map((runner) => runner.takeProgress());
    this.#context.report({ step, runners, secondsLeft: this.#pace.secondsLeft(step, this.#request.steps) });
    this.#reported = performance.now();
  }

  #end(status: TrainingsOutcome["status"]): TrainingsOutcome {
    this.#report();
    return { status, step: this.#step, runners: this.#runners.map(({ standing }) => standing) };
  }
}
