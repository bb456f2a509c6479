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
export function summarizeValues(values: ArrayLike<number>): Distribution | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  // d3 reads any list of numbers; its types name arrays only.
  const quantile = (p: number): number => quantileSorted(sorted as unknown as number[], p)!;
  return {
    count: sorted.length,
    mean: sorted.reduce((sum, value) => sum + value / sorted.length, 0),
    least: sorted[0]!,
    lowerQuartile: quantile(0.25),
    median: quantile(0.5),
    upperQuartile: quantile(0.75),
    most: sorted.at(-1)!,
  };
}
