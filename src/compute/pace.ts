/** A stretch of steps is made to last about so long: reports 15 times a second, and a pause is felt at once. */
export const STRETCH_MS = 60;
const LONGEST_STRETCH = 64;
/** Before this share of its steps a training has been too short to tell how long the rest will take: it was off by a factor of 20. */
const TELLING_SHARE = 0.1;

/** Learns how many steps fit in a stretch, and how long the rest will take. */
export class Pace {
  stretch = 1;
  #isWarm = false;
  #steps = 0;
  #milliseconds = 0;

  learn(steps: number, milliseconds: number): void {
    const factor = Math.min(4, Math.max(0.25, STRETCH_MS / Math.max(milliseconds, 0.01)));
    this.stretch = Math.min(LONGEST_STRETCH, Math.max(1, Math.round(steps * factor)));
    // The first step compiles shaders and says nothing about the others.
    if (this.#isWarm) {
      this.#steps += steps;
      this.#milliseconds += milliseconds;
    }
    this.#isWarm = true;
  }

  /** Seconds that the steps still to be taken will need; null while too few have been taken for an estimate. */
  secondsLeft(step: number, steps: number): number | null {
    if (this.#steps === 0 || step < TELLING_SHARE * steps) return null;
    return ((steps - step) * this.#milliseconds) / this.#steps / 1000;
  }
}
