/** Bits of a bound that the mark takes, and how many draws have marks of their own. */
const MARK_BITS = 12;
export const MARKED_DRAWS = 2 ** MARK_BITS;

/** Bits of 2⁻¹⁰⁰, the least bound that the kernel writes, and of +∞. */
const LEAST_BOUND = 0x0d800000;
const INFINITE = 0x7f800000;

/**
 * What the kernel writes into the lowest bits of the bound of a point: the twin of shaders/compute/mark.glsl. Two draws less than
 * MARKED_DRAWS apart mark the same point differently; two points of a draw are marked alike by chance only, once in MARKED_DRAWS.
 */
export function markOf(point: number, draw: number): number {
  let h = Math.imul(point, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h ^= h >>> 16;
  return (h + draw) & (MARKED_DRAWS - 1);
}

/**
 * Whether a bound was written for this point by this draw. An infinite one and one that is not a number carry no mark and pass:
 * nothing is concluded from them.
 * @param bits  the bound's, as an unsigned integer
 */
export function isMarked(bits: number, point: number, draw: number): boolean {
  const magnitude = bits & 0x7fffffff;
  if (magnitude >= INFINITE) return true;
  return bits >= LEAST_BOUND && bits < INFINITE && (bits & (MARKED_DRAWS - 1)) === markOf(point, draw);
}

/** The bits of a bound without its mark: the kernel rounded it up by more than that takes away. What is not finite stays so. */
export function withoutMark(bits: number): number {
  return (bits & 0x7fffffff) >= INFINITE ? bits : (bits & -MARKED_DRAWS) >>> 0;
}
