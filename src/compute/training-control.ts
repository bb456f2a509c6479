/** What a reader may ask of a training under way; it takes effect between two stretches of steps. */
export class TrainingControl {
  #isPaused = false;
  #isStopped = false;
  #wake: (() => void) | undefined;

  get isPaused(): boolean {
    return this.#isPaused && !this.#isStopped;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  obey(command: "pause" | "resume" | "stop"): void {
    if (command === "stop") this.#isStopped = true;
    this.#isPaused = command === "pause";
    if (!this.#isPaused) this.wake();
  }

  /** Resolves when there is no pause, or `wake()` is called. */
  waitWhilePaused(): Promise<void> {
    if (!this.isPaused) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Ends a wait, as a newer training does that cancels this one. */
  wake(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
