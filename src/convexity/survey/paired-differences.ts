import { summarizeValues } from "./distribution";
import { boundMedian, type MedianInterval, type SignTest, testSigns } from "./sign-test";

/** What is concluded from independent paired differences of a fraction. */
export interface DifferenceTest extends SignTest {
  /** The median difference; null without differences. */
  readonly median: number | null;
  /** A confidence interval of the median, with at least 95 %; null with too few differences. */
  readonly interval: MedianInterval | null;
}

/** The least coverage of an interval. */
export const LEVEL = 0.95;
/** A fraction is of at most 1,025² points and a mean of at most 10⁴ fractions here, so a mean other than 0 is above 9e-11, and rounding is below 1e-12. */
const ROUNDING = 1e-11;

export function testDifferences(differences: readonly number[]): DifferenceTest {
  return {
    ...testSigns(differences),
    median: summarizeValues(differences)?.median ?? null,
    interval: boundMedian(differences, LEVEL),
  };
}

/** A mean of differences that is only rounding becomes 0, so that it has no sign. */
export function settleMean(mean: number): number {
  return Math.abs(mean) < ROUNDING ? 0 : mean;
}
