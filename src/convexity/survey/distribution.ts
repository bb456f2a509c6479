/** A sample in seven numbers. */
export interface Distribution {
  readonly count: number;
  readonly mean: number;
  readonly least: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly most: number;
}

/** @returns null of an empty sample */
export function describeDistribution(values: readonly number[]): Distribution | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return {
    count: sorted.length,
    mean: sorted.reduce((sum, value) => sum + value / sorted.length, 0),
    least: sorted[0]!,
    lowerQuartile: findQuantile(sorted, 0.25),
    median: findQuantile(sorted, 0.5),
    upperQuartile: findQuantile(sorted, 0.75),
    most: sorted.at(-1)!,
  };
}

/**
 * Between the two order statistics around (n − 1)·p, linearly.
 * @param sorted  rising, not empty
 * @see Hyndman & Fan 1996, "Sample Quantiles in Statistical Packages", definition 7
 */
function findQuantile(sorted: readonly number[], p: number): number {
  const place = (sorted.length - 1) * p;
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (place - below) * (high - low);
}
