/** The contract's classes of a grid point; a class is stored as its index in this list. */
export const POINT_CLASSES = ["nonconvex-curvature", "nonconvex-chord", "convex", "undecided", "not-finite"] as const;
export type PointClass = (typeof POINT_CLASSES)[number];

/**
 * The one rule of a point's class, by the contract's order: what its numbers prove. Nothing is proved by a difference smaller than the
 * bounds on its error.
 *
 * @param curvature  the lowest curvature at the point among the directions that the class speaks of
 * @param error  a bound on that curvature's error; +∞ where nothing is known
 * @param hasConcaveChord  asked only where the curvature proves nothing against convexity
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

/** −1 where a number is surely below 0, 1 where it is surely above, else 0. */
export function signWithin(value: number, error: number): -1 | 0 | 1 {
  if (value + error < 0) return -1;
  return value - error > 0 ? 1 : 0;
}
