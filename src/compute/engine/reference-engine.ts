import { ReferenceTrainingSession } from "../../model/training/reference-session";
import type { PointEvaluator } from "../../slice/evaluator";
import { ReferenceEvaluator } from "../../slice/reference-evaluator";
import { Cascade } from "./cascade";
import type { ComputeEngine } from "./engine";

/** The last evaluator of every cascade: no other knows more. */
export const REFERENCE = new ReferenceEvaluator();

/** The engine of the float64 reference, on the calling thread. */
export function createReferenceEngine(): ComputeEngine {
  return makeFloat64Engine([REFERENCE]);
}

/** An engine that computes landscapes with these evaluators and trains in float64. */
export function makeFloat64Engine(stages: readonly PointEvaluator[]): ComputeEngine {
  const cascade = new Cascade(stages);
  return {
    info: cascade.backend,
    reason: "",
    cascade,
    float64: cascade,
    startTraining: (plan) => new ReferenceTrainingSession(plan),
    retryAfterLoss: (compute) => compute(),
    warm: async () => {},
    loseContext: () => {},
  };
}
