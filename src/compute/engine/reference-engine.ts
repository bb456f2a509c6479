import { ReferenceTrainingSession } from "../../model/training/reference-session";
import { ReferenceEvaluator } from "../../slice/reference-evaluator";
import type { ComputeEngine } from "./engine";

/**
 * The engine in float64 on the calling thread.
 * @param reason  why WebGL is not used, in a sentence; empty where float64 was chosen
 */
export function createReferenceEngine(reason = ""): ComputeEngine {
  const evaluator = new ReferenceEvaluator();
  return {
    info: evaluator.backend,
    reason,
    evaluator,
    startTraining: (plan) => new ReferenceTrainingSession(plan),
    retryAfterLoss: (compute) => compute(),
    warm: async () => {},
    loseContext: () => {},
  };
}
