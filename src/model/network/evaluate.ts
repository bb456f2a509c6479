import type { Problem } from "../problem";
import { activationRule } from "./activations";
import { GradientPass } from "./gradient-pass";
import { type LayerLayout, type NetworkLayout, type Parameters, zeroParameters } from "./layout";
import { lossOfSample, lossSlopes } from "./losses";

/** One sample's forward pass: each layer's pre-activations and outputs, [units] each. */
export interface ForwardPass {
  readonly preactivations: readonly Float64Array[];
  readonly outputs: readonly Float64Array[];
}

/** z_j = b_j + Σ_i w_ij·a_i */
function applyAffine(layer: LayerLayout, theta: Parameters, input: Float64Array): Float64Array {
  const z = theta.slice(layer.bias, layer.bias + layer.units);
  for (let i = 0; i < layer.inputs; i++) {
    const row = layer.kernel + i * layer.units;
    for (let j = 0; j < layer.units; j++) z[j]! += theta[row + j]! * input[i]!;
  }
  return z;
}

/** Runs one sample, [inputs], through the network. */
export function runForward(layout: NetworkLayout, theta: Parameters, input: Float64Array): ForwardPass {
  const preactivations: Float64Array[] = [];
  const outputs: Float64Array[] = [];
  let current = input;
  for (const layer of layout.layers) {
    const rule = activationRule(layer.activation, layout.leakySlope);
    const z = applyAffine(layer, theta, current);
    const previous = current;
    current = z.map((entry, j) => rule.value(entry) + (layer.residual ? previous[j]! : 0));
    preactivations.push(z);
    outputs.push(current);
  }
  return { preactivations, outputs };
}

/** The loss of θ over the whole data set, l2 included, in float64. */
export function evaluateLoss(problem: Problem, theta: Parameters): number {
  return new GradientPass(problem).evaluateLoss(theta);
}

/** The loss and its gradient by reverse-mode differentiation, in float64; at a kink relu'(0) = 0. */
export function evaluateGradient(problem: Problem, theta: Parameters): { loss: number; gradient: Parameters } {
  const gradient = zeroParameters(problem.layout);
  const loss = new GradientPass(problem).evaluateGradient(theta, gradient);
  return { loss, gradient };
}

/** Runs one sample forward and backward, and adds its ∂ℓ/∂θ to `gradient`. @returns its loss ℓ, without l2, and its forward pass */
export function addSampleGradient(
  { layout, loss, data }: Problem,
  theta: Parameters,
  sample: number,
  gradient: Parameters,
): { readonly loss: number; readonly pass: ForwardPass } {
  const input = data.x.subarray(sample * data.inputs, (sample + 1) * data.inputs);
  const target = data.y.subarray(sample * layout.outputs, (sample + 1) * layout.outputs);
  const pass = runForward(layout, theta, input);
  const prediction = pass.outputs.at(-1)!;
  pullBack(layout, theta, input, pass, lossSlopes(loss.kind, prediction, target), gradient);
  return { loss: lossOfSample(loss.kind, prediction, target), pass };
}

/** Adds one sample's ∂ℓ/∂θ to `gradient`, given ∂ℓ/∂output. */
function pullBack(
  layout: NetworkLayout,
  theta: Parameters,
  input: Float64Array,
  pass: ForwardPass,
  slopes: Float64Array,
  gradient: Parameters,
): void {
  let delta = slopes;
  for (let k = layout.layers.length - 1; k >= 0; k--) {
    const layer = layout.layers[k]!;
    const rule = activationRule(layer.activation, layout.leakySlope);
    const below = k > 0 ? pass.outputs[k - 1]! : input;
    const z = pass.preactivations[k]!;
    const dz = delta.map((entry, j) => entry * rule.first(z[j]!));
    const next = new Float64Array(layer.inputs);
    for (let i = 0; i < layer.inputs; i++) {
      const row = layer.kernel + i * layer.units;
      let sum = layer.residual ? delta[i]! : 0;
      for (let j = 0; j < layer.units; j++) {
        gradient[row + j]! += below[i]! * dz[j]!;
        sum += theta[row + j]! * dz[j]!;
      }
      next[i] = sum;
    }
    for (let j = 0; j < layer.units; j++) gradient[layer.bias + j]! += dz[j]!;
    delta = next;
  }
}
