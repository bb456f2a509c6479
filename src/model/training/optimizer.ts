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

/** Takes a step: updates the running averages in place, and θ. @param step  number of this step, from 1 */
type StepRule = (theta: Parameters, gradient: Parameters, slots: readonly Float64Array[], step: number) => void;

/**
 * The float64 reference of the optimizers, with the update rules of tfjs-core 4.22, which trains on the GPU:
 * sgd θ −= ηg; momentum a = 0.9a + g, θ −= ηa; adam θ −= η·m̂ / (√v̂ + ε); rmsprop s = 0.9s + 0.1g², θ −= ηg / √(s + ε).
 *
 * @see Sutskever et al. 2013; Kingma & Ba 2015, algorithm 1; Hinton 2012, lecture 6e (tfjs has ε inside the root)
 */
export function createOptimizer(kind: Optimizer, learningRate: number, parameterCount: number): ParameterOptimizer {
  const takeStep = stepRuleOf(kind, learningRate);
  let steps = 0;
  let slots = Array.from({ length: SLOT_COUNTS[kind] }, () => new Float64Array(parameterCount));
  return {
    applyGradient(theta, gradient) {
      steps++;
      takeStep(theta, gradient, slots, steps);
    },
    saveState: () => ({ steps, slots: slots.map((slot) => slot.slice()) }),
    restoreState(state) {
      steps = state.steps;
      slots = slots.map((_, index) => state.slots[index]!.slice());
    },
  };
}

/** The number of running averages of each optimizer. */
export const SLOT_COUNTS: Readonly<Record<Optimizer, number>> = { sgd: 0, momentum: 1, adam: 2, rmsprop: 1 };

function stepRuleOf(kind: Optimizer, learningRate: number): StepRule {
  switch (kind) {
    case "sgd":
      return (theta, gradient) => {
        for (let p = 0; p < theta.length; p++) theta[p]! -= learningRate * gradient[p]!;
      };
    case "momentum":
      return (theta, gradient, [accumulation]) => {
        const { momentum } = OPTIMIZER_SETTINGS;
        for (let p = 0; p < theta.length; p++) {
          accumulation![p] = momentum * accumulation![p]! + gradient[p]!;
          theta[p]! -= learningRate * accumulation![p]!;
        }
      };
    case "adam":
      return (theta, gradient, [first, second], step) => {
        const { beta1, beta2, epsilon } = OPTIMIZER_SETTINGS.adam;
        const firstCorrection = 1 - beta1 ** step;
        const secondCorrection = 1 - beta2 ** step;
        for (let p = 0; p < theta.length; p++) {
          const slope = gradient[p]!;
          first![p] = beta1 * first![p]! + (1 - beta1) * slope;
          second![p] = beta2 * second![p]! + (1 - beta2) * slope * slope;
          const correctedFirst = first![p]! / firstCorrection;
          const correctedSecond = second![p]! / secondCorrection;
          theta[p]! -= (learningRate * correctedFirst) / (Math.sqrt(correctedSecond) + epsilon);
        }
      };
    case "rmsprop":
      return (theta, gradient, [meanSquare]) => {
        const { decay, epsilon } = OPTIMIZER_SETTINGS.rmsprop;
        for (let p = 0; p < theta.length; p++) {
          const slope = gradient[p]!;
          meanSquare![p] = decay * meanSquare![p]! + (1 - decay) * slope * slope;
          theta[p]! -= (learningRate * slope) / Math.sqrt(meanSquare![p]! + epsilon);
        }
      };
  }
}
