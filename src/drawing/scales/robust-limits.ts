import { quantileSorted } from "d3-array";

/** The most values that quantiles are computed from: more would not change the picture visibly, and sorting them would take time. */
const SAMPLE_COUNT = 16_384;

/** A summary of a set of numbers. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
  /** A sample of the finite values, taken at even distances, rising. Empty when there are none. */
  readonly sample: Float64Array;
  readonly finiteCount: number;
}

/** Extremes over all finite values, and a sorted sample of them for quantiles. */
export function measureRange(values: ArrayLike<number>): ValueRange {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let finiteCount = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (!Number.isFinite(value)) continue;
    finiteCount++;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const size = Math.min(SAMPLE_COUNT, values.length);
  const taken: number[] = [];
  for (let index = 0; index < size; index++) {
    const value = values[Math.floor(((index + 0.5) * values.length) / size)]!;
    if (Number.isFinite(value)) taken.push(value);
  }
  return { min, max, sample: Float64Array.from(taken).sort(), finiteCount };
}

/** Joins several sets into one. Each has the same weight, whatever its number of values. */
export function poolRanges(ranges: readonly ValueRange[]): ValueRange {
  const [first] = ranges;
  if (ranges.length === 1 && first) return first;
  const filled = ranges.filter(({ sample }) => sample.length > 0);
  const size = Math.max(0, ...filled.map(({ sample }) => sample.length));
  const taken = filled.flatMap(({ sample }) =>
    sample.length === size
      ? [...sample]
      : Array.from({ length: size }, (_, index) => takeQuantile(sample, (index + 0.5) / size)),
  );
  return {
    min: Math.min(...ranges.map(({ min }) => min)),
    max: Math.max(...ranges.map(({ max }) => max)),
    sample: Float64Array.from(taken).sort(),
    finiteCount: ranges.reduce((sum, { finiteCount }) => sum + finiteCount, 0),
  };
}

/** The quantile of a rising sample, linearly interpolated. @throws RangeError when the sample is empty */
export function takeQuantile(sample: Float64Array, fraction: number): number {
  if (sample.length === 0) throw new RangeError("a quantile of no values");
  // The values are read by their index alone; the types of d3 name plain arrays only.
  return quantileSorted(sample as ArrayLike<number> as number[], fraction)!;
}

/** How far above the middle nine tenths of its values a surface is drawn, in units of their span; the rest is clipped. */
const REACH_ABOVE = 1;
/** The same below. It is larger, because the minimum is what readers look for. */
const REACH_BELOW = 2;

/**
 * How far a quadratic bowl over a slice can rise, in units of the rise of its median, third quartile and ninth decile above its least
 * value: the largest ratios over all bowls whose minimum lies in the slice are 13.7, 4.9 and 2.6, of a narrow trough along the diagonal.
 */
const BOWL_RISES: readonly (readonly [fraction: number, ratio: number])[] = [
  [0.5, 14],
  [0.75, 5],
  [0.9, 2.7],
];
/** At least this part of the values is below the upper limit of a linear scale. */
const LEAST_WHOLE = 0.95;

/**
 * Limits of a linear scale: high walls must not press the valleys flat, and no bowl must lose its shape. The upper limit is the height
 * that a quadratic bowl with these quantiles could reach, so that such a bowl is never cut; and at most one value in twenty is above it.
 *
 * @param noise  as in findRobustLimits
 */
export function findLinearLimits(range: ValueRange, noise = 0): readonly [low: number, high: number] {
  const [low, full] = findRobustLimits(range, noise);
  const most = takeQuantile(range.sample, LEAST_WHOLE);
  if (!(most - low > noise)) return [low, full];
  const bowl = BOWL_RISES.map(([fraction, ratio]) => ratio * (takeQuantile(range.sample, fraction) - range.min));
  return [low, Math.min(range.max, Math.max(most, range.min + Math.min(...bowl)))];
}

/**
 * Limits that a few extreme values cannot move: at most REACH_ABOVE spans above and REACH_BELOW spans below the middle nine tenths, and
 * never beyond the full range.
 *
 * @param noise  differences up to this are rounding: where the middle nine tenths vary no more than this (a plateau with a dip), the
 *   limits are the full range
 */
export function findRobustLimits(range: ValueRange, noise = 0): readonly [low: number, high: number] {
  const bottom = takeQuantile(range.sample, 0.05);
  const top = takeQuantile(range.sample, 0.95);
  const span = top - bottom;
  if (!(span > noise) || !Number.isFinite(span)) return [range.min, range.max];
  return [Math.max(range.min, bottom - REACH_BELOW * span), Math.min(range.max, top + REACH_ABOVE * span)];
}
