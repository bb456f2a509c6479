import {
  BCE,
  HINGE,
  LAYER_UNITS,
  LAYER_VALUE_ADJOINT,
  LAYER_VALUES,
  MSE,
  QUAD_BYTES,
  SOFTMAX_CE,
} from "../memory-layout";
import {
  abs,
  add,
  choose,
  expNonPositive,
  isPositive,
  larger,
  logModerate,
  logOnePlus,
  mul,
  mulAdd,
  smaller,
  splat,
  sub,
} from "./vector-functions";
import { addTo, blockCurvature, pointer } from "./pass-layers";

const TARGET_BYTES: usize = 64;
const VALUE_BYTES: usize = 96;

// Places in the totals, a vector each.
const TOTAL_LOSS: usize = 0;
const TOTAL_X: usize = 16;
const TOTAL_Y: usize = 32;
export const TOTAL_CURVATURE: usize = 48;
const TOTAL_OUTPUT_ADJOINT: usize = 96;
export const TOTAL_LEAST_ARGUMENT: usize = 112;

/** Sums over one block, a quad each: its two halves are added before they join the totals. */
const blockSums = memory.data(192, 16);
const SUM_LOSS: usize = 0;
const SUM_X: usize = 32;
const SUM_Y: usize = 64;
const SUM_OUTPUT_ADJOINT: usize = 96;

/**
 * The loss of a block, its first derivatives, the second ones' part Σ ∂²ℓ/∂f∂f·f_a·f_b, and ∂ℓ/∂f.
 *
 * @param weights  a quad: 1, or 0 for a copy that fills up the last block
 */
export function addLoss(kind: i32, layer: usize, targets: usize, weights: usize, totals: usize, slopes: bool): void {
  memory.fill(blockSums, 0, 128);
  for (let half: usize = 0; half < <usize>QUAD_BYTES; half += 16) {
    if (kind == SOFTMAX_CE) addSoftmax(layer, targets + half, v128.load(weights + half), half, slopes);
    else addScalar(kind, layer, targets + half, v128.load(weights + half), totals, half, slopes);
  }
  joinHalves(totals + TOTAL_LOSS, SUM_LOSS);
  joinHalves(totals + TOTAL_OUTPUT_ADJOINT, SUM_OUTPUT_ADJOINT);
  if (!slopes) return;
  joinHalves(totals + TOTAL_X, SUM_X);
  joinHalves(totals + TOTAL_Y, SUM_Y);
}

// @ts-ignore: decorator
@inline
function joinHalves(total: usize, sum: usize): void {
  addTo(total, add(v128.load(blockSums + sum), v128.load(blockSums + sum, 16)));
}

/** mse r², bce log(1 + e^r), hinge max(0, r), each of r = scale·f + shift. */
function addScalar(
  kind: i32,
  layer: usize,
  targetsAt: usize,
  weight: v128,
  totals: usize,
  half: usize,
  slopes: bool,
): void {
  let targets = targetsAt;
  let values = pointer(layer, LAYER_VALUES) + half;
  let adjoint = pointer(layer, LAYER_VALUE_ADJOINT) + half;
  let loss = splat(0);
  let x = splat(0);
  let y = splat(0);
  let xx = splat(0);
  let xy = splat(0);
  let yy = splat(0);
  let magnitude = splat(0);
  let least = v128.load(totals, TOTAL_LEAST_ARGUMENT);
  for (let left = load<i32>(layer, LAYER_UNITS); left > 0; left--) {
    const scale = v128.load(targets);
    const r = mulAdd(scale, v128.load(values), v128.load(targets, 32));
    let value: v128;
    let first: v128;
    let second: v128;
    if (kind == MSE) {
      value = mul(r, r);
      first = add(r, r);
      second = splat(2);
    } else if (kind == BCE) {
      const tail = expNonPositive(f64x2.neg(abs(r)));
      const q = f64x2.div(splat(1), add(splat(1), tail));
      const small = mul(tail, q);
      const on = isPositive(r);
      value = add(v128.and(on, r), logOnePlus(tail));
      first = choose(on, q, small);
      second = mul(small, q);
    } else {
      const on = isPositive(r);
      value = v128.and(on, r);
      first = v128.and(on, splat(1));
      second = splat(0);
      least = smaller(least, abs(r));
    }
    loss = add(loss, mul(weight, value));
    const slope = mul(mul(weight, scale), first);
    magnitude = add(magnitude, abs(slope));
    if (slopes) {
      v128.store(adjoint, slope);
      const fx = v128.load(values, 32);
      const fy = v128.load(values, 64);
      x = add(x, mul(slope, fx));
      y = add(y, mul(slope, fy));
      const bend = mul(mul(weight, mul(scale, scale)), second);
      const bendX = mul(bend, fx);
      xx = add(xx, mul(bendX, fx));
      xy = add(xy, mul(bendX, fy));
      yy = add(yy, mul(mul(bend, fy), fy));
    }
    targets += TARGET_BYTES;
    values += VALUE_BYTES;
    adjoint += QUAD_BYTES;
  }
  v128.store(totals, least, TOTAL_LEAST_ARGUMENT);
  keepSums(half, loss, magnitude, x, y, xx, xy, yy, slopes);
}

// @ts-ignore: decorator
@inline
function keepSums(
  half: usize,
  loss: v128,
  magnitude: v128,
  x: v128,
  y: v128,
  xx: v128,
  xy: v128,
  yy: v128,
  slopes: bool,
): void {
  v128.store(blockSums + half, loss, SUM_LOSS);
  v128.store(blockSums + half, magnitude, SUM_OUTPUT_ADJOINT);
  if (!slopes) return;
  v128.store(blockSums + half, x, SUM_X);
  v128.store(blockSums + half, y, SUM_Y);
  addTo(blockCurvature, xx);
  addTo(blockCurvature + 16, xy);
  addTo(blockCurvature + 32, yy);
}

/** log Σe^f − y·f, from f less the largest of them; ∂ℓ/∂f = p − y, ∂²ℓ/∂f∂f = diag(p) − p·pᵀ. */
function addSoftmax(layer: usize, targetsAt: usize, weight: v128, half: usize, slopes: bool): void {
  const outputs = load<i32>(layer, LAYER_UNITS);
  const firstValue = pointer(layer, LAYER_VALUES) + half;
  const firstAdjoint = pointer(layer, LAYER_VALUE_ADJOINT) + half;
  let top = v128.load(firstValue);
  for (let o = 1; o < outputs; o++) top = larger(top, v128.load(firstValue + <usize>o * VALUE_BYTES));
  let total = splat(0);
  let chosen = splat(0);
  for (let o = 0; o < outputs; o++) {
    const shifted = sub(v128.load(firstValue + <usize>o * VALUE_BYTES), top);
    const power = expNonPositive(shifted);
    v128.store(firstAdjoint + <usize>o * QUAD_BYTES, power);
    total = add(total, power);
    chosen = add(chosen, mul(v128.load(targetsAt + <usize>o * TARGET_BYTES, 32), shifted));
  }
  let x = splat(0);
  let y = splat(0);
  let xx = splat(0);
  let xy = splat(0);
  let yy = splat(0);
  let meanX = splat(0);
  let meanY = splat(0);
  let magnitude = splat(0);
  for (let o = 0; o < outputs; o++) {
    const adjoint = firstAdjoint + <usize>o * QUAD_BYTES;
    const p = f64x2.div(v128.load(adjoint), total);
    const slope = mul(weight, sub(p, v128.load(targetsAt + <usize>o * TARGET_BYTES, 32)));
    v128.store(adjoint, slope);
    magnitude = add(magnitude, abs(slope));
    if (slopes) {
      const fx = v128.load(firstValue + <usize>o * VALUE_BYTES, 32);
      const fy = v128.load(firstValue + <usize>o * VALUE_BYTES, 64);
      x = add(x, mul(slope, fx));
      y = add(y, mul(slope, fy));
      const weightedX = mul(p, fx);
      const weightedY = mul(p, fy);
      meanX = add(meanX, weightedX);
      meanY = add(meanY, weightedY);
      xx = add(xx, mul(weightedX, fx));
      xy = add(xy, mul(weightedX, fy));
      yy = add(yy, mul(weightedY, fy));
    }
  }
  const loss = mul(weight, sub(logModerate(total), chosen));
  keepSums(
    half,
    loss,
    magnitude,
    x,
    y,
    mul(weight, sub(xx, mul(meanX, meanX))),
    mul(weight, sub(xy, mul(meanX, meanY))),
    mul(weight, sub(yy, mul(meanY, meanY))),
    slopes,
  );
}
