/**
 * The largest float64 that is certainly at most a verifier's bound, per sample.
 *
 * @param bound  a plain decimal string: a lower bound on N·(L(mean) − mean L)
 * @param samples  N
 */
export function readProvedGap(bound: string, samples: number): number {
  let gap = Math.min(divide(bound, samples), Number.MAX_VALUE);
  // A string's nearest float64 and a division round by half a unit in the last place each.
  while (Number.isFinite(gap) && compare(gap, bound, samples) > 0n) gap = next(gap, -1);
  return gap;
}

/** The least float64 that is certainly at least a verifier's upper bound, per sample. */
export function readGapLimit(bound: string, samples: number): number {
  let gap = Math.max(divide(bound, samples), -Number.MAX_VALUE);
  while (Number.isFinite(gap) && compare(gap, bound, samples) < 0n) gap = next(gap, 1);
  return gap;
}

/** bound / samples, to a few units in the last place. The quotient may be a float64 where the bound itself is larger than every float64. */
function divide(bound: string, samples: number): number {
  const whole = Number(bound);
  return Number.isFinite(whole) ? whole / samples : Number(BigInt(bound.split(".")[0]!) / BigInt(samples));
}

/** A whole number with the sign of gap · samples − bound, in exact arithmetic. */
function compare(gap: number, bound: string, samples: number): bigint {
  const [whole = "0", fraction = ""] = bound.split(".");
  let [integer, doublings] = [gap, 0n];
  for (; !Number.isInteger(integer); doublings++) integer *= 2;
  const product = BigInt(integer) * BigInt(samples) * 10n ** BigInt(fraction.length);
  return product - (BigInt(whole + fraction) << doublings);
}

/** The next float64 above or below a finite one. */
function next(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  bits.setBigUint64(0, bits.getBigUint64(0) + (value > 0 === direction > 0 ? 1n : -1n));
  return bits.getFloat64(0);
}
