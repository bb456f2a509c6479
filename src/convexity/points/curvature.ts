import { FLOAT64 } from "../../numeric/rounding";

/** The eigenvalues of [[xx, xy], [xy, yy]], smaller first. */
export function symmetricEigenvalues(xx: number, xy: number, yy: number): { min: number; max: number } {
  const middle = xx / 2 + yy / 2;
  const radius = Math.hypot(xx / 2 - yy / 2, xy);
  return { min: middle - radius, max: middle + radius };
}

/**
 * Bounds how far a computed eigenvalue may lie from the true one when each entry is off by at most `entryError`.
 * Weyl's inequality: an eigenvalue moves by at most the perturbation's spectral norm, which is at most twice its largest entry;
 * then the rounding and underflow of symmetricEigenvalues itself.
 */
export function eigenvalueError(xx: number, xy: number, yy: number, entryError: number): number {
  return 2 * entryError + 8 * FLOAT64.unit * (Math.abs(xx) + Math.abs(xy) + Math.abs(yy)) + FLOAT64.underflow;
}

/** Unit eigenvectors of [[xx, xy], [xy, yy]], that of the smaller eigenvalue first; where both are equal, the axes. */
export function symmetricEigenvectors(
  xx: number,
  xy: number,
  yy: number,
): { readonly min: readonly [number, number]; readonly max: readonly [number, number] } {
  // The direction of the larger one halves the angle of (xx − yy, 2·xy).
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return { min: [-sine, cosine], max: [cosine, sine] };
}
