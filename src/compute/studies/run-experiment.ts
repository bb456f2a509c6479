import { parseSpec } from "../../experiment/parse";
import type { Spec } from "../../experiment/spec";
import { toJsonNumber } from "../../formats/files/json-number";
import { type ResultDocument, type SetDocument, writeResult } from "../../formats/files/result-file";
import { layoutNetwork, type Parameters, unflattenWeights } from "../../model/network/layout";
import { type MeasureSets, makeSetMeasures, type SetMeasure } from "../../model/report/sets";
import { settlePlane, writeExchange } from "../../slice/settle-plane";
import type { LandscapeOutcome } from "../jobs/landscape-outcome";
import type { ComputeService } from "../service/tasks";
import type { RunProgress } from "./scripting";

/** The share of the training in a run's progress. */
const TRAINING_SHARE = 0.5;
/** Steps of the training of which a result holds loss and accuracy. */
const LOGGED_STEPS = 21;

/**
 * Runs one experiment from spec to result: trains if the spec says so, evaluates the slice, and finds the verdict.
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
  const training = await service.run("train", spec, {
    onProgress: ({ step, steps }) => {
      onProgress({ stage: "training", fraction: (share * step) / Math.max(1, steps) });
    },
  });
  if (training.status === "diverged") throw new Error(training.message);
  const trained = performance.now();
  const { spec: settled, explained } = settlePlane(spec, training.trajectory);
  const request = { spec: settled, parameters: training.parameters };
  const outcome = await service.run("evaluate", request, {
    onProgress: ({ fraction }) => {
      onProgress({ stage: "landscape", fraction: share + (1 - share) * fraction });
    },
  });
  const timings = { training: trained - began, ...outcome.timings, total: performance.now() - began };
  const { exchange } = outcome.plane ?? {};
  const whole = exchange ? writeExchange(settled, exchange) : settled;
  const log = thin(training.trajectory, LOGGED_STEPS);
  return writeOutcome(whole, training.parameters, { ...outcome, timings, ...(explained ? { explained } : {}) }, log);
}

/** At most so many entries, evenly chosen, the first and the last among them. */
function thin<Entry>(entries: readonly Entry[], most: number): readonly Entry[] {
  if (entries.length <= most) return entries;
  return Array.from({ length: most }, (_, k) => entries[Math.round((k * (entries.length - 1)) / (most - 1))]!);
}

/** A set's measures as JSON holds them. */
function writeSet({ samples, loss, accuracy }: SetMeasure): SetDocument {
  return { samples, loss: toJsonNumber(loss), accuracy };
}

/**
 * A landscape as the result document of the contract.
 *
 * @param settled     the spec as evaluated, in which a plane of a trajectory is replaced by given directions
 * @param parameters  θ at the centre; the document's spec has them as given weights
 * @param log  weights along the training, which are measured where samples are kept for a test
 */
export function writeOutcome(
  settled: Spec,
  parameters: Parameters,
  outcome: LandscapeOutcome,
  log: readonly { readonly step: number; readonly parameters: Parameters }[] = [],
): ResultDocument {
  const measureSets = makeSetMeasures(settled);
  const write = (theta: Parameters, measure: MeasureSets) => {
    const { train, test } = measure(theta);
    return { train: writeSet(train), test: writeSet(test) };
  };
  const sets = measureSets && {
    ...write(parameters, measureSets),
    ...(settled.weights.kind === "trained"
      ? { log: log.map((entry) => ({ step: entry.step, ...write(entry.parameters, measureSets) })) }
      : {}),
  };
  const { landscape, verdict, finding, creases, fullHessian, measure, timings } = outcome;
  return writeResult({
    landscape,
    verdict,
    certificate: finding?.certificate ?? null,
    creases,
    fullHessian,
    measure,
    explained: outcome.explained ?? null,
    sets,
    timings,
    spec: parseSpec({
      ...settled,
      weights: { kind: "given", layers: unflattenWeights(layoutNetwork(settled.network), parameters) },
    }),
  });
}
