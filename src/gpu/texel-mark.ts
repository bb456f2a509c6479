/** Number of bits of a bound that hold the mark, and number of draws in a row that have different marks. */
const MARK_BITS = 12;
export const MARKED_DRAWS = 2 ** MARK_BITS;

/** The bits of 2⁻¹⁰⁰, the least bound that the kernel writes, and of +∞. */
const LEAST_BOUND = 0x0d800000;
const INFINITE = 0x7f800000;

/**
 * The mark that the kernel writes into the lowest bits of a point's bound; the same computation as in shaders/compute/mark.glsl. Two draws
 * less than MARKED_DRAWS apart mark the same point differently. Two points of one draw have the same mark by chance only, with a
 * probability of 1 / MARKED_DRAWS.
 */
export function markOf(point: number, draw: number): number {
  let h = Math.imul(point, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h ^= h >>> 16;
  return (h + draw) & (MARKED_DRAWS - 1);
}

/**
 * Whether this draw wrote the bound for this point. An infinite bound and NaN have no mark and are accepted, because nothing is
 * concluded from them.
 * @param bits  the bits of the bound, as an unsigned integer
 */
export function isMarked(bits: number, point: number, draw: number): boolean {
  const magnitude = bits & 0x7fffffff;
  if (magnitude >= INFINITE) return true;
  return bits >= LEAST_BOUND && bits < INFINITE && (bits & (MARKED_DRAWS - 1)) === markOf(point, draw);
}

/** The bits of a bound without its mark. The kernel has rounded the bound up by more than this removes. Infinity and NaN do not change. */
export function withoutMark(bits: number): number {
  return (bits & 0x7fffffff) >= INFINITE ? bits : (bits & -MARKED_DRAWS) >>> 0;
}
