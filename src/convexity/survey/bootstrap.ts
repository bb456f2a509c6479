import { createRandom } from "../../numeric/random";

/** A percentile interval of a mean by resampling. */
export interface BootstrapInterval {
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
  /** The nominal level; with few units the true coverage may be lower. */
  readonly level: number;
  readonly resamples: number;
}

const RESAMPLES = 10_000;
/** With fewer units a resample repeats the same few numbers, and the interval says nothing. */
const LEAST_UNITS = 6;

/**
 * The percentile bootstrap of the mean of independent units. The resamples are drawn from a fixed seed: the same units give the same interval.
 *
 * @returns null with fewer than 6 units
 * @see Efron & Tibshirani 1993, "An Introduction to the Bootstrap", section 13.3
 */
export function bootstrapMean(units: readonly number[], level: number): BootstrapInterval | null {
  const count = units.length;
  if (count < LEAST_UNITS) return null;
  const random = createRandom(count, "bootstrap");
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += units[random.below(count)]!;
    return sum / count;
  }).sort();
  const tail = (1 - level) / 2;
  return {
    mean: units.reduce((sum, unit) => sum + unit / count, 0),
    lower: means[Math.floor(tail * (RESAMPLES - 1))]!,
    upper: means[Math.ceil((1 - tail) * (RESAMPLES - 1))]!,
    level,
    resamples: RESAMPLES,
  };
}
