import type { RaceCommand, RaceSpec } from "./race";

/** With a limited speed there are about so many reports a second. */
const REPORTS_PER_SECOND = 15;

/** How many steps come next, and how long they should take at the least, in milliseconds. */
export interface Leave {
  readonly steps: number;
  readonly milliseconds: number;
}

/** What a reader may ask of a race under way; it takes effect between two stretches of steps. */
export class RaceControl {
  #isPaused: boolean;
  #isStopped = false;
  #singleSteps = 0;
  #stepsPerSecond: number | null;
  #wake: (() => void) | undefined;

  constructor({ isPaused, stepsPerSecond }: Pick<RaceSpec, "isPaused" | "stepsPerSecond">) {
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
  takeLeave(fitting: number): Leave {
    if (this.#isPaused) {
      this.#singleSteps = Math.max(0, this.#singleSteps - 1);
      return { steps: 1, milliseconds: 0 };
    }
    const speed = this.#stepsPerSecond;
    if (speed === null) return { steps: fitting, milliseconds: 0 };
    const steps = Math.min(fitting, Math.max(1, Math.round(speed / REPORTS_PER_SECOND)));
    return { steps, milliseconds: (1000 * steps) / speed };
  }

  /** Resolves when something may move or was asked for. */
  waitForCommand(): Promise<void> {
    if (!this.isWaiting) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Waits so long, or until the next command. */
  async rest(milliseconds: number): Promise<void> {
    if (!(milliseconds > 0)) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, milliseconds);
    });
    clearTimeout(timer);
  }

  /** Ends a wait, as a newer race does that cancels this one. */
  wake(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
