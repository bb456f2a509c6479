import type { WebglBackend } from "../../../src/gpu/backend";
import { WebglTrainingSession } from "../../../src/gpu/training";
import { ReferenceTrainingSession } from "../../../src/model/training/reference-session";
import type { TrainingPlan, TrainingSession } from "../../../src/model/training/session";

/** The sessions that the bench compares: by tfjs's ops, by the fused step on WebGL, and in float64. */
export type Trainings = Readonly<Record<"ops" | "fused" | "float64", () => TrainingSession>>;

export function makeTrainings(backend: WebglBackend, plan: TrainingPlan): Trainings {
  return {
    ops: () => new WebglTrainingSession(backend, plan),
    fused: () => {
      throw new Error("This version has no fused training step.");
    },
    float64: () => new ReferenceTrainingSession(plan),
  };
}
