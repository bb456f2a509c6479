import type { HessianSummary } from "../../convexity/points/full-hessian";
import { formatNumber } from "../../words/numbers";

/**
 * The text of an extreme eigenvalue of the whole Hessian: "−0.882", or "0 (8 of 9 within rounding of 0)" where it is 0 within its error bound.
 * @param write  how a number that is not 0 is written
 */
export function describeEigenvalue(
  value: number,
  { negative, zero, positive }: Pick<HessianSummary, "negative" | "zero" | "positive">,
  write: (value: number) => string = formatNumber,
): string {
  return value === 0 ? `0 (${zero} of ${negative + zero + positive} within rounding of 0)` : write(value);
}

/** Both extremes: "−0.882 to 5.94", "0 to 0.187 (8 of 9 within rounding of 0)", "0 (all 9 within rounding of 0)". */
export function describeExtremes({ min, max, negative, zero, positive }: HessianSummary): string {
  const count = negative + zero + positive;
  if (min === 0 && max === 0) return `0 (all ${count} within rounding of 0)`;
  const range = `${formatNumber(min)} to ${formatNumber(max)}`;
  return min === 0 || max === 0 ? `${range} (${zero} of ${count} within rounding of 0)` : range;
}
