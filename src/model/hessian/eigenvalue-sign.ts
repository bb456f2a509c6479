/** How many eigenvalues of the whole Hessian lie below −tolerance, within it and above it. */
export interface Inertia {
  readonly negative: number;
  readonly zero: number;
  readonly positive: number;
  /** No computed eigenvalue is farther than this from a true one. */
  readonly tolerance: number;
}

/**
 * An eigenvalue, or a sum of eigenvalues, as it is reported: 0 where it lies within its error bound of 0, because its sign is then unknown.
 * Every eigenvalue that is shown, written to a file, counted or mapped goes through this rule.
 */
export function settleEigenvalue(computed: number, tolerance: number): number {
  return Math.abs(computed) <= tolerance ? 0 : computed;
}

/** |λmin / λmax| of eigenvalues after settleEigenvalue, as Li et al. 2018, section 6, map it; NaN where λmax is 0. */
export function ratioOfExtremes(min: number, max: number): number {
  return max === 0 ? Number.NaN : Math.abs(min / max);
}
