import type { TrainingPlan, TrainingSession } from "../../model/training/session";
import type { BackendInfo } from "../../slice/backend-info";
import type { LandscapeEvaluator } from "../../slice/evaluator";
import type { LandscapePlan } from "../../slice/landscape-plan";

/** What a compute service runs on: one of these is WebGL, one is the float64 reference. */
export interface ComputeEngine {
  readonly info: BackendInfo;
  /** A sentence when this engine is not the best one, else empty. */
  readonly reason: string;
  readonly evaluator: LandscapeEvaluator;
  startTraining(plan: TrainingPlan): TrainingSession;
  /** Runs a computation, and again after a recovery where a lost graphics context stopped it. */
  retryAfterLoss<Result>(compute: () => Promise<Result>): Promise<Result>;
  /** Compiles what a landscape like this one needs. */
  warm(plan: Pick<LandscapePlan, "layout" | "loss">): Promise<void>;
  loseContext(): void;
}
