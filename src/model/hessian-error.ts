import type { LossSpec } from "../spec/schema";
import { activationRule } from "./activations";
import type { HessianTerms, LayerTerms } from "./hessian-terms";
import { addProduct, addTransposed } from "./hessian-terms";
import { applyTerms } from "./hessian-vector";
import { BOUND_INFLATION } from "./jets";
import type { NetworkLayout } from "./layout";
import { lossArgument, SCALAR_LOSS_RULES } from "./losses";
import { FLOAT64, gamma } from "./rounding";

/** The step of the one-sided difference below: small against 1, large against float64's own rounding. */
const STEP = 2 ** -30;

/**
 * Bounds the spectral norm of the rounding error of a Hessian made of products in float64, to first order in the unit roundoff u.
 *
 * A product with H is a polynomial in the terms of linearizeLoss, so with all terms replaced by their magnitudes A, and by A + t·E where
 * u·E bounds each term's own error, the difference over t bounds what those errors do to it: the polynomial has no negative coefficient and
 * is convex in t. To that comes the rounding of the product's own operations. The all-ones direction gives row sums, whose largest is
 * no less than the spectral norm.
 *
 * A unit within rounding of its kink may be on the other piece: the bound speaks of the piece that was computed.
 */
export function boundHessianError(
  layout: NetworkLayout,
  loss: LossSpec,
  targets: Float64Array,
  exact: HessianTerms,
): number {
  const errors = boundTerms(layout, loss, targets, exact);
  const ones = new Float64Array(layout.parameterCount).fill(1);
  const sumRows = (step: number) => {
    const sums = new Float64Array(layout.parameterCount);
    applyTerms(addErrors(exact, errors, step), ones, sums);
    return sums;
  };
  const [sums, moved] = [sumRows(0), sumRows(STEP)];
  const own = gamma(countOperations(layout, exact.samples), FLOAT64.unit);
  let most = 0;
  sums.forEach((sum, p) => {
    most = Math.max(most, (FLOAT64.unit * Math.max(0, moved[p]! - sum)) / STEP + own * sum);
  });
  return BOUND_INFLATION * most;
}

/** The longest chain of roundings in one product: two sums an affine map and its transpose, and the sum over samples. */
function countOperations(layout: NetworkLayout, samples: number): number {
  const chain = layout.layers.reduce((sum, { inputs, units }) => sum + 2 * inputs + 2 * units + 12, 0);
  return chain + layout.outputs + 2 * samples + 6;
}

/** |terms| + step·errors; θ and the data are exact. */
function addErrors(exact: HessianTerms, errors: HessianTerms, step: number): HessianTerms {
  const add = (values: Float64Array, error: Float64Array) =>
    values.map((value, i) => Math.abs(value) + step * error[i]!);
  return {
    ...exact,
    weights: exact.weights.map(Math.abs),
    inputs: exact.inputs.map(Math.abs),
    layers: exact.layers.map((terms, k) => {
      const error = errors.layers[k]!;
      return {
        layer: terms.layer,
        z: terms.z,
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

/** Bounds, in units of u, on the errors of everything that linearizeLoss computes. */
function boundTerms(layout: NetworkLayout, loss: LossSpec, targets: Float64Array, exact: HessianTerms): HessianTerms {
  const magnitudes = exact.weights.map(Math.abs);
  const errors: HessianTerms = {
    ...exact,
    weights: magnitudes,
    layers: exact.layers.map(({ layer, z }) => {
      const make = () => new Float64Array(z.length);
      return { layer, z: make(), a: make(), first: make(), bend: make(), dz: make() };
    }),
    curvatures: new Float64Array(exact.curvatures.length),
  };
  for (let s = 0; s < exact.samples; s++) {
    boundForward(layout, exact, errors, s);
    boundBackward(layout, exact, errors, s, boundLoss(layout, loss, targets, exact, errors, s));
  }
  return errors;
}

/** E(z) = Σ |w|·(E(a) + n·|a|) + n·|b|, then E(a) = |φ'|·E(z) + library. */
function boundForward(layout: NetworkLayout, exact: HessianTerms, errors: HessianTerms, sample: number): void {
  exact.layers.forEach((terms, k) => {
    const { layer } = terms;
    const bounds = errors.layers[k]!;
    const rule = activationRule(layer.activation, layout.leakySlope);
    const at = sample * layer.units;
    const from = sample * layer.inputs;
    const roundings = layer.inputs + 2;
    const below = k > 0 ? exact.layers[k - 1]!.a : exact.inputs;
    const errorsBelow = k > 0 ? errors.layers[k - 1]!.a : null;
    const budget = new Float64Array(layer.inputs).map(
      (_, i) => (errorsBelow?.[from + i] ?? 0) + roundings * Math.abs(below[from + i]!),
    );
    const sums = bounds.z.subarray(at, at + layer.units);
    for (let j = 0; j < layer.units; j++) sums[j] = roundings * errors.weights[layer.bias + j]!;
    addProduct(sums, layer, errors.weights, budget, 0);
    for (let j = 0; j < layer.units; j++) {
      const z = terms.z[at + j]!;
      const residual = layer.residual ? (errorsBelow?.[from + j] ?? 0) + Math.abs(terms.a[at + j]!) : 0;
      bounds.a[at + j] = Math.abs(rule.first(z)) * sums[j]! + rule.libraryValue(z) + residual;
      bounds.first[at + j] = Math.abs(rule.second(z)) * sums[j]! + rule.libraryFirst(z);
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
    const worst = bounds.reduce((most, bound) => Math.max(most, bound), 0);
    const spread = f.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
    const relative = 22 + outputs + 4 * spread + 2 * worst;
    return f.map((_, j) => {
      const error = exact.curvatures[row + j]! * relative;
      errors.curvatures[row + j] = error;
      return error + targets[row + j]!;
    });
  }
  const rule = SCALAR_LOSS_RULES[kind];
  return f.map((entry, j) => {
    const { scale, shift } = lossArgument(kind, targets[row + j]!);
    const r = scale * entry + shift;
    const error = Math.abs(scale) * bounds[j]! + 2 * (Math.abs(r) + Math.abs(shift));
    const second = Math.abs(rule.second(r));
    const curvatureError = rule.bounds[2] * error + rule.librarySecond(r) + 3 * second;
    errors.curvatures[row + j] = (scale * scale * curvatureError) / outputs;
    return (Math.abs(scale) * (second * error + rule.libraryFirst(r) + 3 * Math.abs(rule.first(r)))) / outputs;
  });
}

/** E(∂ℓ/∂a) goes down the layers as ∂ℓ/∂a does. */
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
    boundSlopes(layout, terms, bounds, sample, deltaError);
    const next = layer.residual ? deltaError.slice() : new Float64Array(layer.inputs);
    if (k > 0) {
      const at = sample * layer.units;
      const budget = new Float64Array(layer.units).map(
        (_, j) => bounds.dz[at + j]! + (layer.units + 2) * Math.abs(terms.dz[at + j]!),
      );
      addTransposed(next, layer, errors.weights, budget, 0);
    }
    deltaError = next;
  }
}

/** E(∂ℓ/∂z) and E(φ''·∂ℓ/∂a) of one layer; |∂ℓ/∂a| is recovered from the products that hold it. */
function boundSlopes(
  layout: NetworkLayout,
  terms: LayerTerms,
  bounds: LayerTerms,
  sample: number,
  deltaError: Float64Array,
): void {
  const rule = activationRule(terms.layer.activation, layout.leakySlope);
  for (let j = 0; j < terms.layer.units; j++) {
    const p = sample * terms.layer.units + j;
    const [z, first] = [terms.z[p]!, terms.first[p]!];
    const second = rule.second(z);
    const delta = first !== 0 ? Math.abs(terms.dz[p]! / first) : second !== 0 ? Math.abs(terms.bend[p]! / second) : 0;
    const secondError = rule.bounds[2] * bounds.z[p]! + rule.librarySecond(z);
    bounds.dz[p] = Math.abs(first) * deltaError[j]! + bounds.first[p]! * delta + Math.abs(terms.dz[p]!);
    bounds.bend[p] = Math.abs(second) * deltaError[j]! + secondError * delta + Math.abs(terms.bend[p]!);
  }
}
