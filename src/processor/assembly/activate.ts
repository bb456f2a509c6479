import {
  ELU,
  GELU,
  IDENTITY,
  LEAKY_RELU,
  QUAD_BYTES,
  RELU,
  SIGMOID,
  SILU,
  SIN,
  SOFTPLUS,
  TANH,
} from "../memory-layout";
import {
  abs,
  add,
  choose,
  cosWithin,
  countHalfTurns,
  countHalvings,
  expNonPositive,
  growthOf,
  holdHalfTurn,
  isPositive,
  lessHalfTurns,
  logOnePlus,
  millsRatio,
  mul,
  mulAdd,
  normalDensity,
  scaleOf,
  signOfHalfTurns,
  sinWithin,
  smaller,
  splat,
  sub,
  withSign,
} from "./vector-functions";

const VECTOR_BYTES: usize = 16;

// @ts-ignore: decorator
@inline
function keep(at: usize, value: v128): void {
  v128.store(at, value);
}

// Each function gives φ(z). With `slopes` it also writes φ′ and φ″.

// @ts-ignore: decorator
@inline
function identity(z: v128, first: usize, slopes: bool): v128 {
  if (slopes) keep(first, splat(1));
  return z;
}

/** relu′(0) = 0. φ″ stays the 0 of fresh memory. */
// @ts-ignore: decorator
@inline
function relu(z: v128, first: usize, slopes: bool): v128 {
  const on = isPositive(z);
  if (slopes) keep(first, v128.and(on, splat(1)));
  return v128.and(on, z);
}

// @ts-ignore: decorator
@inline
function leakyRelu(z: v128, slope: v128, first: usize, slopes: bool): v128 {
  const factor = choose(isPositive(z), splat(1), slope);
  if (slopes) keep(first, factor);
  return mul(factor, z);
}

// @ts-ignore: decorator
@inline
function sigmoid(z: v128, first: usize, second: usize, slopes: bool): v128 {
  const tail = expNonPositive(f64x2.neg(abs(z)));
  const q = f64x2.div(splat(1), add(splat(1), tail));
  const small = mul(tail, q);
  if (slopes) {
    const slope = mul(small, q);
    keep(first, slope);
    const size = mul(mul(sub(splat(1), tail), q), slope);
    keep(second, withSign(size, f64x2.neg(z)));
  }
  return choose(isPositive(z), q, small);
}

/** −(e^−2|z| − 1) / (1 + e^−2|z|) with the sign of z: without cancellation near 0. */
// @ts-ignore: decorator
@inline
function tanh(z: v128, first: usize, second: usize, slopes: bool): v128 {
  const x = mul(splat(-2), abs(z));
  const halvings = countHalvings(x);
  const scale = scaleOf(x, halvings);
  const change = mul(scale, growthOf(x, halvings));
  const tail = add(scale, change);
  const q = f64x2.div(splat(1), add(splat(1), tail));
  const value = withSign(mul(sub(sub(splat(1), scale), change), q), z);
  if (slopes) {
    const slope = mul(mul(splat(4), tail), mul(q, q));
    keep(first, slope);
    keep(second, mul(mul(splat(-2), value), slope));
  }
  return value;
}

// @ts-ignore: decorator
@inline
function elu(z: v128, first: usize, second: usize, slopes: bool): v128 {
  const on = isPositive(z);
  const x = smaller(splat(0), z);
  const halvings = countHalvings(x);
  const scale = scaleOf(x, halvings);
  const change = mul(scale, growthOf(x, halvings));
  if (slopes) {
    const power = add(scale, change);
    keep(first, choose(on, splat(1), power));
    keep(second, v128.andnot(power, on));
  }
  return choose(on, z, add(sub(scale, splat(1)), change));
}

// @ts-ignore: decorator
@inline
function softplus(z: v128, first: usize, second: usize, slopes: bool): v128 {
  const on = isPositive(z);
  const tail = expNonPositive(f64x2.neg(abs(z)));
  if (slopes) {
    const q = f64x2.div(splat(1), add(splat(1), tail));
    const small = mul(tail, q);
    keep(first, choose(on, q, small));
    keep(second, mul(small, q));
  }
  return add(v128.and(on, z), logOnePlus(tail));
}

// @ts-ignore: decorator
@inline
function silu(z: v128, first: usize, second: usize, slopes: bool): v128 {
  const tail = expNonPositive(f64x2.neg(abs(z)));
  const q = f64x2.div(splat(1), add(splat(1), tail));
  const small = mul(tail, q);
  const value = choose(isPositive(z), q, small);
  if (slopes) {
    const slope = mul(small, q);
    const size = mul(mul(sub(splat(1), tail), q), slope);
    const bend = withSign(size, f64x2.neg(z));
    keep(first, mulAdd(z, slope, value));
    keep(second, mulAdd(z, bend, add(slope, slope)));
  }
  return mul(z, value);
}

// @ts-ignore: decorator
@inline
function gelu(z: v128, first: usize, second: usize, slopes: bool): v128 {
  const density = normalDensity(z);
  const tail = mul(density, millsRatio(z));
  const share = choose(isPositive(z), sub(splat(1), tail), tail);
  if (slopes) {
    keep(first, mulAdd(z, density, share));
    // Beyond 750 the density is 0; the limit keeps z² finite.
    const near = smaller(splat(750), abs(z));
    keep(second, mul(sub(splat(2), mul(near, near)), density));
  }
  return mul(z, share);
}

// @ts-ignore: decorator
@inline
function sin(z: v128, first: usize, second: usize, slopes: bool): v128 {
  const most = countHalfTurns(z);
  const near = lessHalfTurns(z, most);
  // z/π is rounded, so that a large z may need another half turn.
  const rest = countHalfTurns(near);
  const r = holdHalfTurn(lessHalfTurns(near, rest));
  const sign = signOfHalfTurns(add(most, rest));
  const value = v128.xor(sinWithin(r), sign);
  if (slopes) {
    keep(first, v128.xor(cosWithin(r), sign));
    keep(second, f64x2.neg(value));
  }
  return value;
}

// @ts-ignore: decorator
@inline
function activateAll(
  kind: i32,
  slope: f64,
  units: i32,
  input: usize,
  activated: usize,
  first: usize,
  second: usize,
  slopes: bool,
): void {
  const end: usize = units * QUAD_BYTES;
  if (kind == RELU) {
    for (let o: usize = 0; o < end; o += VECTOR_BYTES) keep(activated + o, relu(v128.load(input + o), first + o, slopes));
  } else if (kind == TANH) {
    for (let o: usize = 0; o < end; o += VECTOR_BYTES) {
      keep(activated + o, tanh(v128.load(input + o), first + o, second + o, slopes));
    }
  } else if (kind == SIGMOID) {
    for (let o: usize = 0; o < end; o += VECTOR_BYTES) {
      keep(activated + o, sigmoid(v128.load(input + o), first + o, second + o, slopes));
    }
  } else if (kind == LEAKY_RELU) {
    const factor = splat(slope);
    for (let o: usize = 0; o < end; o += VECTOR_BYTES) {
      keep(activated + o, leakyRelu(v128.load(input + o), factor, first + o, slopes));
    }
  } else if (kind == ELU) {
    for (let o: usize = 0; o < end; o += VECTOR_BYTES) {
      keep(activated + o, elu(v128.load(input + o), first + o, second + o, slopes));
    }
  } else if (kind == SOFTPLUS) {
    for (let o: usize = 0; o < end; o += VECTOR_BYTES) {
      keep(activated + o, softplus(v128.load(input + o), first + o, second + o, slopes));
    }
  } else if (kind == SILU) {
    for (let o: usize = 0; o < end; o += VECTOR_BYTES) {
      keep(activated + o, silu(v128.load(input + o), first + o, second + o, slopes));
    }
  } else if (kind == GELU) {
    for (let o: usize = 0; o < end; o += VECTOR_BYTES) {
      keep(activated + o, gelu(v128.load(input + o), first + o, second + o, slopes));
    }
  } else if (kind == SIN) {
    for (let o: usize = 0; o < end; o += VECTOR_BYTES) {
      keep(activated + o, sin(v128.load(input + o), first + o, second + o, slopes));
    }
  } else {
    for (let o: usize = 0; o < end; o += VECTOR_BYTES) {
      keep(activated + o, identity(v128.load(input + o), first + o, slopes));
    }
  }
}

/** φ of a layer's z, [units] quads each; with φ′ and φ″. */
export function activateWithSlopes(
  kind: i32,
  slope: f64,
  units: i32,
  input: usize,
  activated: usize,
  first: usize,
  second: usize,
): void {
  activateAll(kind, slope, units, input, activated, first, second, true);
}

/** φ alone. */
export function activate(kind: i32, slope: f64, units: i32, input: usize, activated: usize): void {
  activateAll(kind, slope, units, input, activated, 0, 0, false);
}
