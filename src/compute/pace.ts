/** A stretch of steps is made to last about so long: reports 15 times a second, and a pause is felt at once. */
export const STRETCH_MS = 60;
const LONGEST_STRETCH = 64;

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

  secondsFor(steps: number): number | null {
    return this.#steps === 0 ? null : (steps * this.#milliseconds) / this.#steps / 1000;
  }
}
