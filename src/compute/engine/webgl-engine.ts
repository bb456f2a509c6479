import { createWebglBackend, retryAfterContextLoss } from "../../gpu/backend";
import { WebglEvaluator } from "../../gpu/landscape-evaluator";
import { WebglTrainingSession } from "../../gpu/training";
import type { PointEvaluator } from "../../slice/evaluator";
import { Cascade } from "./cascade";
import type { ComputeEngine } from "./engine";

/** Most attempts of a computation whose graphics context is lost. */
const ATTEMPTS = 4;

/**
 * The engine on WebGL, in a worker or on a page.
 * @param float64  computes the points that WebGL leaves undecided
 * @throws WebglUnavailableError where WebGL2 is absent
 */
export async function createWebglEngine(float64: Cascade): Promise<ComputeEngine> {
  const backend = await createWebglBackend();
  const evaluator = new WebglEvaluator(backend);
  // The bounds do not hold for 16-bit floats: every point would be left, and none would be the device's.
  const further: readonly PointEvaluator[] = backend.info.floatBits === 16 ? [] : float64.stages;
  return {
    info: backend.info,
    get reason() {
      return backend.reason || evaluator.refusal;
    },
    cascade: new Cascade([evaluator, ...further]),
    float64,
    startTraining: (plan) => new WebglTrainingSession(backend, plan),
    retryAfterLoss: (compute) => retryAfterContextLoss(backend, ATTEMPTS, compute),
    warm: ({ layout, loss }) => evaluator.warm(layout, loss),
    loseContext: () => backend.loseContext(),
  };
}
