import type { Activation } from "../../experiment/spec";

/** Bounds on a real number v in fixed point: lo ≤ v·2^bits ≤ hi. What is claimed here is proved in docs/certificates.md. */
export interface Interval {
  readonly lo: bigint;
  readonly hi: bigint;
}

/** Bits carried beyond those asked for, so that the roundings inside a function hardly show. */
const GUARD = 32;

export const oneOf = (bits: number): bigint => 1n << BigInt(bits);
const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
/** An upper bound on the number of binary digits, at most 3 above it. */
const countBits = (value: bigint): number => 4 * magnitude(value).toString(16).length;
const shiftDown = (value: bigint, bits: number): bigint => value >> BigInt(bits);
const shiftUp = (value: bigint, bits: number): bigint => -(-value >> BigInt(bits));
const lessOne = ({ lo, hi }: Interval, bits: number): Interval => ({ lo: lo - oneOf(bits), hi: hi - oneOf(bits) });
const narrow = ({ lo, hi }: Interval, by: number): Interval => ({ lo: shiftDown(lo, by), hi: shiftUp(hi, by) });

/** The quotient rounded down; the denominator is positive. */
export function divideDown(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
}

export const divideUp = (numerator: bigint, denominator: bigint): bigint => -divideDown(-numerator, denominator);

/** first · (1 − r/d(1) + r²/(d(1)d(2)) − …), first ≥ 0, 0 ≤ r ≤ d(n)/2: terms fall, so the rest is at most the last term summed. */
function sumAlternating(first: bigint, ratio: Interval, divisor: (n: number) => number, bits: number): Interval {
  let [lo, hi, termLo, termHi] = [first, first, first, first];
  for (let n = 1; termLo > 0n; n++) {
    termLo = shiftDown(termLo * ratio.lo, bits) / BigInt(divisor(n));
    termHi = divideUp(shiftUp(termHi * ratio.hi, bits), BigInt(divisor(n)));
    lo += n % 2 === 0 ? termLo : -termHi;
    hi += n % 2 === 0 ? termHi : -termLo;
  }
  return { lo: lo - termHi, hi: hi + termHi };
}

/** e^−t for t ≥ 0: t is halved until it is below 2^−8, the series summed, the sum squared as often. */
function expOfNegative(t: bigint, bits: number): Interval {
  // e^−bits < 2^−bits
  if (shiftDown(t, bits) >= BigInt(bits)) return { lo: 0n, hi: 1n };
  const halvings = Math.max(0, countBits(t) - bits + 8);
  const reduced = shiftDown(t, halvings);
  let { lo, hi } = sumAlternating(oneOf(bits), { lo: reduced, hi: reduced }, (n) => n, bits);
  // The slope of e^−t is at most 1: what the halving cut off, below one unit, takes at most one away.
  lo -= 1n;
  for (let i = 0; i < halvings; i++) {
    lo = lo > 0n ? shiftDown(lo * lo, bits) : 0n;
    hi = shiftUp(hi * hi, bits);
  }
  return { lo: lo > 0n ? lo : 0n, hi };
}

/** log(1 + t), 0 ≤ t ≤ 1, as 2·atanh(z), z = t/(2 + t) ≤ 1/3: the rest of Σ z^n/n over odd n is below 2·(the next power). */
function logOfOnePlus(t: Interval, bits: number): Interval {
  let powerLo = (t.lo << BigInt(bits)) / (oneOf(bits + 1) + t.lo);
  let powerHi = divideUp(t.hi << BigInt(bits), oneOf(bits + 1) + t.hi);
  const [squareLo, squareHi] = [shiftDown(powerLo * powerLo, bits), shiftUp(powerHi * powerHi, bits)];
  let [lo, hi] = [0n, 0n];
  for (let n = 1n; powerLo > 0n; n += 2n) {
    lo += powerLo / n;
    hi += divideUp(powerHi, n);
    powerLo = shiftDown(powerLo * squareLo, bits);
    powerHi = shiftUp(powerHi * squareHi, bits);
  }
  return { lo: 2n * lo, hi: 2n * (hi + 2n * powerHi) };
}

/** atan(1/n), n > 1: each term is cut by less than one unit, and so is the rest. */
function atanOfInverse(n: bigint, bits: number): Interval {
  let [sum, terms] = [0n, 0n];
  for (let power = oneOf(bits) / n; power > 0n; terms++, power /= n * n) {
    sum += (terms % 2n === 0n ? power : -power) / (2n * terms + 1n);
  }
  return { lo: sum - terms - 1n, hi: sum + terms + 1n };
}

const densityFactors = new Map<number, Interval>();

/** 1/√(2π) as the root of 2^(2·bits)/(2π), with π = 16·atan(1/5) − 4·atan(1/239) (Machin 1706) */
function encloseDensityFactor(bits: number): Interval {
  const known = densityFactors.get(bits);
  if (known) return known;
  const [a, b] = [atanOfInverse(5n, bits), atanOfInverse(239n, bits)];
  const dividend = oneOf(3 * bits - 1);
  const lo = rootDown(dividend / (16n * a.hi - 4n * b.lo));
  const hi = rootDown(divideUp(dividend, 16n * a.lo - 4n * b.hi)) + 1n;
  densityFactors.set(bits, { lo, hi });
  return { lo, hi };
}

/** The largest integer whose square is at most n, by Newton's steps from above. */
function rootDown(n: bigint): bigint {
  for (let root = oneOf(countBits(n) / 2 + 1); ; ) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** σ(x) = 1/(1 + e^−x), and σ(−x) = 1 − σ(x) */
function encloseSigmoid(x: bigint, bits: number): Interval {
  const one = oneOf(bits + GUARD);
  const tail = expOfNegative(magnitude(x) << BigInt(GUARD), bits + GUARD);
  const above = { lo: (one * one) / (one + tail.hi), hi: divideUp(one * one, one + tail.lo) };
  return narrow(x >= 0n ? above : { lo: one - above.hi, hi: one - above.lo }, GUARD);
}

/** log(1 + e^x) = max(x, 0) + log(1 + e^−|x|) */
export function encloseSoftplus(x: bigint, bits: number): Interval {
  const tail = expOfNegative(magnitude(x) << BigInt(GUARD), bits + GUARD);
  const { lo, hi } = narrow(logOfOnePlus(tail, bits + GUARD), GUARD);
  return x > 0n ? { lo: x + lo, hi: x + hi } : { lo, hi };
}

/** e^x − 1 for x ≤ 0, else x */
function encloseElu(x: bigint, bits: number): Interval {
  if (x > 0n) return { lo: x, hi: x };
  return lessOne(narrow(expOfNegative(-x << BigInt(GUARD), bits + GUARD), GUARD), bits);
}

/** Φ(x) = ½ + e^(−x²/2)/√(2π) · (x + x³/3 + x⁵/(3·5) + …) for x ≥ 0, and Φ(−x) = 1 − Φ(x) */
function encloseNormal(x: bigint, bits: number): Interval {
  const square = shiftDown(x * x, 2 * bits);
  // 1 − Φ(x) ≤ e^(−x²/2) ≤ e^−bits
  if (square >= BigInt(2 * bits)) return x > 0n ? { lo: oneOf(bits) - 1n, hi: oneOf(bits) } : { lo: 0n, hi: 1n };
  // The sum is below e^(x²/2)·√(2π) < 2^(x²+2): as many more bits are carried for it, in steps that share constants.
  const guard = GUARD * (2 + Math.ceil(Number(square) / GUARD));
  const work = bits + guard;
  const z = magnitude(x) << BigInt(guard);
  const [squareLo, squareHi] = [shiftDown(z * z, work), shiftUp(z * z, work)];
  let [lo, hi, termLo, termHi] = [z, z, z, z];
  // Once each further term is at most half of the one before, they add up to at most the last.
  for (let n = 3n; termLo > 0n || 2n * squareHi > n << BigInt(work); n += 2n) {
    termLo = shiftDown(termLo * squareLo, work) / n;
    termHi = divideUp(shiftUp(termHi * squareHi, work), n);
    lo += termLo;
    hi += termHi;
  }
  const factor = encloseDensityFactor(work);
  // squareLo / 2 is cut by at most one unit, and the slope of e^−t is at most 1.
  const gauss = expOfNegative(squareLo >> 1n, work);
  const least = shiftDown(lo * factor.lo * (gauss.lo - 1n), 2 * work);
  const most = shiftUp((hi + termHi) * factor.hi * gauss.hi, 2 * work);
  const half = oneOf(work - 1);
  return narrow(x >= 0n ? { lo: half + least, hi: half + most } : { lo: half - most, hi: half - least }, guard);
}

/** sin(x) as the imaginary part of (e^(ix/2^h))^(2^h): both series where the angle is below 2^−8, then h squarings. */
function encloseSin(x: bigint, bits: number): Interval {
  // Beyond 2^bits the reduction would cost more than it is worth.
  if (shiftDown(magnitude(x), 2 * bits) > 0n) return { lo: -oneOf(bits), hi: oneOf(bits) };
  const halvings = Math.max(0, countBits(x) - bits + 8);
  // A squaring makes an error e at most 3e + 1: twice as many bits as squarings make up for it.
  const work = bits + GUARD + 2 * halvings;
  const angle = magnitude(x) << BigInt(GUARD + halvings);
  const square = { lo: shiftDown(angle * angle, work), hi: shiftUp(angle * angle, work) };
  const sine = sumAlternating(angle, square, (n) => 2 * n * (2 * n + 1), work);
  const cosine = sumAlternating(oneOf(work), square, (n) => 2 * n * (2 * n - 1), work);
  let [s, c, error] = [sine.lo, cosine.lo, sine.hi - sine.lo + cosine.hi - cosine.lo];
  for (let i = 0; i < halvings; i++) {
    [s, c] = [shiftDown(2n * s * c, work), shiftDown(c * c - s * s, work)];
    error = 3n * error + 1n;
  }
  return narrow(x < 0n ? { lo: -s - error, hi: -s + error } : { lo: s - error, hi: s + error }, work - bits);
}

type EncloseAt = (x: bigint, bits: number) => Interval;
type EncloseOver = (x: Interval, bits: number) => Interval;

/** A function that rises with slope at most 1, over an interval: from one end where the ends are close, else from both. */
function rising(enclose: EncloseAt): EncloseOver {
  return ({ lo, hi }, bits) => {
    const first = enclose(lo, bits);
    return { lo: first.lo, hi: hi - lo < oneOf(bits - 16) ? first.hi + hi - lo : enclose(hi, bits).hi };
  };
}

/** x·g(x) for a rising g ≥ 0 */
function gated(gate: EncloseAt): EncloseOver {
  return ({ lo, hi }, bits) => {
    const g = rising(gate)({ lo, hi }, bits);
    return { lo: shiftDown(lo * (lo < 0n ? g.hi : g.lo), bits), hi: shiftUp(hi * (hi < 0n ? g.lo : g.hi), bits) };
  };
}

/** An activation whose values are no fractions. */
export type SmoothActivation = Exclude<Activation, "identity" | "relu" | "leaky-relu">;

/** Bounds on each smooth activation over an interval. */
export const SMOOTH_FUNCTIONS: Readonly<Record<string, EncloseOver>> = {
  sigmoid: rising(encloseSigmoid),
  // tanh(x) = 2σ(2x) − 1; σ over 2^(bits+1) is 2σ over 2^bits.
  tanh: rising((x, bits) => lessOne(encloseSigmoid(4n * x, bits + 1), bits)),
  elu: rising(encloseElu),
  softplus: rising(encloseSoftplus),
  silu: gated(encloseSigmoid),
  gelu: gated(encloseNormal),
  sin: ({ lo, hi }, bits) => {
    const first = encloseSin(lo, bits);
    return { lo: first.lo - (hi - lo), hi: first.hi + (hi - lo) };
  },
} satisfies Record<SmoothActivation, EncloseOver>;
