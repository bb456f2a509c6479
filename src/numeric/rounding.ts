/**
 * Assumptions about an arithmetic: every operation's result is the exact one times (1 + δ), |δ| ≤ unit, plus at most `underflow`, and
 * every operand may have lost as much to underflow. docs/error-bounds.md derives every bound in this project from these two numbers.
 */
export interface Rounding {
  readonly unit: number;
  /** η: far more than one number can lose to underflow, so that one η covers all terms of a sum. */
  readonly underflow: number;
  /** If Σ|terms|, as computed, is at most this, no part of the sum has overflowed. */
  readonly largestReach: number;
}

/** IEEE float64, round to nearest; a subnormal result loses at most 2⁻¹⁰⁷⁵, an exponential below 2⁻¹⁰⁷⁴ all of itself. */
export const FLOAT64: Rounding = { unit: 2 ** -53, underflow: 2 ** -1000, largestReach: 2 ** 1000 };

/** A GPU's float32: the rounding direction is not specified; subnormals, below 2⁻¹²⁶, may become 0 as results and as operands. */
export const FLOAT32_GPU: Rounding = { unit: 2 ** -23, underflow: 2 ** -100, largestReach: 2 ** 120 };

/** Bounds what z0 + x·z1 + y·z2 loses to underflow, |x| ≤ xBar, |y| ≤ yBar: the loss of each term times its factor. */
export function lostAcross(xBar: number, yBar: number, rounding: Rounding): number {
  return rounding.underflow * (1 + xBar + yBar);
}

/** γ_k = k·u / (1 − k·u), Higham 2002, "Accuracy and Stability of Numerical Algorithms", lemma 3.1. */
export function gamma(operations: number, unit: number): number {
  return (operations * unit) / (1 - operations * unit);
}
