import {
  type Ball,
  BallArithmetic,
  fromInteger,
  makeBall,
  ONE,
  radiusIn,
  signOf,
  TooWide,
  toFixed,
  toNumber,
} from "./ball";

/** Additional bits of fixed-point sums. Their errors, counted below in units of the last bit, stay below the precision. */
const GUARD = 64;

/** Below this, e^x is 0 ± 2^−40,000; e^−32,768 is less. */
const VANISHING = -32_768;

const VANISHED: Ball = { mid: 0n, exponent: -40_000, radius: 1, size: 0 };

/** Elementary functions of balls, each with a remainder that is proved here. Fixed-point numbers have `fraction` bits after the point. */
export class BallFunctions extends BallArithmetic {
  readonly #fraction: number;
  readonly #one: bigint;
  readonly #ln2: bigint;

  constructor(bits: number) {
    super(bits);
    this.#fraction = bits + GUARD;
    this.#one = 1n << BigInt(this.#fraction);
    this.#ln2 = constant("ln2", this.#fraction);
  }

  /** A fixed-point number with an error of at most `units` of its last place, times 2^scale. */
  #fixed(value: bigint, units: number, scale: number, moved: number): Ball {
    const length = Math.log2(Math.abs(Number(value >> BigInt(this.#fraction - 52))) + 1) + this.#fraction - 51;
    return makeBall(value, scale - this.#fraction, units + moved, Math.max(1, length), this.bits);
  }

  /** a·b of fixed-point numbers, floored. */
  #times(a: bigint, b: bigint): bigint {
    return (a * b) >> BigInt(this.#fraction);
  }

  /** e^x for x that is not much larger than 0. */
  exp(x: Ball): Ball {
    const middle = toNumber(x);
    // The radius is at most half the magnitude of the middle, so the whole ball is below half its middle.
    if (middle / 2 < VANISHING && x.radius < x.size / 2.1) return VANISHED;
    const spread = radiusIn(x, 0);
    if (spread > 0.5 || middle > 700 || middle < 2 * VANISHING) throw new TooWide("an exponent");
    // x = n·ln 2 + t, |t| ≤ 0.36; the floor, and n times the error of ln 2: at most 2^17 units.
    const n = Math.round(middle / Math.LN2);
    const t = toFixed(x, this.#fraction) - BigInt(n) * this.#ln2;
    // e^t = (e^(t/256))^256. |t/256| < 2^−9.4, so with N = F/10 + 3 terms the remainder is below 2^−9.4(N+1)/(N+1)! < one unit.
    const small = t >> 8n;
    let sum = this.#one;
    for (let i = Math.ceil(this.#fraction / 10) + 3; i > 0; i--) sum = this.#one + this.#times(sum, small) / BigInt(i);
    // At most 8 units so far; each of eight squarings of a number below 1.5 triples the error at most and adds one: below 2^16.
    for (let i = 0; i < 8; i++) sum = this.#times(sum, sum);
    const ball = this.#fixed(sum, 2 ** 18, n, 0);
    // e^±ρ − 1 ≤ 2ρ for ρ ≤ ½.
    return { ...ball, radius: ball.radius + ball.size * 2.01 * spread };
  }

  /** e^x − 1 for x ≤ 0, with relative precision near 0. */
  expMinusOne(x: Ball): Ball {
    if (toNumber(x) < -0.5) return this.subtract(this.exp(x), ONE);
    const spread = radiusIn(x, 0);
    if (spread > 0.25) throw new TooWide("an exponent near 0");
    // x·Σ x^k/(k+1)!, |x| ≤ ½: with N = F/6 + 8 terms the remainder is below 2^−N/N! < one unit; the sum's slope is below 1.
    const fixed = toFixed(x, this.#fraction);
    let sum = this.#one;
    for (let i = Math.ceil(this.#fraction / 6) + 8; i > 1; i--) sum = this.#one + this.#times(sum, fixed) / BigInt(i);
    return this.multiply(x, this.#fixed(sum, 16, 0, spread * 2 ** this.#fraction));
  }

  /** log(1 + t) for t from 0 to about 1: 2·artanh(s), s = t / (2 + t) ≤ 0.34, as s·Σ s^2k/(2k+1). */
  logOnePlus(t: Ball): Ball {
    const s = this.divide(t, this.add(fromInteger(2), t));
    return this.multiply(this.add(s, s), this.#inverseTangentSum(s));
  }

  #inverseTangentSum(s: Ball): Ball {
    const square = this.multiply(s, s);
    const largest = toNumber(square) + radiusIn(square, 0);
    if (largest > 0.12) throw new TooWide("a logarithm");
    const fixed = toFixed(square, this.#fraction);
    // q^(N+1)/(1 − q) is below one unit for N = F / log₂(1/q) + 1.
    const terms = largest === 0 ? 1 : Math.ceil(this.#fraction / -Math.log2(largest)) + 1;
    let sum = 0n;
    for (let k = terms; k >= 0; k--) sum = this.#one / BigInt(2 * k + 1) + this.#times(sum, fixed);
    // Each step adds three units and shrinks the earlier errors; the sum's slope in q is below 1.
    return this.#fixed(sum, 16, 0, radiusIn(square, -this.#fraction));
  }

  /** log y for 1 ≤ y ≤ 2^30, with an absolute error. */
  log(y: Ball): Ball {
    const k = Math.max(0, Math.round(Math.log2(toNumber(y))));
    const f = { ...y, exponent: y.exponent - k };
    // |f − 1| / (f + 1) ≤ 0.18
    const s = this.divide(this.subtract(f, ONE), this.add(f, ONE));
    const rest = this.multiply(this.add(s, s), this.#inverseTangentSum(s));
    return k === 0 ? rest : this.add(rest, this.#fixed(BigInt(k) * this.#ln2, 2 * k, 0, 0));
  }

  /** [sin x, cos x] */
  sinCos(x: Ball): readonly [Ball, Ball] {
    const spread = radiusIn(x, 0);
    if (spread > 1) throw new TooWide("an angle");
    const fixed = toFixed(x, this.#fraction);
    // x = n·π/2 + t: π/2 has as many additional bits as n, so that n times its error is at most one unit.
    const extra = 64 * Math.ceil((Math.max(0, Math.ceil(Math.log2(x.size + 1)) + x.exponent) + 8) / 64);
    const quarter = constant("halfPi", this.#fraction + extra);
    const lifted = fixed << BigInt(extra);
    const n = floorDivide(lifted + quarter / 2n, quarter);
    const t = (lifted - n * quarter) >> BigInt(extra);
    const square = this.#times(t, t);
    const [sine, cosine] = [this.#times(t, this.#alternating(square, 1)), this.#alternating(square, 0)];
    const quadrant = Number(((n % 4n) + 4n) % 4n);
    const turned = [
      [sine, cosine],
      [cosine, -sine],
      [-sine, -cosine],
      [-cosine, sine],
    ][quadrant]!;
    // Neither slope exceeds 1.
    const ball = (value: bigint) => this.#fixed(value, 32, 0, spread * 2 ** this.#fraction);
    return [ball(turned[0]!), ball(turned[1]!)];
  }

  /** 1 − q/((o+1)(o+2))·(1 − q/((o+3)(o+4))·(…)), q ≤ 0.7: with F/8 + 6 terms the remainder is below a unit. */
  #alternating(square: bigint, offset: number): bigint {
    let sum = this.#one;
    for (let k = Math.ceil(this.#fraction / 8) + 6; k > 0; k--) {
      const [i, j] = [2 * k - 1 + offset, 2 * k + offset];
      sum = this.#one - this.#times(sum, square) / BigInt(i * j);
    }
    return sum;
  }

  /** e^(−½z²)/√(2π) */
  normalDensity(z: Ball): Ball {
    const square = this.multiply(z, z);
    const power = this.exp(this.negate({ ...square, exponent: square.exponent - 1 }));
    return this.multiply(power, this.#fixed(constant("inverseRootTwoPi", this.#fraction), 4, 0, 0));
  }

  /** Φ(z), with an absolute error: beyond 12.5 the tail is φ(z)/|z| at most, which is below 2^−116. */
  normalDistribution(z: Ball): Ball {
    const middle = toNumber(z);
    if (Math.abs(middle) > 1000 && z.radius < z.size / 2.1) return middle > 0 ? this.add(ONE, VANISHED) : VANISHED;
    const spread = radiusIn(z, 0);
    if (spread > 0.5) throw new TooWide("a normal deviate");
    if (Math.abs(middle) >= 12.5) {
      const upper = this.divide(this.normalDensity(z), middle > 0 ? z : this.negate(z));
      const tail = makeBall(0n, upper.exponent, (upper.size + upper.radius) * 1.001, 0, this.bits);
      return middle > 0 ? this.subtract(ONE, tail) : tail;
    }
    // Φ(z) − ½ = φ(z)·Σ z^(2k+1)/(1·3·…·(2k+1)): positive terms. From k ≥ z² + F on, each term is less than half the previous one.
    const square = this.multiply(z, z);
    const fixed = toFixed(square, this.#fraction);
    const terms = Math.ceil(middle * middle + 1) + this.#fraction;
    let [term, sum] = [this.#one, this.#one];
    for (let k = 1; k <= terms && term > 0n; k++) {
      term = this.#times(term, fixed) / BigInt(2 * k + 1);
      sum += term;
    }
    // Each term has an error of one unit, which grows at most like the sum. The factor of the density is as small as the sum is large.
    const units = 4 * terms * (Number(sum >> BigInt(this.#fraction)) + 2);
    const series = makeBall(
      sum,
      -this.#fraction,
      units,
      Math.log2(Number(sum >> BigInt(this.#fraction)) + 2) + this.#fraction,
      this.bits,
    );
    const half = this.multiply(this.multiply(this.#middle(z), series), this.normalDensity(this.#middle(z)));
    const centre = this.add(half, { mid: 1n, exponent: -1, radius: 0, size: 1 });
    // Φ' ≤ 0.4.
    return this.add(centre, makeBall(0n, -this.#fraction, 0.5 * spread * 2 ** this.#fraction, 0, this.bits));
  }

  /** The middle of a ball as an exact number. */
  #middle(z: Ball): Ball {
    return { ...z, radius: 0 };
  }

  absolute(a: Ball): Ball {
    return signOf(a) < 0 ? this.negate(a) : a;
  }
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

type ConstantName = "ln2" | "halfPi" | "inverseRootTwoPi";
const constants = new Map<string, bigint>();

/** A constant in fixed point, with an error of at most one unit. */
function constant(name: ConstantName, fraction: number): bigint {
  const key = `${name} ${fraction}`;
  let value = constants.get(key);
  if (value === undefined) {
    value = computeConstant(name, fraction + 32) >> 32n;
    constants.set(key, value);
  }
  return value;
}

function computeConstant(name: ConstantName, fraction: number): bigint {
  const one = 1n << BigInt(fraction);
  if (name === "ln2") return 2n * inverseSeries(one, 3n, 1n);
  // Machin: π/4 = 4·arctan(1/5) − arctan(1/239)
  const halfPi = 2n * (4n * inverseSeries(one, 5n, -1n) - inverseSeries(one, 239n, -1n));
  if (name === "halfPi") return halfPi;
  // 1/√(2π) = √(2^2F / (4·halfPi)), in fixed point.
  return squareRoot((one * one * one) / (4n * halfPi));
}

/** Σ sign^k / ((2k+1)·base^(2k+1)): artanh or arctan of 1/base. */
function inverseSeries(one: bigint, base: bigint, sign: bigint): bigint {
  let [power, sum] = [one / base, 0n];
  for (let k = 0n; power !== 0n; k++) {
    sum += power / (2n * k + 1n);
    power = (sign * power) / (base * base);
  }
  return sum;
}

function squareRoot(value: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(value.toString(16).length * 2) + 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
