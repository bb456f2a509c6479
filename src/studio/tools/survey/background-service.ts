import type { ComputeService } from "../../../compute/service";
import type { SurveyService } from "../../../compute/survey/run-survey";
import type { Pipeline } from "../../pipeline";
import { hasEnded } from "../../run-reducer";
import type { StudioState } from "../../state";
import type { Store } from "../../store";

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
      await untilIdle(store, signal);
      onWaiting(false);
    }
    return pipeline.lend(async () => {
      signal.throwIfAborted();
      isWorking = true;
      try {
        return await task();
      } finally {
        isWorking = false;
      }
    });
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
    measureCurvatureAt: (spec, parameters, x, y) => borrow(() => service.measureCurvatureAt(spec, parameters, x, y)),
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

/** @throws DOMException named AbortError when the signal is aborted */
function untilIdle(store: Store, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      unsubscribe();
      signal.removeEventListener("abort", abort);
    };
    const abort = (): void => {
      leave();
      reject(signal.reason);
    };
    const unsubscribe = store.subscribe((state) => {
      if (!isIdle(state)) return;
      leave();
      resolve();
    });
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
  });
}
