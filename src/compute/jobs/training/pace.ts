/** Target duration of a stretch of steps, in milliseconds: it gives 15 reports a second, and a pause takes effect at once. */
export const STRETCH_MS = 60;
const LONGEST_STRETCH = 64;
/** Before this share of its steps, a training gives no estimate of the remaining time. */
const LEAST_SHARE = 0.1;
/** Number of the latest stretches that are used for an estimate; their later half is used alone as well. */
const KEPT_RATES = 16;
const LATEST = 8;
/** The two rates must agree within this factor, because the pace is different while shaders are compiled and other work starts. */
const AGREEMENT = 1.5;

/** Measures the pace of a training: how many steps fit in a stretch, and how long the remaining steps will take. */
export class Pace {
  stretch = 1;
  #isWarm = false;
  /** Milliseconds per step of the latest stretches. */
  #rates: number[] = [];

  learn(steps: number, milliseconds: number): void {
    const factor = Math.min(4, Math.max(0.25, STRETCH_MS / Math.max(milliseconds, 0.01)));
    this.stretch = Math.min(LONGEST_STRETCH, Math.max(1, Math.round(steps * factor)));
    // The first step compiles shaders, so its duration is not used.
    if (this.#isWarm) this.#rates = [...this.#rates, milliseconds / steps].slice(-KEPT_RATES);
    this.#isWarm = true;
  }

  /** Estimated seconds of the remaining steps; null while there is no reliable estimate. */
  secondsLeft(step: number, steps: number): number | null {
    if (step >= steps) return 0;
    if (this.#rates.length < LATEST || step < LEAST_SHARE * steps) return null;
    const [rate, latest] = [median(this.#rates), median(this.#rates.slice(-LATEST))];
    if (Math.max(rate, latest) > AGREEMENT * Math.min(rate, latest)) return null;
    return ((steps - step) * latest) / 1000;
  }
}

/** The median, because a single long stretch does not change it. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
