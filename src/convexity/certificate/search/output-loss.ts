import type { Dataset } from "../../../data/dataset";
import type { LossKind } from "../../../experiment/spec";
import { activationRule } from "../../../model/network/activations";
import type { NetworkLayout } from "../../../model/network/layout";
import { lossArgument, SCALAR_LOSS_RULES } from "../../../model/network/losses";

/**
 * One sample's loss, up to a constant, as a function of the argument z of one output's activation, with the other outputs constant. For the
 * mean of several targets it is, again up to a constant, the mean loss of samples with the same z, because each loss is affine in its target
 * or, for mse, a square whose variance does not depend on z.
 */
export type OutputLoss = (z: number, target: number) => number;

/** @param othersArgument  the argument of the other outputs' activations; 0 where all other weights are 0 */
export function makeOutputLoss(layout: NetworkLayout, kind: LossKind, othersArgument = 0): OutputLoss {
  const activation = activationRule(layout.layers.at(-1)!.activation, layout.leakySlope);
  const { outputs } = layout;
  if (kind === "softmax-ce") {
    const others = activation.value(othersArgument);
    return (z, target) => {
      const logit = activation.value(z) - others;
      // log(e^f + (K − 1)·e^o) − o = log(e^(f − o) + K − 1), computed from its larger term to avoid overflow.
      const top = Math.max(logit, 0);
      return top + Math.log(Math.exp(logit - top) + (outputs - 1) * Math.exp(-top)) - target * logit;
    };
  }
  if (kind === "mse") return (z, target) => (activation.value(z) - target) ** 2 / outputs;
  const [absent, present] = [lossArgument(kind, 0), lossArgument(kind, 1)];
  const rule = SCALAR_LOSS_RULES[kind];
  return (z, target) => {
    const f = activation.value(z);
    const loss =
      (1 - target) * rule.value(absent.scale * f + absent.shift) +
      target * rule.value(present.scale * f + present.shift);
    return loss / outputs;
  };
}

/** The mean target of each output, [outputs]. */
export function averageTargets({ samples, outputs, y }: Dataset): Float64Array {
  const means = new Float64Array(outputs);
  for (const [i, target] of y.entries()) means[i % outputs]! += target / samples;
  return means;
}
