import type { TrainingPlan, TrainingSession } from "../../model/training/session";
import type { BackendInfo } from "../../slice/backend-info";
import type { LandscapeEvaluator } from "../../slice/evaluator";
import type { LandscapePlan } from "../../slice/landscape-plan";

/** The device of a compute service: WebGL, or the float64 reference. */
export interface ComputeEngine {
  readonly info: BackendInfo;
  /** The reason, in a sentence, why this engine is used instead of WebGL with 32-bit floats, else empty. */
  readonly reason: string;
  readonly evaluator: LandscapeEvaluator;
  startTraining(plan: TrainingPlan): TrainingSession;
  /** Runs a computation; if a lost graphics context stops it, recovers and runs it again. */
  retryAfterLoss<Result>(compute: () => Promise<Result>): Promise<Result>;
  /** Compiles the programs for landscapes of this network and loss. */
  warm(plan: Pick<LandscapePlan, "layout" | "loss">): Promise<void>;
  loseContext(): void;
}
