/**
 * What is assumed of an arithmetic: every operation's result is the exact one times (1 + δ), |δ| ≤ unit, plus at most `underflow`.
 * docs/error-bounds.md derives every bound in this project from these two numbers.
 */
export interface Rounding {
  readonly unit: number;
  readonly underflow: number;
}

/** IEEE float64, round to nearest; subnormal results lose at most 2⁻¹⁰⁷⁴, far below the slack. */
export const FLOAT64: Rounding = { unit: 2 ** -53, underflow: 2 ** -1000 };

/** A GPU's float32: the rounding direction is not specified and subnormals may become 0. */
export const FLOAT32_GPU: Rounding = { unit: 2 ** -23, underflow: 2 ** -100 };

/** γ_k = k·u / (1 − k·u), Higham 2002, "Accuracy and Stability of Numerical Algorithms", lemma 3.1. */
export function gamma(operations: number, unit: number): number {
  return (operations * unit) / (1 - operations * unit);
}
