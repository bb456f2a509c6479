import {
  LAYER_ACTIVATED,
  LAYER_ACTIVATION,
  LAYER_FIRST,
  LAYER_INPUT,
  LAYER_INPUTS,
  LAYER_RESIDUAL,
  LAYER_SECOND,
  LAYER_SEEN,
  LAYER_UNITS,
  LAYER_VALUES,
  LAYER_FORWARD,
  LAYER_BACKWARD,
  LAYER_SLOPES,
  LAYER_VALUE_ADJOINT,
  LAYER_INPUT_ADJOINT,
  QUAD_BYTES,
  SIGMOID,
} from "../memory-layout";
import { activate, activateWithSlopes } from "./activate";
import { abs, add, larger, mul, smaller, splat } from "./vector-functions";

/** Bytes of one weight with its two derivatives. */
const WEIGHT_BYTES: usize = 24;
const PAIR_BYTES: usize = 64;
const VALUE_BYTES: usize = 96;

// Places in LAYER_SEEN, eight vectors.
const SEEN_VALUE: usize = 0;
const SEEN_SLOPE: usize = 16;
const SEEN_INPUT: usize = 32;
const SEEN_LEAST_INPUT: usize = 48;
const SEEN_INPUT_SLOPE: usize = 64;
const SEEN_INPUT_ADJOINT: usize = 80;
const SEEN_VALUE_ADJOINT: usize = 96;
const SEEN_ACTIVATED: usize = 112;

/** Sums over this block of ℓ_xx, ℓ_xy, ℓ_yy: three vectors, which the kernel adds to the totals. */
export const blockCurvature = memory.data(48, 16);

// @ts-ignore: decorator
@inline
export function pointer(layer: usize, member: usize): usize {
  return load<usize>(layer + member);
}

// @ts-ignore: decorator
@inline
export function addTo(place: usize, term: v128): void {
  v128.store(place, add(v128.load(place), term));
}

/** z = z0 + x·z1 + y·z2 of the first layer. */
export function projectFirst(layer: usize, block: i32, x: f64, y: f64): void {
  const units = load<i32>(layer, LAYER_UNITS);
  const xs = splat(x);
  const ys = splat(y);
  let base = pointer(layer, LAYER_FORWARD) + <usize>(block * units) * QUAD_BYTES;
  let slope = firstSlopes(layer, block);
  let z = pointer(layer, LAYER_INPUT);
  for (const end = z + <usize>units * QUAD_BYTES; z < end; z += QUAD_BYTES) {
    const half0 = add(v128.load(base), mul(xs, v128.load(slope)));
    const half1 = add(v128.load(base, 16), mul(xs, v128.load(slope, 16)));
    v128.store(z, add(half0, mul(ys, v128.load(slope, 32))));
    v128.store(z, add(half1, mul(ys, v128.load(slope, 48))), 16);
    base += QUAD_BYTES;
    slope += PAIR_BYTES;
  }
}

/** ∂z/∂x and ∂z/∂y of the first layer. */
export function firstSlopes(layer: usize, block: i32): usize {
  return pointer(layer, LAYER_BACKWARD) + <usize>(block * load<i32>(layer, LAYER_UNITS)) * PAIR_BYTES;
}

/** z = W·a + b, z_x = W·a_x + W_x·a + b_x, z_y likewise. */
export function applyWithSlopes(below: usize, layer: usize): void {
  const inputs = <usize>load<i32>(layer, LAYER_INPUTS);
  const units = <usize>load<i32>(layer, LAYER_UNITS);
  const values = pointer(below, LAYER_VALUES);
  let w = pointer(layer, LAYER_FORWARD);
  let slopes = pointer(layer, LAYER_SLOPES);
  let z = pointer(layer, LAYER_INPUT);
  for (const last = z + units * QUAD_BYTES; z < last; z += QUAD_BYTES) {
    const end = w + inputs * WEIGHT_BYTES;
    let z0 = v128.load64_splat(end);
    let x0 = v128.load64_splat(end, 8);
    let y0 = v128.load64_splat(end, 16);
    let z1 = z0;
    let x1 = x0;
    let y1 = y0;
    let a = values;
    for (; w < end; w += WEIGHT_BYTES) {
      const weight = v128.load64_splat(w);
      const alongX = v128.load64_splat(w, 8);
      const alongY = v128.load64_splat(w, 16);
      const v0 = v128.load(a);
      const v1 = v128.load(a, 16);
      z0 = add(z0, mul(weight, v0));
      z1 = add(z1, mul(weight, v1));
      x0 = add(x0, add(mul(weight, v128.load(a, 32)), mul(alongX, v0)));
      x1 = add(x1, add(mul(weight, v128.load(a, 48)), mul(alongX, v1)));
      y0 = add(y0, add(mul(weight, v128.load(a, 64)), mul(alongY, v0)));
      y1 = add(y1, add(mul(weight, v128.load(a, 80)), mul(alongY, v1)));
      a += VALUE_BYTES;
    }
    w = end + WEIGHT_BYTES;
    v128.store(z, z0);
    v128.store(z, z1, 16);
    v128.store(slopes, x0);
    v128.store(slopes, x1, 16);
    v128.store(slopes, y0, 32);
    v128.store(slopes, y1, 48);
    slopes += PAIR_BYTES;
  }
}

/** z = W·a + b alone; two units at a time, because one unit would wait for its own sums. */
export function apply(below: usize, layer: usize): void {
  const inputs = <usize>load<i32>(layer, LAYER_INPUTS);
  const units = load<i32>(layer, LAYER_UNITS);
  const values = pointer(below, LAYER_VALUES);
  const rowBytes = (inputs + 1) * WEIGHT_BYTES;
  let w = pointer(layer, LAYER_FORWARD);
  let z = pointer(layer, LAYER_INPUT);
  let left = units;
  for (; left >= 2; left -= 2) {
    const end = w + inputs * WEIGHT_BYTES;
    let p0 = v128.load64_splat(end);
    let q0 = v128.load64_splat(end + rowBytes);
    let p1 = p0;
    let q1 = q0;
    let a = values;
    for (; w < end; w += WEIGHT_BYTES) {
      const p = v128.load64_splat(w);
      const q = v128.load64_splat(w + rowBytes);
      const v0 = v128.load(a);
      const v1 = v128.load(a, 16);
      p0 = add(p0, mul(p, v0));
      p1 = add(p1, mul(p, v1));
      q0 = add(q0, mul(q, v0));
      q1 = add(q1, mul(q, v1));
      a += VALUE_BYTES;
    }
    w = end + WEIGHT_BYTES + rowBytes;
    v128.store(z, p0);
    v128.store(z, p1, 16);
    v128.store(z, q0, 32);
    v128.store(z, q1, 48);
    z += 2 * QUAD_BYTES;
  }
  if (left == 0) return;
  const end = w + inputs * WEIGHT_BYTES;
  let p0 = v128.load64_splat(end);
  let p1 = p0;
  for (let a = values; w < end; w += WEIGHT_BYTES) {
    const p = v128.load64_splat(w);
    p0 = add(p0, mul(p, v128.load(a)));
    p1 = add(p1, mul(p, v128.load(a, 16)));
    a += VALUE_BYTES;
  }
  v128.store(z, p0);
  v128.store(z, p1, 16);
}

/** φ(z), φ′ and φ″ of a layer. */
// @ts-ignore: decorator
@inline
function activateLayer(layer: usize, leakySlope: f64, slopes: bool): void {
  const kind = load<i32>(layer, LAYER_ACTIVATION);
  const units = load<i32>(layer, LAYER_UNITS);
  const z = pointer(layer, LAYER_INPUT);
  const activated = pointer(layer, LAYER_ACTIVATED);
  if (slopes) {
    activateWithSlopes(kind, leakySlope, units, z, activated, pointer(layer, LAYER_FIRST), pointer(layer, LAYER_SECOND));
  } else {
    activate(kind, leakySlope, units, z, activated);
  }
}

// A vector is the first half of a quad where its address is a multiple of 32. After the second half, a place in [units][3] quads must skip
// two quads, a place in [units][2] quads one: `half` is 0 or 16.

/** a = φ(z), plus the layer's input if residual, with ∂a/∂x and ∂a/∂y; and what is seen of them. */
export function finishWithSlopes(below: usize, layer: usize, slopesAt: usize, leakySlope: f64): void {
  activateLayer(layer, leakySlope, true);
  const isResidual = load<i32>(layer, LAYER_RESIDUAL) != 0;
  let kept = isResidual ? pointer(below, LAYER_VALUES) : 0;
  let z = pointer(layer, LAYER_INPUT);
  let activated = pointer(layer, LAYER_ACTIVATED);
  let first = pointer(layer, LAYER_FIRST);
  let values = pointer(layer, LAYER_VALUES);
  let slopes = slopesAt;
  const seen = pointer(layer, LAYER_SEEN);
  let value = v128.load(seen, SEEN_VALUE);
  let slope = v128.load(seen, SEEN_SLOPE);
  let input = v128.load(seen, SEEN_INPUT);
  let least = v128.load(seen, SEEN_LEAST_INPUT);
  let inputSlope = v128.load(seen, SEEN_INPUT_SLOPE);
  let phi = v128.load(seen, SEEN_ACTIVATED);
  for (const end = z + <usize>load<i32>(layer, LAYER_UNITS) * QUAD_BYTES; z < end; ) {
    const half = z & 16;
    const size = abs(v128.load(z));
    input = larger(input, size);
    least = smaller(least, size);
    let a = v128.load(activated);
    const d = v128.load(first);
    const zx = v128.load(slopes);
    const zy = v128.load(slopes, 32);
    inputSlope = larger(inputSlope, larger(abs(zx), abs(zy)));
    let ax = mul(d, zx);
    let ay = mul(d, zy);
    if (isResidual) {
      phi = larger(phi, abs(a));
      a = add(a, v128.load(kept));
      ax = add(ax, v128.load(kept, 32));
      ay = add(ay, v128.load(kept, 64));
      kept += 16 + (half << 2);
    }
    v128.store(values, a);
    v128.store(values, ax, 32);
    v128.store(values, ay, 64);
    value = larger(value, abs(a));
    slope = larger(slope, larger(abs(ax), abs(ay)));
    z += 16;
    activated += 16;
    first += 16;
    values += 16 + (half << 2);
    slopes += 16 + (half << 1);
  }
  v128.store(seen, value, SEEN_VALUE);
  v128.store(seen, slope, SEEN_SLOPE);
  v128.store(seen, input, SEEN_INPUT);
  v128.store(seen, least, SEEN_LEAST_INPUT);
  v128.store(seen, inputSlope, SEEN_INPUT_SLOPE);
  if (!isResidual) phi = value;
  v128.store(seen, phi, SEEN_ACTIVATED);
}

/** a = φ(z), plus the layer's input if residual; and what is seen of them. */
export function finish(below: usize, layer: usize, leakySlope: f64): void {
  activateLayer(layer, leakySlope, false);
  const isResidual = load<i32>(layer, LAYER_RESIDUAL) != 0;
  let kept = isResidual ? pointer(below, LAYER_VALUES) : 0;
  let z = pointer(layer, LAYER_INPUT);
  let activated = pointer(layer, LAYER_ACTIVATED);
  let values = pointer(layer, LAYER_VALUES);
  const seen = pointer(layer, LAYER_SEEN);
  let value = v128.load(seen, SEEN_VALUE);
  let input = v128.load(seen, SEEN_INPUT);
  let least = v128.load(seen, SEEN_LEAST_INPUT);
  let phi = v128.load(seen, SEEN_ACTIVATED);
  for (const end = z + <usize>load<i32>(layer, LAYER_UNITS) * QUAD_BYTES; z < end; ) {
    const skip: usize = 16 + ((z & 16) << 2);
    const size = abs(v128.load(z));
    input = larger(input, size);
    least = smaller(least, size);
    let a = v128.load(activated);
    if (isResidual) {
      phi = larger(phi, abs(a));
      a = add(a, v128.load(kept));
      kept += skip;
    }
    v128.store(values, a);
    value = larger(value, abs(a));
    z += 16;
    activated += 16;
    values += skip;
  }
  v128.store(seen, value, SEEN_VALUE);
  v128.store(seen, input, SEEN_INPUT);
  v128.store(seen, least, SEEN_LEAST_INPUT);
  if (!isResidual) phi = value;
  v128.store(seen, phi, SEEN_ACTIVATED);
}

/** Adds what a layer gives to the block's curvature, and the largest adjoints of its a and z to what is seen of it. */
// @ts-ignore: decorator
@inline
function addCurvature(layer: usize, xx: v128, xy: v128, yy: v128, valueAdjoint: v128, inputAdjoint: v128): void {
  addTo(blockCurvature, xx);
  addTo(blockCurvature + 16, xy);
  addTo(blockCurvature + 32, yy);
  const seen = pointer(layer, LAYER_SEEN);
  addTo(seen + SEEN_VALUE_ADJOINT, valueAdjoint);
  addTo(seen + SEEN_INPUT_ADJOINT, inputAdjoint);
}

/**
 * The adjoint of the outputs back through their activation: ∂ℓ/∂z = φ′·∂ℓ/∂a. Adds ∂ℓ/∂a·φ″·z_x·z_x … to the block's curvature.
 */
export function startAdjoint(layer: usize, slopesAt: usize): void {
  const units = <usize>load<i32>(layer, LAYER_UNITS);
  let slopes = slopesAt;
  let first = pointer(layer, LAYER_FIRST);
  let second = pointer(layer, LAYER_SECOND);
  let valueAdjoint = pointer(layer, LAYER_VALUE_ADJOINT);
  let inputAdjoint = pointer(layer, LAYER_INPUT_ADJOINT);
  let xx = splat(0);
  let xy = splat(0);
  let yy = splat(0);
  let value0 = splat(0);
  let value1 = splat(0);
  let input0 = splat(0);
  let input1 = splat(0);
  for (const end = valueAdjoint + units * QUAD_BYTES; valueAdjoint < end; valueAdjoint += QUAD_BYTES) {
    const g0 = v128.load(valueAdjoint);
    const g1 = v128.load(valueAdjoint, 16);
    const bent0 = mul(g0, v128.load(second));
    const bent1 = mul(g1, v128.load(second, 16));
    const x0 = v128.load(slopes);
    const x1 = v128.load(slopes, 16);
    const y0 = v128.load(slopes, 32);
    const y1 = v128.load(slopes, 48);
    const bentX0 = mul(bent0, x0);
    const bentX1 = mul(bent1, x1);
    xx = add(xx, add(mul(bentX0, x0), mul(bentX1, x1)));
    xy = add(xy, add(mul(bentX0, y0), mul(bentX1, y1)));
    yy = add(yy, add(mul(mul(bent0, y0), y0), mul(mul(bent1, y1), y1)));
    const inner0 = mul(g0, v128.load(first));
    const inner1 = mul(g1, v128.load(first, 16));
    v128.store(inputAdjoint, inner0);
    v128.store(inputAdjoint, inner1, 16);
    value0 = larger(value0, abs(g0));
    value1 = larger(value1, abs(g1));
    input0 = larger(input0, abs(inner0));
    input1 = larger(input1, abs(inner1));
    slopes += PAIR_BYTES;
    first += QUAD_BYTES;
    second += QUAD_BYTES;
    inputAdjoint += QUAD_BYTES;
  }
  addCurvature(layer, xx, xy, yy, add(value0, value1), add(input0, input1));
}

/**
 * The adjoint from a layer to the one below: ∂ℓ/∂a = Wᵀ·∂ℓ/∂z (plus ∂ℓ/∂a of the layer itself if it is residual) and u_x = W_xᵀ·∂ℓ/∂z, u_y
 * likewise. Adds 2u_x·a_x + ∂ℓ/∂a·φ″·z_x·z_x … to the block's curvature.
 */
export function pullBack(layer: usize, below: usize, slopesAt: usize): void {
  const units = <usize>load<i32>(layer, LAYER_UNITS);
  const inputs = <usize>load<i32>(layer, LAYER_INPUTS);
  const isCurved = load<i32>(below, LAYER_ACTIVATION) >= SIGMOID;
  const isResidual = load<i32>(layer, LAYER_RESIDUAL) != 0;
  const adjoint = pointer(layer, LAYER_INPUT_ADJOINT);
  const adjointEnd = adjoint + units * QUAD_BYTES;
  let w = pointer(layer, LAYER_BACKWARD);
  let kept = isResidual ? pointer(layer, LAYER_VALUE_ADJOINT) : 0;
  let values = pointer(below, LAYER_VALUES);
  let slopes = slopesAt;
  let first = pointer(below, LAYER_FIRST);
  let second = pointer(below, LAYER_SECOND);
  let valueAdjoint = pointer(below, LAYER_VALUE_ADJOINT);
  let inputAdjoint = pointer(below, LAYER_INPUT_ADJOINT);
  let xx = splat(0);
  let xy = splat(0);
  let yy = splat(0);
  let value0 = splat(0);
  let value1 = splat(0);
  let input0 = splat(0);
  let input1 = splat(0);
  for (const end = valueAdjoint + inputs * QUAD_BYTES; valueAdjoint < end; valueAdjoint += QUAD_BYTES) {
    let g0 = splat(0);
    let g1 = g0;
    let ux0 = g0;
    let ux1 = g0;
    let uy0 = g0;
    let uy1 = g0;
    for (let b = adjoint; b < adjointEnd; b += QUAD_BYTES) {
      const weight = v128.load64_splat(w);
      const alongX = v128.load64_splat(w, 8);
      const alongY = v128.load64_splat(w, 16);
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      g0 = add(g0, mul(weight, b0));
      g1 = add(g1, mul(weight, b1));
      ux0 = add(ux0, mul(alongX, b0));
      ux1 = add(ux1, mul(alongX, b1));
      uy0 = add(uy0, mul(alongY, b0));
      uy1 = add(uy1, mul(alongY, b1));
      w += WEIGHT_BYTES;
    }
    if (isResidual) {
      g0 = add(g0, v128.load(kept));
      g1 = add(g1, v128.load(kept, 16));
      kept += QUAD_BYTES;
    }
    const ax0 = v128.load(values, 32);
    const ax1 = v128.load(values, 48);
    const ay0 = v128.load(values, 64);
    const ay1 = v128.load(values, 80);
    let xx0 = mul(add(ux0, ux0), ax0);
    let xx1 = mul(add(ux1, ux1), ax1);
    let xy0 = add(mul(ux0, ay0), mul(uy0, ax0));
    let xy1 = add(mul(ux1, ay1), mul(uy1, ax1));
    let yy0 = mul(add(uy0, uy0), ay0);
    let yy1 = mul(add(uy1, uy1), ay1);
    if (isCurved) {
      const bent0 = mul(g0, v128.load(second));
      const bent1 = mul(g1, v128.load(second, 16));
      const x0 = v128.load(slopes);
      const x1 = v128.load(slopes, 16);
      const y0 = v128.load(slopes, 32);
      const y1 = v128.load(slopes, 48);
      const bentX0 = mul(bent0, x0);
      const bentX1 = mul(bent1, x1);
      xx0 = add(xx0, mul(bentX0, x0));
      xx1 = add(xx1, mul(bentX1, x1));
      xy0 = add(xy0, mul(bentX0, y0));
      xy1 = add(xy1, mul(bentX1, y1));
      yy0 = add(yy0, mul(mul(bent0, y0), y0));
      yy1 = add(yy1, mul(mul(bent1, y1), y1));
    }
    xx = add(xx, add(xx0, xx1));
    xy = add(xy, add(xy0, xy1));
    yy = add(yy, add(yy0, yy1));
    const inner0 = mul(g0, v128.load(first));
    const inner1 = mul(g1, v128.load(first, 16));
    v128.store(valueAdjoint, g0);
    v128.store(valueAdjoint, g1, 16);
    v128.store(inputAdjoint, inner0);
    v128.store(inputAdjoint, inner1, 16);
    value0 = larger(value0, abs(g0));
    value1 = larger(value1, abs(g1));
    input0 = larger(input0, abs(inner0));
    input1 = larger(input1, abs(inner1));
    values += VALUE_BYTES;
    slopes += PAIR_BYTES;
    first += QUAD_BYTES;
    second += QUAD_BYTES;
    inputAdjoint += QUAD_BYTES;
  }
  addCurvature(below, xx, xy, yy, add(value0, value1), add(input0, input1));
}
