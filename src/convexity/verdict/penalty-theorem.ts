import type { Dataset } from "../../data/dataset";
import type { LossKind } from "../../experiment/spec";
import { isLinearLayer } from "../../model/network/layout";
import type { LandscapePlan } from "../../slice/landscape-plan";

/** sup|σ″| = 1/(6√3) = 0.0962250448…, rounded up. */
const SIGMOID_BEND = 0.09622505;
/** Covers the rounding of the sums below, which have at most about ten million positive terms. */
const ROUNDED_UP = 1 + 1e-8;

/**
 * Whether the l2 penalty makes the loss convex. If for all θ₀ and θ
 *
 *     L₀(θ) ≥ L₀(θ₀) + (something linear in θ − θ₀) − (κ/2)·‖θ − θ₀‖²
 *
 * for the data's loss L₀, then L₀ + l2·‖θ‖² has a supporting hyperplane at every θ₀ if 2·l2 ≥ κ, and so is convex. Each sample's loss ℓ is
 * convex in the outputs f, so ℓ(f(θ)) ≥ ℓ(f(θ₀)) + gᵀ(f(θ) − f(θ₀)) with a subgradient g at θ₀, so only the curvature of f matters
 * (Drusvyatskiy & Paquette 2019, Lemma 4.2). With x̃ = (x, 1) and K outputs:
 *
 *   - **one linear hidden layer, identity output**: f = V·(W·x̃) + c, so the mean of gᵀf is the trace of V·W·Mᵀ, M = mean of g·x̃ᵀ,
 *     plus a linear part. Its second derivative along (V̇, Ẇ) is at least −2‖M‖‖V̇‖‖Ẇ‖ ≥ −‖M‖(‖V̇‖² + ‖Ẇ‖²): κ = ‖M‖. The target gives an entry of g
 *     its sign, and its size is at most 1/K for bce and hinge, 1 for softmax-ce. So M_ji lies between minus the mean of the
 *     negative part of ±x̃_i and the mean of its positive part; the root of the sum of the squares of the larger ones bounds ‖M‖. mse has no
 *     such bound.
 *   - **no hidden layer, sigmoid output**: f_j = σ(z_j), each z_j with its own weights and slope x̃. Then gᵀf curves by at least
 *     −max|g_j|·sup|σ″|·‖x̃‖²: κ is the mean of that. |g_j| ≤ 1/K for bce and hinge, 1 for softmax-ce, (2/K)·max(|y|, |1 − y|) for mse.
 *
 * @returns one sentence, or null where the theorem does not apply
 */
export function findPenaltyTheorem({
  layout,
  loss,
  data,
}: Pick<LandscapePlan, "layout" | "loss" | "data">): string | null {
  if (loss.l2 === 0) return null;
  const [first, second] = layout.layers;
  if (second === undefined && first!.activation === "sigmoid") {
    return compare(
      loss.l2,
      boundSigmoidBend(loss.kind, data),
      "Only the sigmoid of the output can give the loss negative curvature",
    );
  }
  const isBilinear = layout.layers.length === 2 && second!.activation === "identity" && isLinearLayer(first!, layout);
  if (!isBilinear || loss.kind === "mse") return null;
  const needed = boundBilinearBend(loss.kind, data);
  return compare(loss.l2, needed, "Only the product of two linear layers can give the loss negative curvature");
}

function compare(l2: number, needed: number, what: string): string | null {
  if (!(2 * l2 >= needed * ROUNDED_UP)) return null;
  return `${what}, and for these inputs the positive curvature of the l2 penalty outweighs it everywhere.`;
}

function boundBilinearBend(kind: Exclude<LossKind, "mse">, { samples, inputs, outputs, x, y }: Dataset): number {
  const slope = kind === "softmax-ce" ? 1 : 1 / outputs;
  let squares = 0;
  for (let j = 0; j < outputs; j++) {
    for (let i = 0; i <= inputs; i++) {
      let [above, below] = [0, 0];
      for (let s = 0; s < samples; s++) {
        const entry = i === inputs ? 1 : x[s * inputs + i]!;
        // The loss rises as an output with target 0 rises, and falls as an output with target 1 rises.
        const signed = y[s * outputs + j] === 0 ? entry : -entry;
        if (signed > 0) above += signed;
        else below -= signed;
      }
      squares += ((slope * Math.max(above, below)) / samples) ** 2;
    }
  }
  return Math.sqrt(squares);
}

function boundSigmoidBend(kind: LossKind, { samples, inputs, outputs, x, y }: Dataset): number {
  let sum = 0;
  for (let s = 0; s < samples; s++) {
    let square = 1;
    for (const entry of x.subarray(s * inputs, (s + 1) * inputs)) square += entry * entry;
    sum += SIGMOID_BEND * boundSlope(kind, y.subarray(s * outputs, (s + 1) * outputs)) * square;
  }
  return sum / samples;
}

/** Bounds every |∂ℓ/∂f_j| over outputs between 0 and 1. */
function boundSlope(kind: LossKind, targets: Float64Array): number {
  if (kind === "softmax-ce") return 1;
  if (kind !== "mse") return 1 / targets.length;
  return targets.reduce((most, y) => Math.max(most, (2 * Math.max(Math.abs(y), Math.abs(1 - y))) / targets.length), 0);
}
