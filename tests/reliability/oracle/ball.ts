/**
 * A real number within radius·2^exponent of mid·2^exponent. A float64 number is a ball of radius 0, and sums and products of such numbers
 * are exact as long as they fit the precision, so a unit that is exactly at its kink is recognised.
 */
export interface Ball {
  readonly mid: bigint;
  readonly exponent: number;
  /** In units of 2^exponent, rounded up. */
  readonly radius: number;
  /** |mid| as a float64 number, to a few units in its last place. */
  readonly size: number;
}

/** Thrown where a ball is too wide to continue; a higher precision may suffice. */
export class TooWide extends Error {}

/** More than any float64 rounding of a radius or a size. */
const UP = 1 + 2 ** -48;
/** Radii stay below this, because bits of a mantissa below its radius have no information. */
const LARGEST_RADIUS = 2 ** 60;
/** Most bits of a mantissa, so that the product of a size and a radius is a float64 number. */
export const MOST_BITS = 896;

export const ZERO: Ball = { mid: 0n, exponent: 0, radius: 0, size: 0 };
export const ONE: Ball = fromInteger(1);

export function fromInteger(value: number): Ball {
  return { mid: BigInt(value), exponent: 0, radius: 0, size: Math.abs(value) };
}

/** The exact value of a finite float64 number. */
export function fromNumber(value: number): Ball {
  if (value === 0) return ZERO;
  // Subnormals are scaled first, because their logarithm would be inaccurate.
  const [scaled, shift] = Math.abs(value) < 2 ** -1000 ? [value * 2 ** 200, -200] : [value, 0];
  const exponent = Math.floor(Math.log2(Math.abs(scaled))) - 54;
  let mantissa = scaled / 2 ** exponent;
  let twos = 0;
  while (mantissa % 2 === 0) {
    mantissa /= 2;
    twos++;
  }
  return { mid: BigInt(mantissa), exponent: exponent + twos + shift, radius: 0, size: Math.abs(mantissa) };
}

export function isZero({ mid, radius }: Ball): boolean {
  return mid === 0n && radius === 0;
}

/** 1 or −1 where the sign is certain, 0 for exactly zero. @throws TooWide where the ball contains zero and other numbers */
export function signOf(a: Ball): -1 | 0 | 1 {
  if (isZero(a)) return 0;
  if (a.size <= a.radius * UP) throw new TooWide("the sign of a ball around zero");
  return a.mid > 0n ? 1 : -1;
}

/** radius·2^shift, rounded up. */
function scaleRadius(radius: number, shift: number): number {
  if (radius === 0) return 0;
  // Below the last bit of any mantissa.
  if (shift < -900) return 2 ** -800;
  const half = Math.trunc(shift / 2);
  return radius * 2 ** half * 2 ** (shift - half) * UP;
}

/** A ball's radius in units of 2^target, rounded up. */
export function radiusIn({ radius, exponent }: Ball, target: number): number {
  return scaleRadius(radius, exponent - target);
}

/** Rounds a mantissa to about `bits` bits, and limits its radius. */
export function makeBall(mid: bigint, exponent: number, radius: number, length: number, bits: number): Ball {
  if (!(radius < 2 ** 1000)) throw new TooWide("a radius that overflows");
  let shift = Math.max(0, Math.ceil(length) - bits);
  if (radius > LARGEST_RADIUS) shift = Math.max(shift, Math.ceil(Math.log2(radius)) - 30);
  if (shift === 0) return { mid, exponent, radius, size: Math.abs(Number(mid)) };
  const held = mid >> BigInt(shift);
  return {
    mid: held,
    exponent: exponent + shift,
    radius: scaleRadius(radius, -shift) + 1,
    size: Math.abs(Number(held)),
  };
}

function lengthOf({ size }: Ball): number {
  return size === 0 ? 0 : Math.log2(size) + 1;
}

/** Ball arithmetic at one precision. Every result contains every result of the operation on numbers of its operands. */
export class BallArithmetic {
  constructor(readonly bits: number) {
    if (bits > MOST_BITS) throw new RangeError(`${bits} bits are more than ${MOST_BITS}`);
  }

  negate(a: Ball): Ball {
    return { ...a, mid: -a.mid };
  }

  add(a: Ball, b: Ball): Ball {
    if (isZero(a)) return b;
    if (isZero(b)) return a;
    const [high, low] = a.exponent >= b.exponent ? [a, b] : [b, a];
    const gap = high.exponent - low.exponent;
    const highLength = lengthOf(high);
    // Bits of the lower operand that do not fit the result are cut off first, instead of a shift of the higher operand.
    const room = Math.max(0, Math.min(gap, Math.ceil(this.bits + 32 - highLength)));
    const exponent = high.exponent - room;
    const cut = exponent - low.exponent;
    const lowMid = cut === 0 ? low.mid : low.mid >> BigInt(cut);
    const mid = (room === 0 ? high.mid : high.mid << BigInt(room)) + lowMid;
    const radius = (scaleRadius(high.radius, room) + scaleRadius(low.radius, -cut) + (cut === 0 ? 0 : 1)) * UP;
    const length = Math.max(highLength + room, lengthOf(low) - cut) + 1;
    return makeBall(mid, exponent, radius, length, this.bits);
  }

  subtract(a: Ball, b: Ball): Ball {
    return this.add(a, this.negate(b));
  }

  multiply(a: Ball, b: Ball): Ball {
    if (isZero(a) || isZero(b)) return ZERO;
    const radius =
      a.radius === 0 && b.radius === 0 ? 0 : (a.size * b.radius + b.size * a.radius + a.radius * b.radius) * UP;
    return makeBall(a.mid * b.mid, a.exponent + b.exponent, radius, lengthOf(a) + lengthOf(b), this.bits);
  }

  /** @throws TooWide where the divisor may be zero */
  divide(a: Ball, b: Ball): Ball {
    signOf(b);
    if (isZero(a)) return ZERO;
    if (isZero(b)) throw new RangeError("division by zero");
    // A whole quotient and a division by a power of two stay exact.
    if (a.radius === 0 && b.radius === 0 && a.mid % b.mid === 0n) {
      return makeBall(a.mid / b.mid, a.exponent - b.exponent, 0, lengthOf(a), this.bits);
    }
    const power = Math.round(Math.log2(b.size));
    if (b.radius === 0 && b.mid === 1n << BigInt(power)) return { ...a, exponent: a.exponent - b.exponent - power };
    const shift = Math.max(0, Math.ceil(this.bits + lengthOf(b) - lengthOf(a)) + 2);
    const mid = (a.mid << BigInt(shift)) / b.mid;
    const size = Math.abs(Number(mid));
    const divisor = (b.size - b.radius) / UP;
    const moved = scaleRadius(a.radius / divisor, shift) + (size * b.radius) / divisor;
    return makeBall(mid, a.exponent - shift - b.exponent, moved * UP + 1, Math.log2(size + 1) + 1, this.bits);
  }

  sum(balls: readonly Ball[]): Ball {
    return balls.reduce((total, ball) => this.add(total, ball), ZERO);
  }
}

/** The whole number floor(a·2^fraction) of a ball's middle. */
export function toFixed({ mid, exponent }: Ball, fraction: number): bigint {
  const shift = exponent + fraction;
  return shift >= 0 ? mid << BigInt(shift) : mid >> BigInt(Math.min(-shift, 1_000_000));
}

/** The middle as a float64 number, 0 or infinite where it is outside the range. */
export function toNumber({ mid, exponent, size }: Ball): number {
  if (mid === 0n) return 0;
  const [half, rest] = [Math.trunc(exponent / 2), exponent - Math.trunc(exponent / 2)];
  return Math.sign(Number(mid)) * size * 2 ** Math.max(-1074, half) * 2 ** Math.max(-1074, rest);
}

/** Compares a distance |found − truth| with a bound. `unclear` where the ball of the truth is not a thousand times smaller than the bound. */
export function compareDistance(found: number, truth: Ball, bound: number): "within" | "outside" | "unclear" {
  if (bound === Number.POSITIVE_INFINITY) return "within";
  const allowed = fromNumber(bound);
  const given = fromNumber(found);
  const exponent = Math.min(truth.exponent, allowed.exponent, given.exponent);
  const lift = (mid: bigint, from: number) => mid << BigInt(from - exponent);
  const difference = lift(given.mid, given.exponent) - lift(truth.mid, truth.exponent);
  const distance = difference < 0n ? -difference : difference;
  const radius = lift(BigInt(Math.ceil(truth.radius)), truth.exponent);
  const limit = lift(allowed.mid, allowed.exponent);
  if (1000n * radius > limit) return distance - radius > limit ? "outside" : "unclear";
  if (distance + radius <= limit) return "within";
  return distance - radius > limit ? "outside" : "unclear";
}
