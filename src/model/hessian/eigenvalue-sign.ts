/**
 * An eigenvalue, or a sum of them, as it may be told: 0 where it lies within its error bound of 0, since no sign of it is known. What is shown,
 * written to a file, counted and mapped goes through this one rule.
 */
export function settleEigenvalue(computed: number, tolerance: number): number {
  return Math.abs(computed) <= tolerance ? 0 : computed;
}

/** |λmin / λmax| of settled eigenvalues, as Li et al. 2018, section 6, map it; NaN where λmax is 0. */
export function ratioOfExtremes(min: number, max: number): number {
  return max === 0 ? Number.NaN : Math.abs(min / max);
}
