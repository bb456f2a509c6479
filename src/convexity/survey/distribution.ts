import { quantileSorted } from "d3-array";

/** Seven statistics of a sample. */
export interface Distribution {
  readonly count: number;
  readonly mean: number;
  readonly least: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly most: number;
}

/**
 * Summarizes a sample. Quartiles are interpolated linearly between the order statistics around (n − 1)·p.
 *
 * @returns null for an empty sample
 * @see Hyndman & Fan 1996, "Sample Quantiles in Statistical Packages", definition 7
 */
export function summarizeValues(values: readonly number[]): Distribution | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return {
    count: sorted.length,
    mean: sorted.reduce((sum, value) => sum + value / sorted.length, 0),
    least: sorted[0]!,
    lowerQuartile: quantileSorted(sorted, 0.25)!,
    median: quantileSorted(sorted, 0.5)!,
    upperQuartile: quantileSorted(sorted, 0.75)!,
    most: sorted.at(-1)!,
  };
}
