import type { Optimizer } from "../../experiment/spec";
import type { Parameters } from "../network/layout";

/**
 * The settings of every optimizer except the learning rate. `epsilon` is Keras's; it is always passed, because the default of tfjs
 * depends on the device.
 */
export const OPTIMIZER_SETTINGS = {
  momentum: 0.9,
  adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  rmsprop: { decay: 0.9, epsilon: 1e-7 },
} as const;

/** The state of an optimizer besides θ: the number of steps and the running averages, [parameterCount] each. */
export interface OptimizerState {
  readonly steps: number;
  readonly slots: readonly Float64Array[];
}

/** Changes θ step by step along gradients. */
export interface ParameterOptimizer {
  /** Changes `theta` in place. */
  applyGradient(theta: Parameters, gradient: Parameters): void;
  /** A copy that later steps do not change. */
  saveState(): OptimizerState;
  /** Averages that this optimizer does not use are ignored. */
  restoreState(state: OptimizerState): void;
}

/** Computes the step of one parameter: updates its entries of the running averages, and returns the number to subtract from it. */
type UpdateRule = (slots: readonly Float64Array[], p: number, gradient: number, steps: number) => number;

/**
 * The float64 reference of the optimizers, with the update rules of tfjs-core 4.22, which trains on the GPU:
 * sgd θ −= ηg; momentum a = 0.9a + g, θ −= ηa; adam θ −= η·m̂ / (√v̂ + ε); rmsprop s = 0.9s + 0.1g², θ −= ηg / √(s + ε).
 *
 * @see Sutskever et al. 2013; Kingma & Ba 2015, algorithm 1; Hinton 2012, lecture 6e (tfjs has ε inside the root)
 */
export function createOptimizer(kind: Optimizer, learningRate: number, parameterCount: number): ParameterOptimizer {
  const update = updateRuleOf(kind, learningRate);
  let steps = 0;
  let slots = Array.from({ length: SLOT_COUNTS[kind] }, () => new Float64Array(parameterCount));
  return {
    applyGradient(theta, gradient) {
      steps++;
      for (let p = 0; p < theta.length; p++) theta[p]! -= update(slots, p, gradient[p]!, steps);
    },
    saveState: () => ({ steps, slots: slots.map((slot) => slot.slice()) }),
    restoreState(state) {
      steps = state.steps;
      slots = slots.map((_, index) => state.slots[index]!.slice());
    },
  };
}

const SLOT_COUNTS: Readonly<Record<Optimizer, number>> = { sgd: 0, momentum: 1, adam: 2, rmsprop: 1 };

function updateRuleOf(kind: Optimizer, learningRate: number): UpdateRule {
  switch (kind) {
    case "sgd":
      return (_slots, _p, gradient) => learningRate * gradient;
    case "momentum":
      return ([accumulation], p, gradient) => {
        accumulation![p] = OPTIMIZER_SETTINGS.momentum * accumulation![p]! + gradient;
        return learningRate * accumulation![p]!;
      };
    case "adam":
      return adamRule(learningRate);
    case "rmsprop":
      return ([meanSquare], p, gradient) => {
        const { decay, epsilon } = OPTIMIZER_SETTINGS.rmsprop;
        meanSquare![p] = decay * meanSquare![p]! + (1 - decay) * gradient * gradient;
        return (learningRate * gradient) / Math.sqrt(meanSquare![p]! + epsilon);
      };
  }
}

function adamRule(learningRate: number): UpdateRule {
  const { beta1, beta2, epsilon } = OPTIMIZER_SETTINGS.adam;
  return ([first, second], p, gradient, steps) => {
    first![p] = beta1 * first![p]! + (1 - beta1) * gradient;
    second![p] = beta2 * second![p]! + (1 - beta2) * gradient * gradient;
    const correctedFirst = first![p]! / (1 - beta1 ** steps);
    const correctedSecond = second![p]! / (1 - beta2 ** steps);
    return (learningRate * correctedFirst) / (Math.sqrt(correctedSecond) + epsilon);
  };
}
