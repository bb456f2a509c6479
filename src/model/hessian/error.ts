import type { LossSpec } from "../../experiment/spec";
import { FLOAT64, gamma } from "../../numeric/rounding";
import { BOUND_INFLATION } from "../jets/jet-evaluator";
import { ruleErrors } from "../jets/layer";
import { probabilityError } from "../jets/softmax";
import { type ActivationRule, activationRule } from "../network/activations";
import type { NetworkLayout } from "../network/layout";
import { lossArgument, SCALAR_LOSS_RULES } from "../network/losses";
import type { Problem } from "../problem";
import { applyTerms } from "./product";
import { addProduct, addTransposed, type HessianTerms, type LayerTerms } from "./terms";

/** The factor by which the errors are enlarged for the difference below, so that the difference is large relative to its rounding. */
const STEP = 2 ** 23;

const { unit: U, underflow: UNDERFLOW } = FLOAT64;

/**
 * Bounds the spectral norm of the error of a Hessian made of products in float64.
 *
 * A product with H is a polynomial in the terms of linearizeLoss and in what each intermediate number loses to underflow. With all terms
 * replaced by their magnitudes A, and by A + t·E where E bounds each term's own error, the polynomial has no negative coefficient and is
 * convex in t: the difference between t = STEP and t = 0, over STEP, is no less than that between t = 1 and t = 0. The rounding of
 * the product's own operations is added. The all-ones direction gives row sums, whose largest is no less than the spectral norm.
 *
 * A unit within rounding of its kink may be on the other piece. The bound holds for the piece that was computed.
 */
export function boundHessianError({ layout, loss, data }: Problem, exact: HessianTerms): number {
  const errors = boundTerms(layout, loss, data.y, exact);
  const ones = new Float64Array(layout.parameterCount).fill(1);
  const sumRows = (step: number) => {
    const sums = new Float64Array(layout.parameterCount);
    applyTerms(addErrors(exact, errors, step), ones, sums, step * UNDERFLOW);
    return sums;
  };
  const [sums, moved] = [sumRows(0), sumRows(STEP)];
  const own = gamma(countOperations(layout, exact.samples), U);
  let most = 0;
  sums.forEach((sum, p) => {
    const bound = Math.max(0, moved[p]! - sum) / STEP + own * sum;
    // Where a magnitude overflows, no bound is known.
    most = Math.max(most, Number.isFinite(bound) ? bound : Number.POSITIVE_INFINITY);
  });
  return BOUND_INFLATION * most + UNDERFLOW;
}

/** The longest chain of roundings in one product: two sums an affine map and its transpose, and the sum over samples. */
function countOperations(layout: NetworkLayout, samples: number): number {
  const chain = layout.layers.reduce((sum, { inputs, units }) => sum + 2 * inputs + 2 * units + 12, 0);
  return chain + layout.outputs + 2 * samples + 6;
}

/** |terms| + step·errors; θ and the data are exact. */
function addErrors(exact: HessianTerms, errors: HessianTerms, step: number): HessianTerms {
  const add = (values: Float64Array, error: Float64Array) =>
    values.map((value, i) => Math.abs(value) + (step === 0 ? 0 : step * error[i]!));
  return {
    ...exact,
    weights: exact.weights.map(Math.abs),
    inputs: exact.inputs.map(Math.abs),
    layers: exact.layers.map((terms, k) => {
      const error = errors.layers[k]!;
      return {
        ...terms,
        a: add(terms.a, error.a),
        first: add(terms.first, error.first),
        bend: add(terms.bend, error.bend),
        dz: add(terms.dz, error.dz),
      };
    }),
    curvatures: add(exact.curvatures, errors.curvatures),
    coupling: Math.abs(exact.coupling),
  };
}

/** Bounds on the errors of everything that linearizeLoss computes. */
function boundTerms(layout: NetworkLayout, loss: LossSpec, targets: Float64Array, exact: HessianTerms): HessianTerms {
  const magnitudes = exact.weights.map(Math.abs);
  const errors: HessianTerms = {
    ...exact,
    weights: magnitudes,
    layers: exact.layers.map(({ layer, z }) => {
      const make = () => new Float64Array(z.length);
      return { layer, z: make(), a: make(), first: make(), delta: make(), bend: make(), dz: make() };
    }),
    curvatures: new Float64Array(exact.curvatures.length),
  };
  for (let s = 0; s < exact.samples; s++) {
    boundForward(layout, exact, errors, s);
    boundBackward(layout, exact, errors, s, boundLoss(layout, loss, targets, exact, errors, s));
  }
  return errors;
}

/** The rule without its kink, because the computed Hessian is that of the piece on which θ was found. */
function onOnePiece(rule: ActivationRule): ActivationRule {
  return { ...rule, firstJump: 0, secondJump: 0 };
}

/** E(z) = Σ |w|·(E(a) + γ|a|) + γ|b| + η; E(a) and E(φ') as for the jets. */
function boundForward(layout: NetworkLayout, exact: HessianTerms, errors: HessianTerms, sample: number): void {
  exact.layers.forEach((terms, k) => {
    const { layer } = terms;
    const bounds = errors.layers[k]!;
    const rule = onOnePiece(activationRule(layer.activation, layout.leakySlope));
    const at = sample * layer.units;
    const from = sample * layer.inputs;
    const rounding = gamma(layer.inputs + 2, U);
    const below = k > 0 ? exact.layers[k - 1]!.a : exact.inputs;
    const errorsBelow = k > 0 ? errors.layers[k - 1]!.a : null;
    const budget = new Float64Array(layer.inputs).map(
      (_, i) => (errorsBelow?.[from + i] ?? 0) + rounding * Math.abs(below[from + i]!),
    );
    const sums = bounds.z.subarray(at, at + layer.units);
    for (let j = 0; j < layer.units; j++) sums[j] = rounding * errors.weights[layer.bias + j]! + UNDERFLOW;
    addProduct(sums, layer, errors.weights, budget, 0);
    for (let j = 0; j < layer.units; j++) {
      const z = terms.z[at + j]!;
      const residual = layer.residual ? (errorsBelow?.[from + j] ?? 0) + U * Math.abs(terms.a[at + j]!) : 0;
      const error = ruleErrors(rule, z, sums[j]!, rule.first(z), rule.second(z), FLOAT64);
      bounds.a[at + j] = error.value + residual;
      bounds.first[at + j] = error.first;
    }
  });
}

/** E(∂ℓ/∂f), [outputs]; sets the errors of the loss curvatures. */
function boundLoss(
  layout: NetworkLayout,
  loss: LossSpec,
  targets: Float64Array,
  exact: HessianTerms,
  errors: HessianTerms,
  sample: number,
): Float64Array {
  const { outputs } = layout;
  const row = sample * outputs;
  const f = exact.layers.at(-1)!.a.subarray(row, row + outputs);
  const bounds = errors.layers.at(-1)!.a.subarray(row, row + outputs);
  const { kind } = loss;
  if (kind === "softmax-ce") {
    const p = exact.curvatures.subarray(row, row + outputs);
    const top = Math.max(...f);
    const worst = Math.max(...bounds);
    const spread = p.reduce((sum, probability, j) => sum + probability * Math.abs(f[j]! - top), 0);
    return f.map((entry, j) => {
      const error = probabilityError(p[j]!, entry - top, spread, outputs, worst, FLOAT64);
      errors.curvatures[row + j] = error;
      return error + U * Math.abs(p[j]! - targets[row + j]!);
    });
  }
  const rule = onOnePiece(SCALAR_LOSS_RULES[kind]);
  return f.map((entry, j) => {
    const { scale, shift } = lossArgument(kind, targets[row + j]!);
    const r = scale * entry + shift;
    const moved = Math.abs(scale) * bounds[j]! + 2 * U * (Math.abs(r) + Math.abs(shift));
    const [first, second] = [rule.first(r), rule.second(r)];
    const error = ruleErrors(rule, r, moved, first, second, FLOAT64);
    errors.curvatures[row + j] = (scale * scale * (error.second + 3 * U * Math.abs(second))) / outputs + UNDERFLOW;
    return (Math.abs(scale) * (error.first + 3 * U * Math.abs(first))) / outputs + UNDERFLOW;
  });
}

/** Propagates E(∂ℓ/∂a) backward through the layers as ∂ℓ/∂a is. */
function boundBackward(
  layout: NetworkLayout,
  exact: HessianTerms,
  errors: HessianTerms,
  sample: number,
  slopeErrors: Float64Array,
): void {
  let deltaError = slopeErrors;
  for (let k = exact.layers.length - 1; k >= 0; k--) {
    const terms = exact.layers[k]!;
    const bounds = errors.layers[k]!;
    const { layer } = terms;
    const at = sample * layer.units;
    boundSlopes(layout, terms, bounds, sample, deltaError);
    const rounding = gamma(layer.units + 2, U);
    const next = new Float64Array(layer.inputs).fill(UNDERFLOW);
    if (layer.residual) {
      for (let i = 0; i < layer.inputs; i++) next[i]! += deltaError[i]! + rounding * Math.abs(terms.delta[at + i]!);
    }
    if (k > 0) {
      const budget = new Float64Array(layer.units).map(
        (_, j) => bounds.dz[at + j]! + rounding * Math.abs(terms.dz[at + j]!),
      );
      addTransposed(next, layer, errors.weights, budget, 0);
    }
    deltaError = next;
  }
}

/** E(∂ℓ/∂z) and E(φ''·∂ℓ/∂a) of one layer. */
function boundSlopes(
  layout: NetworkLayout,
  terms: LayerTerms,
  bounds: LayerTerms,
  sample: number,
  deltaError: Float64Array,
): void {
  const rule = onOnePiece(activationRule(terms.layer.activation, layout.leakySlope));
  for (let j = 0; j < terms.layer.units; j++) {
    const p = sample * terms.layer.units + j;
    const [z, first] = [terms.z[p]!, terms.first[p]!];
    const second = rule.second(z);
    const error = ruleErrors(rule, z, bounds.z[p]!, first, second, FLOAT64);
    const delta = Math.abs(terms.delta[p]!) + deltaError[j]!;
    bounds.dz[p] = Math.abs(first) * deltaError[j]! + error.first * delta + U * Math.abs(terms.dz[p]!) + UNDERFLOW;
    bounds.bend[p] =
      Math.abs(second) * deltaError[j]! + error.second * delta + U * Math.abs(terms.bend[p]!) + UNDERFLOW;
  }
}
