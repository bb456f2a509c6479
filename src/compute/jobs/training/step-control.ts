/** With a limited speed there are about 15 reports a second. */
const REPORTS_PER_SECOND = 15;

/** What may be said to a training while it runs; it takes effect between two stretches of steps. */
export type TrainingCommand = "pause" | "resume" | "stop";

/** The same of trainings in step; `step` takes one step where they are paused. */
export type RaceCommand = TrainingCommand | "step" | { readonly stepsPerSecond: number | null };

/** How many steps come next, and how long they should take at least, in milliseconds. */
export interface StepBudget {
  readonly steps: number;
  readonly milliseconds: number;
}

export interface StepSettings {
  /** Whether the trainings wait before the first step. */
  readonly isPaused: boolean;
  /** Most steps of each training in a second; null as fast as it goes. */
  readonly stepsPerSecond: number | null;
}

/** When trainings may take steps, and how many. */
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

  /** Whether nothing moves until the next command. */
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

  /** @param fitting  how many steps are done in good time */
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

  /** Resolves when something may move, at the next command, or at `wake()`. */
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

  /** Ends a wait, for instance because the trainings are aborted. */
  wake(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
