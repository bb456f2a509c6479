import { createWebglBackend, retryAfterContextLoss, type WebglBackend } from "../../gpu/backend";
import { WebglEvaluator } from "../../gpu/landscape-evaluator";
import { WebglTrainingSession } from "../../gpu/training";
import type { TrainingPlan, TrainingSession } from "../../model/training/session";
import type { BackendInfo } from "../../slice/backend-info";
import type { LandscapePlan } from "../../slice/landscape-plan";
import type { ComputeEngine } from "./engine";

/** Most attempts of a computation whose graphics context is lost. */
const ATTEMPTS = 4;

/**
 * The engine on WebGL, in a worker or on a page.
 * @throws WebglUnavailableError where WebGL2 is absent
 */
export async function createWebglEngine(): Promise<ComputeEngine> {
  return new WebglEngine(await createWebglBackend());
}

class WebglEngine implements ComputeEngine {
  readonly info: BackendInfo;
  readonly reason: string;
  readonly evaluator: WebglEvaluator;
  readonly #backend: WebglBackend;

  constructor(backend: WebglBackend) {
    this.#backend = backend;
    this.info = backend.info;
    this.reason = backend.reason;
    this.evaluator = new WebglEvaluator(backend);
  }

  startTraining(plan: TrainingPlan): TrainingSession {
    return new WebglTrainingSession(this.#backend, plan);
  }

  retryAfterLoss<Result>(compute: () => Promise<Result>): Promise<Result> {
    return retryAfterContextLoss(this.#backend, ATTEMPTS, compute);
  }

  async warm({ layout, loss }: Pick<LandscapePlan, "layout" | "loss">): Promise<void> {
    await this.evaluator.warm(layout, loss);
  }

  loseContext(): void {
    this.#backend.loseContext();
  }
}
