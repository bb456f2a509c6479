/** A stretch of steps is made to last about so long: reports 15 times a second, and a pause is felt at once. */
export const STRETCH_MS = 60;
const LONGEST_STRETCH = 64;
/** Before this share of its steps a training has been too short to tell how long the rest will take. */
const TELLING_SHARE = 0.1;
/** Stretches that an estimate rests on: the latest, and the later half of them. */
const REMEMBERED = 16;
const LATEST = 8;
/** The two must agree within this factor: while shaders are compiled and other work begins, the pace is still another. */
const AGREEMENT = 1.5;

/** Learns how many steps fit in a stretch, and how long the rest will take. */
export class Pace {
  stretch = 1;
  #isWarm = false;
  /** Milliseconds a step, of the latest stretches. */
  #rates: number[] = [];

  learn(steps: number, milliseconds: number): void {
    const factor = Math.min(4, Math.max(0.25, STRETCH_MS / Math.max(milliseconds, 0.01)));
    this.stretch = Math.min(LONGEST_STRETCH, Math.max(1, Math.round(steps * factor)));
    // The first step compiles shaders and says nothing about the others.
    if (this.#isWarm) this.#rates = [...this.#rates, milliseconds / steps].slice(-REMEMBERED);
    this.#isWarm = true;
  }

  /** Seconds that the steps still to be taken will need; null while there is no estimate that holds. */
  secondsLeft(step: number, steps: number): number | null {
    if (step >= steps) return 0;
    if (this.#rates.length < LATEST || step < TELLING_SHARE * steps) return null;
    const [rate, latest] = [median(this.#rates), median(this.#rates.slice(-LATEST))];
    if (Math.max(rate, latest) > AGREEMENT * Math.min(rate, latest)) return null;
    return ((steps - step) * latest) / 1000;
  }
}

/** One long stretch among many changes nothing. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
