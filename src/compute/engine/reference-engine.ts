import { ReferenceTrainingSession } from "../../model/training/reference-session";
import { ReferenceEvaluator } from "../../slice/reference-evaluator";
import { Cascade, type CascadeStage } from "./cascade";
import type { ComputeEngine } from "./engine";

/** The last evaluator of every cascade: no other knows more. */
export const REFERENCE_STAGE: CascadeStage = { evaluator: new ReferenceEvaluator(), leaves: () => false };

/** The engine of the float64 reference, on the calling thread. */
export function createReferenceEngine(): ComputeEngine {
  return makeFloat64Engine([REFERENCE_STAGE]);
}

/** An engine that computes landscapes with these evaluators and trains in float64. */
export function makeFloat64Engine(stages: readonly CascadeStage[]): ComputeEngine {
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
