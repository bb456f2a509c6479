import { ReferenceEvaluator } from "../landscape/reference-evaluator";
import { ReferenceTrainingSession } from "../model/training/reference-session";
import type { ComputeEngine } from "./engine";
import { LocalComputeService } from "./local-service";
import type { ComputeService } from "./service";

/**
 * The whole service in float64 on the calling thread, in Node or a browser; it gives way to events every few milliseconds.
 * @param reason  a sentence on why not the GPU, empty where it was chosen
 */
export function createReferenceService(reason = ""): ComputeService {
  const evaluator = new ReferenceEvaluator();
  const engine: ComputeEngine = {
    info: evaluator.backend,
    reason,
    evaluator,
    startTraining: (plan) => new ReferenceTrainingSession(plan),
    retryAfterLoss: (compute) => compute(),
    warm: async () => {},
    loseContext: () => {},
  };
  return new LocalComputeService(engine);
}
