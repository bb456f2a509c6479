import type { FactorComparison } from "../../convexity/survey/factor-summary";
import { formatAtMost, formatExact, formatNumber } from "../../words/numbers";

/** The cells of a comparison of two values of a factor; differences are in percentage points. */
export interface ComparisonCells {
  readonly name: string;
  readonly pairs: string;
  /** Units with a greater, a smaller and an equal share. */
  readonly counts: string;
  readonly median: string;
  readonly interval: string;
  readonly mean: string;
  readonly bootstrap: string;
  readonly p: string;
}

/** @param tooFew  stands for an interval that so few units do not give */
export function writeComparisonCells(comparison: FactorComparison, tooFew: string): ComparisonCells {
  const { factor, of, against, pairs, greater, less, equal, median, interval, bootstrap, adjustedP } = comparison;
  const points = (value: number | undefined | null) => (value == null ? "–" : formatNumber(100 * value, 3));
  const between = (ends: { readonly lower: number; readonly upper: number } | null) =>
    ends ? `${points(ends.lower)} to ${points(ends.upper)}` : tooFew;
  return {
    name: `${factor}: ${of} − ${against}`,
    pairs: formatExact(pairs),
    counts: `${formatExact(greater)} / ${formatExact(less)} / ${formatExact(equal)}`,
    median: points(median),
    interval: between(interval),
    mean: points(bootstrap?.mean),
    bootstrap: between(bootstrap),
    p: formatAtMost(adjustedP, 0, 2),
  };
}
