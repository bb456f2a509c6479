import type { ComputeService } from "../../../compute/service";
import type { SurveyService } from "../../../compute/survey/run-survey";
import type { Pipeline } from "../../pipeline";
import { hasEnded } from "../../run-reducer";
import type { StudioState } from "../../state";
import { type Store, untilState } from "../../store";

export interface BackgroundParts {
  readonly store: Store;
  readonly service: ComputeService;
  readonly pipeline: Pipeline;
  readonly signal: AbortSignal;
  /** Told when a task waits for the page, and when it no longer does. */
  readonly onWaiting: (isWaiting: boolean) => void;
}

/**
 * The compute service for long work that must not keep the page from its own: it borrows the service for each task alone, and waits
 * before each until the page lacks nothing. What cancels a task reaches only a task of this work, never one of the page.
 */
export function borrowInBackground({ store, service, pipeline, signal, onWaiting }: BackgroundParts): SurveyService {
  let isWorking = false;

  async function borrow<Value>(task: () => Promise<Value>): Promise<Value> {
    if (!isIdle(store.getState())) {
      onWaiting(true);
      await untilState(store, isIdle, signal);
      onWaiting(false);
    }
    return pipeline.lend(async () => {
      isWorking = true;
      try {
        return await task();
      } finally {
        isWorking = false;
      }
    }, signal);
  }

  const whileWorking = async (task: () => Promise<void>): Promise<void> => {
    if (isWorking) await task();
  };

  return {
    describe: () => service.describe(),
    train: (spec, onProgress) => borrow(() => service.train(spec, onProgress)),
    evaluate: (spec, parameters, onProgress, extent) =>
      borrow(() => service.evaluate(spec, parameters, onProgress, extent)),
    measureHessian: (spec, parameters, onProgress) =>
      borrow(() => service.measureHessian(spec, parameters, onProgress)),
    analyzePoint: (spec, parameters, x, y) => borrow(() => service.analyzePoint(spec, parameters, x, y)),
    controlTraining: (command) => whileWorking(() => service.controlTraining(command)),
    cancelEvaluation: () => whileWorking(() => service.cancelEvaluation()),
    cancelMeasurement: () => whileWorking(() => service.cancelMeasurement()),
  };
}

/** Whether the page computes nothing for itself, and will not unless something changes. */
function isIdle({ run }: Pick<StudioState, "run">): boolean {
  const { training, landscape } = run;
  if (training.phase === "failed") return true;
  const settled = landscape.phase === "ready" || landscape.phase === "cancelled" || landscape.phase === "failed";
  return hasEnded(training) && settled;
}
