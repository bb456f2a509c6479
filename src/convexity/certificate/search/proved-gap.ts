/**
 * The largest float64 that is certain to be at most a verifier's bound, for one sample.
 *
 * @param bound  a plain decimal string: a lower bound on N·(L(mean) − mean L)
 * @param samples  N
 */
export function readProvedGap(bound: string, samples: number): number {
  let gap = Number(bound) / samples;
  // A string's nearest float64 and a division round by half a unit in the last place each.
  while (gap > 0 && !isAtMost(gap, bound, samples)) gap = nextBelow(gap);
  return gap;
}

/** Whether gap · samples ≤ bound, in exact arithmetic. */
function isAtMost(gap: number, bound: string, samples: number): boolean {
  const [whole = "0", fraction = ""] = bound.split(".");
  let [integer, doublings] = [gap, 0n];
  for (; !Number.isInteger(integer); doublings++) integer *= 2;
  const product = BigInt(integer) * BigInt(samples) * 10n ** BigInt(fraction.length);
  return product <= BigInt(whole + fraction) << doublings;
}

/** @param value  positive */
function nextBelow(value: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  bits.setBigUint64(0, bits.getBigUint64(0) - 1n);
  return bits.getFloat64(0);
}
