/** Approximate number of reports a second at a limited speed. */
const REPORTS_PER_SECOND = 15;

/** A command to a running training; it takes effect between two stretches of steps. */
export type TrainingCommand = "pause" | "resume" | "stop";

/** The same for trainings in step; `step` takes one step while they are paused. */
export type RaceCommand = TrainingCommand | "step" | { readonly stepsPerSecond: number | null };

/** The number of the next steps, and their least duration in milliseconds. */
export interface StepBudget {
  readonly steps: number;
  readonly milliseconds: number;
}

export interface StepSettings {
  /** Whether the trainings wait before the first step. */
  readonly isPaused: boolean;
  /** Most steps of each training in a second; null: no limit. */
  readonly stepsPerSecond: number | null;
}

/** Decides when trainings may take steps, and how many. */
export class StepControl {
  #isPaused: boolean;
  #isStopped = false;
  #singleSteps = 0;
  #stepsPerSecond: number | null;
  #wake: (() => void) | undefined;

  constructor({ isPaused, stepsPerSecond }: StepSettings) {
    this.#isPaused = isPaused;
    this.#stepsPerSecond = stepsPerSecond;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Whether no steps are taken until the next command. */
  get isWaiting(): boolean {
    return this.#isPaused && this.#singleSteps === 0 && !this.#isStopped;
  }

  obey(command: RaceCommand): void {
    if (typeof command === "object") this.#stepsPerSecond = command.stepsPerSecond;
    else if (command === "stop") this.#isStopped = true;
    else if (command === "step" && this.#isPaused) this.#singleSteps++;
    else this.#isPaused = command !== "resume";
    this.wake();
  }

  /** @param fitting  number of steps that fit in a stretch */
  takeBudget(fitting: number): StepBudget {
    if (this.#isPaused) {
      this.#singleSteps = Math.max(0, this.#singleSteps - 1);
      return { steps: 1, milliseconds: 0 };
    }
    const speed = this.#stepsPerSecond;
    if (speed === null) return { steps: fitting, milliseconds: 0 };
    const steps = Math.min(fitting, Math.max(1, Math.round(speed / REPORTS_PER_SECOND)));
    return { steps, milliseconds: (1000 * steps) / speed };
  }

  /** Resolves when steps may be taken, at the next command, or at `wake()`. */
  waitForCommand(): Promise<void> {
    if (!this.isWaiting) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Waits for this time, or until the next command. */
  async rest(milliseconds: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, milliseconds);
    });
    clearTimeout(timer);
  }

  /** Ends a wait, for example when the trainings are aborted. */
  wake(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
