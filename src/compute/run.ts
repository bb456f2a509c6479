import { type ResultDocument, writeResult } from "../formats/result";
import { layoutNetwork, unflattenWeights } from "../model/layout";
import { parseSpec } from "../spec/parse";
import type { Spec } from "../spec/schema";
import { settlePlane } from "./experiment";
import type { RunProgress } from "./scripting";
import type { ComputeService } from "./service";

/** The share of a run's progress that its training stands for. */
const TRAINING_SHARE = 0.5;

/**
 * One experiment from spec to result: trains where the spec says so, evaluates the slice, judges it.
 *
 * @returns the result, whose spec has the trained weights put in, and a plane of their trajectory as given directions, so that it can
 *   be run again
 * @throws Error with one sentence when the training diverges or the plane cannot be made
 */
export async function runExperiment(
  spec: Spec,
  service: ComputeService,
  onProgress: (progress: RunProgress) => void,
): Promise<ResultDocument> {
  const began = performance.now();
  const share = spec.weights.kind === "trained" ? TRAINING_SHARE : 0;
  const training = await service.train(spec, ({ step, steps }) => {
    onProgress({ stage: "training", fraction: (share * step) / Math.max(1, steps) });
  });
  if (training.status === "diverged") throw new Error(training.message);
  const trained = performance.now();
  const settled = settlePlane(spec, training.trajectory).spec;
  const outcome = await service.evaluate(settled, training.parameters, ({ fraction }) => {
    onProgress({ stage: "landscape", fraction: share + (1 - share) * fraction });
  });
  const { landscape, verdict, finding, creases, fullHessian, plane, timings } = outcome;
  return writeResult({
    landscape,
    verdict,
    certificate: finding?.certificate ?? null,
    creases,
    fullHessian,
    plane,
    timings: { training: trained - began, ...timings, total: performance.now() - began },
    spec: parseSpec({
      ...settled,
      weights: { kind: "given", layers: unflattenWeights(layoutNetwork(spec.network), training.parameters) },
    }),
  });
}
