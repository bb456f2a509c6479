/** The contract's classes of a grid point; a class is stored as its index in this list. */
export const POINT_CLASSES = ["nonconvex-curvature", "nonconvex-chord", "convex", "undecided", "not-finite"] as const;
export type PointClass = (typeof POINT_CLASSES)[number];

/**
 * The class that a point's numbers prove, in the contract's order. This is the only rule for it. A difference smaller than its error bound
 * proves nothing.
 *
 * @param curvature  the lowest curvature at the point over the directions that the class is about
 * @param error  a bound on that curvature's error; +∞ where nothing is known
 * @param hasConcaveChord  called only where the curvature does not disprove convexity
 */
export function classifyPoint(
  loss: number,
  curvature: number,
  error: number,
  hasConcaveChord: () => boolean,
): PointClass {
  if (!Number.isFinite(loss)) return "not-finite";
  const sign = signWithin(curvature, error);
  if (sign < 0) return "nonconvex-curvature";
  if (hasConcaveChord()) return "nonconvex-chord";
  return sign > 0 ? "convex" : "undecided";
}

/** −1 where a number is certainly below 0, 1 where it is certainly above 0, else 0. */
export function signWithin(value: number, error: number): -1 | 0 | 1 {
  if (value + error < 0) return -1;
  return value - error > 0 ? 1 : 0;
}
