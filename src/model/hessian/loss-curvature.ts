import type { LossKind } from "../../experiment/spec";
import { lossArgument, SCALAR_LOSS_RULES, softmax } from "../network/losses";

/**
 * The vector κ, [outputs], that gives the second derivative of one sample's loss in its outputs:
 * ∂²ℓ/∂f² is diag(κ), and for softmax-ce diag(κ) − κκᵀ with κ = softmax(f). At a kink of the hinge it is that of the flat piece.
 */
export function lossCurvatures(kind: LossKind, f: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  if (kind === "softmax-ce") return softmax(f);
  return Float64Array.from(f, (entry, j) => {
    const { scale, shift } = lossArgument(kind, y[j]!);
    return (scale * scale * SCALAR_LOSS_RULES[kind].second(scale * entry + shift)) / f.length;
  });
}
