import type { TrainingPlan, TrainingSession } from "../../model/training/session";
import type { BackendInfo } from "../../slice/backend-info";
import type { LandscapePlan } from "../../slice/landscape-plan";
import type { Cascade } from "./cascade";

/** What computes landscapes and trainings: WebGL, the processor, or the float64 reference. */
export interface ComputeEngine {
  readonly info: BackendInfo;
  /** A sentence where the device lacks something now, such as 32-bit floats or a program; else empty. */
  readonly reason: string;
  /** The evaluators of a landscape, the quickest first. */
  readonly cascade: Cascade;
  /** Those of them that compute in float64, for single points, lines and sketches. */
  readonly float64: Cascade;
  startTraining(plan: TrainingPlan): TrainingSession;
  /** Runs a computation; if a lost graphics context stops it, recovers and runs it again. */
  retryAfterLoss<Result>(compute: () => Promise<Result>): Promise<Result>;
  /** Compiles the programs for landscapes of this network and loss. */
  warm(plan: Pick<LandscapePlan, "layout" | "loss">): Promise<void>;
  loseContext(): void;
}
