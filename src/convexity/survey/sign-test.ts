/** The exact sign test of paired differences. */
export interface SignTest {
  /** Number of differences above, below and equal to 0. */
  readonly greater: number;
  readonly less: number;
  readonly equal: number;
  /** The two-sided exact p-value, without differences of 0; 1 where all are 0. */
  readonly p: number;
}

/** A confidence interval for a median; its ends are two of the differences. */
export interface MedianInterval {
  readonly lower: number;
  readonly upper: number;
  /** The probability that such an interval contains the true median: at least the requested level. */
  readonly coverage: number;
}

/**
 * The exact sign test: under the hypothesis that a difference is as likely above 0 as below, their number is binomial with ½. It
 * assumes nothing about the shape of the distribution, only that the differences are independent.
 *
 * @see Dixon & Mood 1946, "The Statistical Sign Test", J. Am. Stat. Assoc. 41
 */
export function testSigns(differences: readonly number[]): SignTest {
  const greater = differences.filter((difference) => difference > 0).length;
  const less = differences.filter((difference) => difference < 0).length;
  const p = Math.min(1, 2 * sumBinomial(greater + less, Math.min(greater, less)));
  return { greater, less, equal: differences.length - greater - less, p };
}

/**
 * The interval for the median that corresponds to the sign test: from the k-th smallest to the k-th largest difference, k as large as the
 * level allows.
 *
 * @param level  the least coverage, 0 to 1
 * @returns null where there are too few differences for the level: fewer than 6 at 95 %
 * @see Conover 1999, "Practical Nonparametric Statistics", 3rd edition, section 3.2
 */
export function boundMedian(differences: readonly number[], level: number): MedianInterval | null {
  const sorted = [...differences].sort((a, b) => a - b);
  let found: MedianInterval | null = null;
  let below = 0;
  for (const [i, term] of binomialTerms(sorted.length)) {
    below += term;
    if (2 * (i + 1) > sorted.length || 2 * below > 1 - level) break;
    found = { lower: sorted[i]!, upper: sorted[sorted.length - 1 - i]!, coverage: 1 - 2 * below };
  }
  return found;
}

/**
 * Adjusts the p-values of several tests on the same data: under the null hypotheses, the probability that any adjusted value is at most a
 * level is at most that level.
 *
 * @see Holm 1979, "A Simple Sequentially Rejective Multiple Test Procedure", Scand. J. Stat. 6
 */
export function adjustByHolm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length);
  let most = 0;
  for (const [rank, i] of order.entries()) {
    most = Math.max(most, Math.min(1, (pValues.length - rank) * pValues[i]!));
    adjusted[i] = most;
  }
  return adjusted;
}

/** P(X ≤ k) of X binomial with n trials of ½. */
function sumBinomial(n: number, k: number): number {
  let sum = 0;
  for (const [i, term] of binomialTerms(n)) {
    if (i > k) break;
    sum += term;
  }
  return sum;
}

/** P(X = i) for i = 0, 1, …, n. The exponent is kept separately, because ½ⁿ is 0 in float64 from n = 1075. */
function* binomialTerms(n: number): Generator<[i: number, term: number]> {
  let exponent = -n;
  let factor = 1;
  for (let i = 0; i <= n; i++) {
    yield [i, factor * 2 ** exponent];
    factor *= (n - i) / (i + 1);
    if (factor < 2 ** 500) continue;
    factor *= 2 ** -500;
    exponent += 500;
  }
}
