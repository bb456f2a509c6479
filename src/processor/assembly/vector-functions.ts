/**
 * Elementary functions of two float64 at a time, from +, −, ×, ÷ alone, so that every machine gives the same bits. Their errors are derived in
 * docs/error-bounds.md, section "Elementary functions in float64".
 */

// @ts-ignore: decorator
@inline
export function splat(value: f64): v128 {
  return f64x2.splat(value);
}

// @ts-ignore: decorator
@inline
export function add(a: v128, b: v128): v128 {
  return f64x2.add(a, b);
}

// @ts-ignore: decorator
@inline
export function sub(a: v128, b: v128): v128 {
  return f64x2.sub(a, b);
}

// @ts-ignore: decorator
@inline
export function mul(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}

/** a·b + c, rounded twice. */
// @ts-ignore: decorator
@inline
export function mulAdd(a: v128, b: v128, c: v128): v128 {
  return f64x2.add(f64x2.mul(a, b), c);
}

// @ts-ignore: decorator
@inline
export function abs(a: v128): v128 {
  return f64x2.abs(a);
}

/** The larger one; `seen` where either is NaN. */
// @ts-ignore: decorator
@inline
export function larger(seen: v128, value: v128): v128 {
  return f64x2.pmax(seen, value);
}

// @ts-ignore: decorator
@inline
export function smaller(seen: v128, value: v128): v128 {
  return f64x2.pmin(seen, value);
}

/** Where the mask is set, `yes`. */
// @ts-ignore: decorator
@inline
export function choose(mask: v128, yes: v128, no: v128): v128 {
  return v128.bitselect(yes, no, mask);
}

// @ts-ignore: decorator
@inline
export function isPositive(z: v128): v128 {
  return f64x2.gt(z, splat(0));
}

/** The magnitude with the sign of another number. */
// @ts-ignore: decorator
@inline
export function withSign(magnitude: v128, sign: v128): v128 {
  return v128.or(magnitude, v128.and(sign, splat(-0.0)));
}

/** Below it an exponential counts as 0: e^−708 < 2^−1021, and 2^n is still normal. */
const LEAST_EXPONENT: f64 = -708;

/** 1.5·2⁵²: added to a number below 2⁵¹ it leaves the nearest whole number in the lowest bits. */
const TO_WHOLE: f64 = 6755399441055744;

const LOG2_E: f64 = 1.4426950408889634;
/** log 2 = high + low; high ends with 21 zero bits, so that its product with n is exact. */
const LN2_HIGH: f64 = 6.93147180369123816490e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;

// x ≤ 0 is written as n·log 2 + r with |r| ≤ 0.347, so that e^x = 2ⁿ + 2ⁿ·w with w = e^r − 1. The three functions give 2ⁿ and w.

/** n, not yet as a number of its own: TO_WHOLE is still added to it. */
// @ts-ignore: decorator
@inline
export function countHalvings(x: v128): v128 {
  return mulAdd(larger(splat(LEAST_EXPONENT), x), splat(LOG2_E), splat(TO_WHOLE));
}

/** 2ⁿ, or 0 where e^x counts as 0. */
// @ts-ignore: decorator
@inline
export function scaleOf(x: v128, halvings: v128): v128 {
  const bits = i64x2.add(i64x2.shl(halvings, 52), i64x2.splat(0x3ff0000000000000));
  return v128.and(bits, f64x2.gt(x, splat(LEAST_EXPONENT)));
}

/** w = e^r − 1 = r + r²·(1/2 + r/6 + … + r¹¹/13!). */
// @ts-ignore: decorator
@inline
export function growthOf(x: v128, halvings: v128): v128 {
  const n = sub(halvings, splat(TO_WHOLE));
  const held = larger(splat(LEAST_EXPONENT), x);
  const r = sub(sub(held, mul(n, splat(LN2_HIGH))), mul(n, splat(LN2_LOW)));
  const r2 = mul(r, r);
  const r4 = mul(r2, r2);
  const a = add(mulAdd(r, splat(1.0 / 6), splat(0.5)), mul(r2, mulAdd(r, splat(1.0 / 120), splat(1.0 / 24))));
  const b = add(mulAdd(r, splat(1.0 / 5040), splat(1.0 / 720)), mul(r2, mulAdd(r, splat(1.0 / 362880), splat(1.0 / 40320))));
  const c = add(
    mulAdd(r, splat(1.0 / 39916800), splat(1.0 / 3628800)),
    mul(r2, mulAdd(r, splat(1.0 / 6227020800), splat(1.0 / 479001600))),
  );
  return add(r, mul(r2, mulAdd(r4, mulAdd(r4, c, b), a)));
}

/** e^x for x ≤ 0. */
// @ts-ignore: decorator
@inline
export function expNonPositive(x: v128): v128 {
  const halvings = countHalvings(x);
  const scale = scaleOf(x, halvings);
  return mulAdd(scale, growthOf(x, halvings), scale);
}

/**
 * 2·artanh(s) for |s| ≤ 0.1716, s = top / bottom: 2·s·(1 + s²/3 + … + s²⁰/21).
 * It is log(m) for s = (m − 1) / (m + 1), √½ ≤ m ≤ √2.
 */
// @ts-ignore: decorator
@inline
function logOfRatio(top: v128, bottom: v128): v128 {
  const s = f64x2.div(top, bottom);
  const q = mul(s, s);
  let p = mulAdd(q, splat(1.0 / 21), splat(1.0 / 19));
  p = mulAdd(q, p, splat(1.0 / 17));
  p = mulAdd(q, p, splat(1.0 / 15));
  p = mulAdd(q, p, splat(1.0 / 13));
  p = mulAdd(q, p, splat(1.0 / 11));
  p = mulAdd(q, p, splat(1.0 / 9));
  p = mulAdd(q, p, splat(1.0 / 7));
  p = mulAdd(q, p, splat(1.0 / 5));
  p = mulAdd(q, p, splat(1.0 / 3));
  const doubled = add(s, s);
  return mulAdd(doubled, mul(q, p), doubled);
}

const LN2: f64 = 0.6931471805599453;
const SQRT2: f64 = 1.4142135623730951;

/** log(1 + t) for 0 ≤ t ≤ 1: above √2 − 1 as log 2 + log((1 + t)/2). */
// @ts-ignore: decorator
@inline
export function logOnePlus(t: v128): v128 {
  const isLarge = f64x2.gt(t, splat(SQRT2 - 1));
  const top = sub(t, v128.and(isLarge, splat(1)));
  const bottom = add(t, choose(isLarge, splat(3), splat(2)));
  return add(v128.and(isLarge, splat(LN2)), logOfRatio(top, bottom));
}

/** log t for 1 ≤ t < 2⁵²: t = 2ⁿ·m with √½ ≤ m < √2. */
// @ts-ignore: decorator
@inline
export function logModerate(t: v128): v128 {
  // The bits of t, moved so that the exponent rises where the fraction passes √2.
  const moved = i64x2.add(t, i64x2.splat(0x3ff0000000000000 - 0x3fe6a09e667f3bcd));
  const exponent = i64x2.sub(i64x2.shr_u(moved, 52), i64x2.splat(1023));
  const m = i64x2.sub(t, i64x2.shl(exponent, 52));
  // TO_WHOLE plus a small whole number is that number in the lowest bits.
  const n = sub(i64x2.add(exponent, i64x2.splat(0x4338000000000000)), splat(TO_WHOLE));
  return mulAdd(n, splat(LN2), logOfRatio(sub(m, splat(1)), add(m, splat(1))));
}

const INVERSE_PI: f64 = 0.3183098861837907;
/** π in three parts; the first has 33 bits, so that its product with n is exact up to n = 2²⁰. */
const PI_HIGH: f64 = 3.1415926534682512;
const PI_MIDDLE: f64 = 1.2154201013012384e-10;
const PI_LOW: f64 = 7.0431197303664e-27;

/** The whole number nearest to z/π. */
// @ts-ignore: decorator
@inline
export function countHalfTurns(z: v128): v128 {
  return f64x2.nearest(mul(z, splat(INVERSE_PI)));
}

/** z − n·π. */
// @ts-ignore: decorator
@inline
export function lessHalfTurns(z: v128, halfTurns: v128): v128 {
  const r = sub(sub(z, mul(halfTurns, splat(PI_HIGH))), mul(halfTurns, splat(PI_MIDDLE)));
  return sub(r, mul(halfTurns, splat(PI_LOW)));
}

/** Holds r within ±1.6, so that sine and cosine stay of size 1 where the reduction has lost all digits. */
// @ts-ignore: decorator
@inline
export function holdHalfTurn(r: v128): v128 {
  return smaller(splat(1.6), larger(splat(-1.6), r));
}

/** −0 where n is odd, else 0: the sign of cos nπ, to be joined to a number by exclusive or. */
// @ts-ignore: decorator
@inline
export function signOfHalfTurns(halfTurns: v128): v128 {
  const half = mul(halfTurns, splat(0.5));
  return v128.and(f64x2.ne(half, f64x2.floor(half)), splat(-0.0));
}

/** sin r for |r| ≤ 1.6, by Taylor's series to r²¹. */
// @ts-ignore: decorator
@inline
export function sinWithin(r: v128): v128 {
  const q = mul(r, r);
  let p = mulAdd(q, splat(1.0 / 51090942171709440000.0), splat(-1.0 / 121645100408832000));
  p = mulAdd(q, p, splat(1.0 / 355687428096000));
  p = mulAdd(q, p, splat(-1.0 / 1307674368000));
  p = mulAdd(q, p, splat(1.0 / 6227020800));
  p = mulAdd(q, p, splat(-1.0 / 39916800));
  p = mulAdd(q, p, splat(1.0 / 362880));
  p = mulAdd(q, p, splat(-1.0 / 5040));
  p = mulAdd(q, p, splat(1.0 / 120));
  p = mulAdd(q, p, splat(-1.0 / 6));
  return mulAdd(r, mul(q, p), r);
}

/** cos r for |r| ≤ 1.6, by Taylor's series to r²². */
// @ts-ignore: decorator
@inline
export function cosWithin(r: v128): v128 {
  const q = mul(r, r);
  let p = mulAdd(q, splat(-1.0 / 1124000727777607680000.0), splat(1.0 / 2432902008176640000));
  p = mulAdd(q, p, splat(-1.0 / 6402373705728000));
  p = mulAdd(q, p, splat(1.0 / 20922789888000));
  p = mulAdd(q, p, splat(-1.0 / 87178291200));
  p = mulAdd(q, p, splat(1.0 / 479001600));
  p = mulAdd(q, p, splat(-1.0 / 3628800));
  p = mulAdd(q, p, splat(1.0 / 40320));
  p = mulAdd(q, p, splat(-1.0 / 720));
  p = mulAdd(q, p, splat(1.0 / 24));
  p = mulAdd(q, p, splat(-0.5));
  return mulAdd(q, p, splat(1));
}

const INVERSE_SQRT_2_PI: f64 = 0.3989422804014327;

/** The normal density e^(−z²/2) / √(2π). */
// @ts-ignore: decorator
@inline
export function normalDensity(z: v128): v128 {
  return mul(splat(INVERSE_SQRT_2_PI), expNonPositive(mul(splat(-0.5), mul(z, z))));
}

/**
 * The normal distribution beyond |z|, over its density (Mills' ratio), as a quotient of two polynomials without negative coefficients. Times
 * the density it is within 0.2·2⁻⁵³ of the true tail, for |z| ≤ 9 by the fit and beyond because both are less than that.
 */
// @ts-ignore: decorator
@inline
export function millsRatio(z: v128): v128 {
  // Beyond 40 the density is 0; the limit keeps the powers finite.
  const t = smaller(splat(40), abs(z));
  let top = mulAdd(t, splat(0.00020064169819217099494), splat(0.0039853797527222583259));
  top = mulAdd(t, top, splat(0.036271484354514873891));
  top = mulAdd(t, top, splat(0.192991932006761893));
  top = mulAdd(t, top, splat(0.63784839052879470219));
  top = mulAdd(t, top, splat(1.2589826736644109114));
  top = mulAdd(t, top, splat(1.2533141373155003049));
  let bottom = mulAdd(t, splat(0.00020063800730924110187), splat(0.0039855324353702882045));
  bottom = mulAdd(t, bottom, splat(0.03646902107256470735));
  bottom = mulAdd(t, bottom, splat(0.19701862782652576311));
  bottom = mulAdd(t, bottom, splat(0.67331590845167928344));
  bottom = mulAdd(t, bottom, splat(1.4470424184260219226));
  bottom = mulAdd(t, bottom, splat(1.8024073984380215114));
  return f64x2.div(top, mulAdd(t, bottom, splat(1)));
}
