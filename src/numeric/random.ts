import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A stream of random numbers. A seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform on [from, to). */
  uniform(from?: number, to?: number): number;
  /** A uniform whole number, 0 ≤ n < count. */
  below(count: number): number;
  /** Standard normal. */
  normal(): number;
}

/**
 * Starts a stream.
 *
 * @param seed  a seed of the spec
 * @param purpose  distinguishes streams of one seed ("weights", "plane", …), so that different uses get different numbers
 */
export function createRandom(seed: number, purpose: string): Random {
  const generator = xoroshiro128plus(mixSeed(seed, purpose));
  const uniform = (from = 0, to = 1) => from + (to - from) * uniformFloat64(generator);
  return {
    uniform,
    below: (count) => uniformInt(generator, 0, count - 1),
    // Box & Muller 1958; 1 − u is never 0.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/** The FNV-1a hash of the purpose, combined with the seed. */
function mixSeed(seed: number, purpose: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const character of purpose) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  }
  return hash | 0;
}
