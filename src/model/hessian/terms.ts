import { activationRule } from "../network/activations";
import type { LayerLayout, NetworkLayout } from "../network/layout";
import { lossSlopes } from "../network/losses";
import type { Problem } from "../problem";
import { lossCurvatures } from "./loss-curvature";

/** The numbers of one layer at θ that Hessian-vector products need, for every sample: [samples · units] each. */
export interface LayerTerms {
  readonly layer: LayerLayout;
  /** Pre-activations z. */
  readonly z: Float64Array;
  /** Outputs a = φ(z), the residual input added. */
  readonly a: Float64Array;
  /** φ'(z). */
  readonly first: Float64Array;
  /** ∂ℓ/∂a, for the error bound only: it cannot be recovered from φ' and φ'' that underflowed. */
  readonly delta: Float64Array;
  /** φ''(z)·∂ℓ/∂a. */
  readonly bend: Float64Array;
  /** ∂ℓ/∂z. */
  readonly dz: Float64Array;
}

/** A loss at θ, ready for products with its Hessian. */
export interface HessianTerms {
  /** θ. */
  readonly weights: Float64Array;
  /** [samples · inputs] */
  readonly inputs: Float64Array;
  readonly samples: number;
  readonly layers: readonly LayerTerms[];
  /** lossCurvatures of every sample, [samples · outputs]. */
  readonly curvatures: Float64Array;
  /** The factor of κκᵀ in ∂²ℓ/∂f²: −1 for softmax-ce, 0 for the losses that are sums over outputs. */
  readonly coupling: number;
  /** The number that l2 adds to each diagonal entry. */
  readonly penalty: number;
}

/** target[j] += Σ_i matrix[offset + i·units + j] · input[from + i] */
export function addProduct(
  target: Float64Array,
  { inputs, units, kernel }: Pick<LayerLayout, "inputs" | "units" | "kernel">,
  matrix: Float64Array,
  input: Float64Array,
  from: number,
): void {
  for (let i = 0; i < inputs; i++) {
    const entry = input[from + i]!;
    if (entry === 0) continue;
    const row = kernel + i * units;
    for (let j = 0; j < units; j++) target[j]! += matrix[row + j]! * entry;
  }
}

/** target[i] += Σ_j matrix[offset + i·units + j] · slopes[from + j] */
export function addTransposed(
  target: Float64Array,
  { inputs, units, kernel }: Pick<LayerLayout, "inputs" | "units" | "kernel">,
  matrix: Float64Array,
  slopes: Float64Array,
  from: number,
): void {
  for (let i = 0; i < inputs; i++) {
    const row = kernel + i * units;
    let sum = 0;
    for (let j = 0; j < units; j++) sum += matrix[row + j]! * slopes[from + j]!;
    target[i]! += sum;
  }
}

/** Runs the network forward and its loss backward at θ, and keeps the numbers that the products need. θ and the data are not copied. */
export function linearizeLoss({ layout, loss, data }: Problem, theta: Float64Array): HessianTerms {
  const { samples } = data;
  const terms: HessianTerms = {
    weights: theta,
    inputs: data.x,
    samples,
    layers: layout.layers.map((layer) => allocateTerms(layer, samples)),
    curvatures: new Float64Array(samples * layout.outputs),
    coupling: loss.kind === "softmax-ce" ? -1 : 0,
    penalty: 2 * loss.l2,
  };
  for (let s = 0; s < samples; s++) {
    runForward(layout, terms, s);
    const row = s * layout.outputs;
    const f = terms.layers.at(-1)!.a.subarray(row, row + layout.outputs);
    const y = data.y.subarray(row, row + layout.outputs);
    terms.curvatures.set(lossCurvatures(loss.kind, f, y), row);
    runBackward(layout, terms, s, lossSlopes(loss.kind, f, y));
  }
  return terms;
}

function allocateTerms(layer: LayerLayout, samples: number): LayerTerms {
  const make = () => new Float64Array(samples * layer.units);
  return { layer, z: make(), a: make(), first: make(), delta: make(), bend: make(), dz: make() };
}

function runForward(layout: NetworkLayout, terms: HessianTerms, sample: number): void {
  let [below, from] = [terms.inputs, sample * layout.inputs];
  for (const { layer, z, a, first } of terms.layers) {
    const rule = activationRule(layer.activation, layout.leakySlope);
    const at = sample * layer.units;
    const sums = z.subarray(at, at + layer.units);
    sums.set(terms.weights.subarray(layer.bias, layer.bias + layer.units));
    addProduct(sums, layer, terms.weights, below, from);
    for (let j = 0; j < layer.units; j++) {
      a[at + j] = rule.value(sums[j]!) + (layer.residual ? below[from + j]! : 0);
      first[at + j] = rule.first(sums[j]!);
    }
    [below, from] = [a, at];
  }
}

function runBackward(layout: NetworkLayout, terms: HessianTerms, sample: number, lossSlope: Float64Array): void {
  let delta = lossSlope;
  for (let k = terms.layers.length - 1; k >= 0; k--) {
    const { layer, z, first, delta: slopes, bend, dz } = terms.layers[k]!;
    const rule = activationRule(layer.activation, layout.leakySlope);
    const at = sample * layer.units;
    slopes.set(delta, at);
    for (let j = 0; j < layer.units; j++) {
      bend[at + j] = rule.second(z[at + j]!) * delta[j]!;
      dz[at + j] = first[at + j]! * delta[j]!;
    }
    const next = layer.residual ? delta.slice() : new Float64Array(layer.inputs);
    if (k > 0) addTransposed(next, layer, terms.weights, dz, at);
    delta = next;
  }
}
