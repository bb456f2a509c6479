import type { Problem } from "../problem";
import { type ActivationRule, activationRule } from "./activations";
import type { LayerLayout, Parameters } from "./layout";
import { compareWithTarget } from "./losses";

/** Samples that go through a layer before the next layer's turn: few enough for a processor's cache. */
const BLOCK = 16;

/** A layer with the numbers of a block of samples, [BLOCK · units] each. */
interface LayerBlock {
  readonly layer: LayerLayout;
  readonly rule: ActivationRule;
  /** z */
  readonly preactivations: Float64Array;
  /** a = φ(z), with the layer's input on top where it is residual */
  readonly outputs: Float64Array;
  /** ∂ℓ/∂a */
  readonly outputErrors: Float64Array;
  /** ∂ℓ/∂z */
  readonly errors: Float64Array;
}

/**
 * The loss of a problem and its gradient by reverse-mode differentiation, in float64, block by block in one set of arrays. Every sum has the
 * order of `addSampleGradient`, so the numbers are the same to the last bit.
 */
export class GradientPass {
  readonly #problem: Problem;
  /** Inputs and targets of a block, [BLOCK · inputs] and [BLOCK · outputs]. */
  readonly #inputs: Float64Array;
  readonly #targets: Float64Array;
  readonly #blocks: readonly LayerBlock[];

  constructor(problem: Problem) {
    const { inputs, outputs, layers, leakySlope } = problem.layout;
    this.#problem = problem;
    this.#inputs = new Float64Array(BLOCK * inputs);
    this.#targets = new Float64Array(BLOCK * outputs);
    this.#blocks = layers.map((layer) => ({
      layer,
      rule: activationRule(layer.activation, leakySlope),
      preactivations: new Float64Array(BLOCK * layer.units),
      outputs: new Float64Array(BLOCK * layer.units),
      outputErrors: new Float64Array(BLOCK * layer.units),
      errors: new Float64Array(BLOCK * layer.units),
    }));
  }

  /** The loss over all samples, l2 included. */
  evaluateLoss(theta: Parameters): number {
    const { samples } = this.#problem.data;
    let sum = 0;
    for (let first = 0; first < samples; first += BLOCK) {
      const rows = Math.min(BLOCK, samples - first);
      this.#copySamples(first, rows);
      this.#runForward(theta, rows);
      sum = this.#addLosses(sum, rows);
    }
    return this.#finishLoss(theta, sum, samples);
  }

  /**
   * The loss over some samples and its gradient, l2 included; at a kink relu'(0) = 0.
   * @param gradient  [parameterCount]; overwritten
   * @param samples  indices of samples, in the order of the sums; by default all
   * @returns the loss
   */
  evaluateGradient(theta: Parameters, gradient: Parameters, samples?: Int32Array): number {
    const count = samples ? samples.length : this.#problem.data.samples;
    const { l2 } = this.#problem.loss;
    gradient.fill(0);
    let sum = 0;
    for (let first = 0; first < count; first += BLOCK) {
      const rows = Math.min(BLOCK, count - first);
      this.#copySamples(first, rows, samples);
      this.#runForward(theta, rows);
      sum = this.#addLosses(sum, rows);
      this.#pullBack(theta, rows, gradient);
    }
    for (let p = 0; p < gradient.length; p++) gradient[p] = gradient[p]! / count + 2 * l2 * theta[p]!;
    return this.#finishLoss(theta, sum, count);
  }

  #copySamples(first: number, rows: number, samples?: Int32Array): void {
    const { inputs, outputs, x, y } = this.#problem.data;
    for (let r = 0; r < rows; r++) {
      const sample = samples ? samples[first + r]! : first + r;
      for (let i = 0; i < inputs; i++) this.#inputs[r * inputs + i] = x[sample * inputs + i]!;
      for (let j = 0; j < outputs; j++) this.#targets[r * outputs + j] = y[sample * outputs + j]!;
    }
  }

  #runForward(theta: Parameters, rows: number): void {
    let input = this.#inputs;
    for (const { layer, rule, preactivations, outputs } of this.#blocks) {
      applyAffine(layer, theta, input, rows, preactivations);
      const count = rows * layer.units;
      applyActivation(layer, rule, preactivations, count, outputs);
      if (layer.residual) for (let n = 0; n < count; n++) outputs[n]! += input[n]!;
      input = outputs;
    }
  }

  /** Adds the losses ℓ of a block, without l2, one after another, and leaves ∂ℓ/∂output in the output layer. */
  #addLosses(sum: number, rows: number): number {
    const { outputs, outputErrors, layer } = this.#blocks.at(-1)!;
    const { kind } = this.#problem.loss;
    let total = sum;
    for (let r = 0; r < rows; r++) {
      total += compareWithTarget(kind, layer.units, outputs, this.#targets, r * layer.units, outputErrors);
    }
    return total;
  }

  #finishLoss(theta: Parameters, sum: number, count: number): number {
    const { l2 } = this.#problem.loss;
    return sum / count + (l2 > 0 ? l2 * sumOfSquares(theta) : 0);
  }

  /** Adds ∂ℓ/∂θ of a block to the gradient, after its forward pass. */
  #pullBack(theta: Parameters, rows: number, gradient: Parameters): void {
    for (let k = this.#blocks.length - 1; k >= 0; k--) {
      const { layer, rule, preactivations, outputErrors, errors } = this.#blocks[k]!;
      multiplyBySlopes(layer, rule, preactivations, outputErrors, rows * layer.units, errors);
      const below = this.#blocks[k - 1];
      addProducts(layer, below ? below.outputs : this.#inputs, errors, rows, gradient);
      if (!below) continue;
      if (layer.residual) below.outputErrors.set(outputErrors);
      else below.outputErrors.fill(0);
      addPulledErrors(layer, theta, errors, rows, below.outputErrors);
    }
  }
}

/** z_j = b_j + Σ_i w_ij·a_i for each row, four units at a time: their sums do not wait for one another. */
function applyAffine(
  { inputs, units, kernel, bias }: LayerLayout,
  theta: Parameters,
  input: Float64Array,
  rows: number,
  z: Float64Array,
): void {
  for (let r = 0; r < rows; r++) {
    const from = r * inputs;
    const to = r * units;
    let j = 0;
    for (; j + 3 < units; j += 4) {
      let z0 = theta[bias + j]!;
      let z1 = theta[bias + j + 1]!;
      let z2 = theta[bias + j + 2]!;
      let z3 = theta[bias + j + 3]!;
      for (let i = 0, p = kernel + j; i < inputs; i++, p += units) {
        const a = input[from + i]!;
        z0 += theta[p]! * a;
        z1 += theta[p + 1]! * a;
        z2 += theta[p + 2]! * a;
        z3 += theta[p + 3]! * a;
      }
      z[to + j] = z0;
      z[to + j + 1] = z1;
      z[to + j + 2] = z2;
      z[to + j + 3] = z3;
    }
    for (; j < units; j++) {
      let sum = theta[bias + j]!;
      for (let i = 0, p = kernel + j; i < inputs; i++, p += units) sum += theta[p]! * input[from + i]!;
      z[to + j] = sum;
    }
  }
}

/** Whether φ is z above 0, and a slope times z below: these are computed in place, because a call for each would cost more than all products. */
function isPiecewiseLinear({ activation }: LayerLayout): boolean {
  return activation === "relu" || activation === "leaky-relu" || activation === "identity";
}

function applyActivation(
  layer: LayerLayout,
  rule: ActivationRule,
  z: Float64Array,
  count: number,
  outputs: Float64Array,
): void {
  if (!isPiecewiseLinear(layer)) {
    for (let n = 0; n < count; n++) outputs[n] = rule.value(z[n]!);
    return;
  }
  const slope = rule.first(-1);
  for (let n = 0; n < count; n++) outputs[n] = z[n]! > 0 ? z[n]! : slope * z[n]!;
}

/** ∂ℓ/∂z = ∂ℓ/∂a·φ'(z) */
function multiplyBySlopes(
  layer: LayerLayout,
  rule: ActivationRule,
  z: Float64Array,
  outputErrors: Float64Array,
  count: number,
  errors: Float64Array,
): void {
  if (!isPiecewiseLinear(layer)) {
    for (let n = 0; n < count; n++) errors[n] = outputErrors[n]! * rule.first(z[n]!);
    return;
  }
  const slope = rule.first(-1);
  for (let n = 0; n < count; n++) errors[n] = z[n]! > 0 ? outputErrors[n]! : slope * outputErrors[n]!;
}

/** Adds Σ a_i·∂ℓ/∂z_j over the rows to the gradient of w_ij, and Σ ∂ℓ/∂z_j to that of b_j, row after row. */
function addProducts(
  { inputs, units, kernel, bias }: LayerLayout,
  input: Float64Array,
  errors: Float64Array,
  rows: number,
  gradient: Parameters,
): void {
  for (let i = 0; i < inputs; i++) {
    const row = kernel + i * units;
    let j = 0;
    for (; j + 3 < units; j += 4) {
      let g0 = gradient[row + j]!;
      let g1 = gradient[row + j + 1]!;
      let g2 = gradient[row + j + 2]!;
      let g3 = gradient[row + j + 3]!;
      for (let r = 0, at = i, n = j; r < rows; r++, at += inputs, n += units) {
        const a = input[at]!;
        g0 += a * errors[n]!;
        g1 += a * errors[n + 1]!;
        g2 += a * errors[n + 2]!;
        g3 += a * errors[n + 3]!;
      }
      gradient[row + j] = g0;
      gradient[row + j + 1] = g1;
      gradient[row + j + 2] = g2;
      gradient[row + j + 3] = g3;
    }
    for (; j < units; j++) {
      let sum = gradient[row + j]!;
      for (let r = 0, at = i, n = j; r < rows; r++, at += inputs, n += units) sum += input[at]! * errors[n]!;
      gradient[row + j] = sum;
    }
  }
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < units; j++) gradient[bias + j]! += errors[r * units + j]!;
  }
}

/** Adds Σ_j w_ij·∂ℓ/∂z_j to ∂ℓ/∂a_i of each row, four inputs at a time. */
function addPulledErrors(
  { inputs, units, kernel }: LayerLayout,
  theta: Parameters,
  errors: Float64Array,
  rows: number,
  outputErrors: Float64Array,
): void {
  for (let r = 0; r < rows; r++) {
    const from = r * units;
    const to = r * inputs;
    let i = 0;
    for (; i + 3 < inputs; i += 4) {
      const p = kernel + i * units;
      let s0 = outputErrors[to + i]!;
      let s1 = outputErrors[to + i + 1]!;
      let s2 = outputErrors[to + i + 2]!;
      let s3 = outputErrors[to + i + 3]!;
      for (let j = 0; j < units; j++) {
        const error = errors[from + j]!;
        s0 += theta[p + j]! * error;
        s1 += theta[p + units + j]! * error;
        s2 += theta[p + 2 * units + j]! * error;
        s3 += theta[p + 3 * units + j]! * error;
      }
      outputErrors[to + i] = s0;
      outputErrors[to + i + 1] = s1;
      outputErrors[to + i + 2] = s2;
      outputErrors[to + i + 3] = s3;
    }
    for (; i < inputs; i++) {
      const p = kernel + i * units;
      let sum = outputErrors[to + i]!;
      for (let j = 0; j < units; j++) sum += theta[p + j]! * errors[from + j]!;
      outputErrors[to + i] = sum;
    }
  }
}

function sumOfSquares(theta: Parameters): number {
  let sum = 0;
  for (const entry of theta) sum += entry * entry;
  return sum;
}
