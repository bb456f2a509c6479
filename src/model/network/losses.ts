import type { LossKind } from "../../experiment/spec";
import { type ActivationRule, activationRule } from "./activations";

/** The losses that are a mean over the outputs of a function of one output. */
export type ScalarLoss = Exclude<LossKind, "softmax-ce">;

const squareRule: ActivationRule = {
  value: (r) => r * r,
  first: (r) => 2 * r,
  second: () => 2,
  bounds: [Number.POSITIVE_INFINITY, 2, 0],
  firstJump: 0,
  secondJump: 0,
  isConvexNondecreasing: false,
  libraryValue: (r) => 2 * r * r,
  libraryFirst: () => 0,
  librarySecond: () => 0,
  libraryLimits: (limit) => [2 * limit * limit, 0, 0],
};

/** A scalar loss is one of these functions of an affine function of the output (lossArgument). */
export const SCALAR_LOSS_RULES: Record<ScalarLoss, ActivationRule> = {
  mse: squareRule,
  bce: activationRule("softplus", 0),
  hinge: activationRule("relu", 0),
};

/**
 * The argument r = scale·f + shift of a scalar loss: mse r², r = f − y; bce softplus(r), r = (1 − 2y)·f, which for a target of 0 or 1 is
 * softplus(f) − y·f without its cancellation; hinge relu(r), r = 1 − (2y − 1)·f.
 */
export function lossArgument(kind: ScalarLoss, y: number): { scale: number; shift: number } {
  if (kind === "mse") return { scale: 1, shift: -y };
  if (kind === "bce") return { scale: 1 - 2 * y, shift: 0 };
  return { scale: 1 - 2 * y, shift: 1 };
}

/**
 * The loss of one sample, averaged over its outputs (softmax-ce: of the whole row).
 * mse (f−y)²; bce softplus(f) − y·f; softmax-ce logsumexp(f) − y·f; hinge max(0, 1 − (2y−1)f).
 *
 * @param f  the network's outputs, [outputs]
 * @param y  the targets, [outputs]; 0 or 1 except for mse
 */
export function lossOfSample(kind: LossKind, f: ArrayLike<number>, y: ArrayLike<number>): number {
  const outputs = f.length;
  if (kind === "softmax-ce") return logSumExpMinusTarget(f, y);
  let sum = 0;
  for (let j = 0; j < outputs; j++) sum += scalarLoss(kind, f[j]!, y[j]!);
  return sum / outputs;
}

function scalarLoss(kind: ScalarLoss, f: number, y: number): number {
  const { scale, shift } = lossArgument(kind, y);
  return SCALAR_LOSS_RULES[kind].value(scale * f + shift);
}

function logSumExpMinusTarget(f: ArrayLike<number>, y: ArrayLike<number>): number {
  const top = Math.max(...Array.from(f));
  let sum = 0;
  let chosen = 0;
  for (let j = 0; j < f.length; j++) {
    sum += Math.exp(f[j]! - top);
    chosen += y[j]! * (f[j]! - top);
  }
  return Math.log(sum) - chosen;
}

/** The softmax of a row of logits, [outputs]. */
export function softmax(f: ArrayLike<number>): Float64Array {
  const top = Math.max(...Array.from(f));
  const weights = Float64Array.from(f, (entry) => Math.exp(entry - top));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** ∂(lossOfSample)/∂f, [outputs]. */
export function lossSlopes(kind: LossKind, f: Float64Array, y: Float64Array): Float64Array {
  const slopes = new Float64Array(f.length);
  writeLossSlopes(kind, f, y, 0, slopes);
  return slopes;
}

/**
 * The same into an array, for inner loops: nothing is allocated.
 * @param targets  of all samples; those of this one begin at `row`
 */
export function writeLossSlopes(
  kind: LossKind,
  f: Float64Array,
  targets: Float64Array,
  row: number,
  slopes: Float64Array,
): void {
  if (kind === "softmax-ce") writeLogitSlopes(f, targets, row, slopes);
  else for (let j = 0; j < f.length; j++) slopes[j] = scalarSlope(kind, f[j]!, targets[row + j]!) / f.length;
}

function writeLogitSlopes(f: Float64Array, targets: Float64Array, row: number, slopes: Float64Array): void {
  let top = f[0]!;
  for (let j = 1; j < f.length; j++) top = Math.max(top, f[j]!);
  let sum = 0;
  for (let j = 0; j < f.length; j++) {
    slopes[j] = Math.exp(f[j]! - top);
    sum += slopes[j]!;
  }
  for (let j = 0; j < f.length; j++) slopes[j] = slopes[j]! / sum - targets[row + j]!;
}

function scalarSlope(kind: ScalarLoss, f: number, y: number): number {
  const { scale, shift } = lossArgument(kind, y);
  return scale * SCALAR_LOSS_RULES[kind].first(scale * f + shift);
}

/**
 * One sample's outputs beside its targets: lossOfSample and lossSlopes in one pass, with their numbers to the last bit.
 *
 * @param f  the network's outputs; the sample's are from … from + outputs − 1, and so for the other two
 * @param y  the targets
 * @param slopes  receives ∂ℓ/∂f
 * @returns ℓ
 */
export function compareWithTarget(
  kind: LossKind,
  outputs: number,
  f: Float64Array,
  y: Float64Array,
  from: number,
  slopes: Float64Array,
): number {
  const end = from + outputs;
  if (kind === "softmax-ce") return compareLogits(f, y, from, end, slopes);
  const { value, first } = SCALAR_LOSS_RULES[kind];
  let sum = 0;
  for (let j = from; j < end; j++) {
    const { scale, shift } = lossArgument(kind, y[j]!);
    const argument = scale * f[j]! + shift;
    sum += value(argument);
    slopes[j] = (scale * first(argument)) / outputs;
  }
  return sum / outputs;
}

function compareLogits(f: Float64Array, y: Float64Array, from: number, end: number, slopes: Float64Array): number {
  let top = f[from]!;
  for (let j = from + 1; j < end; j++) top = Math.max(top, f[j]!);
  let sum = 0;
  let chosen = 0;
  for (let j = from; j < end; j++) {
    const weight = Math.exp(f[j]! - top);
    slopes[j] = weight;
    sum += weight;
    chosen += y[j]! * (f[j]! - top);
  }
  for (let j = from; j < end; j++) slopes[j] = slopes[j]! / sum - y[j]!;
  return Math.log(sum) - chosen;
}
