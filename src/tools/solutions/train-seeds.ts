import type { TrainingProgress } from "../../compute/jobs/training/training-outcome";
import type { ComputeService } from "../../compute/service/tasks";
import { LIMITS } from "../../experiment/limits";
import type { Spec, TrainedWeightsSpec } from "../../experiment/spec";
import type { Solution } from "../../formats/files/solutions-file";
import { FRESH_TRAINING } from "../../studio/fields/training-fields";
import type { Trained } from "./keep-solution";

/** How many seeds one press of the button trains. */
export const SEED_COUNT = { min: 1, max: 12 } as const;

type SeedSpec = Spec & { readonly weights: TrainedWeightsSpec };

/** One experiment for each of `count` seeds from `first` on. Where the weights are given, the training is the default one. */
export function planSeeds(spec: Spec, first: number, count: number): readonly SeedSpec[] {
  const training = spec.weights.kind === "trained" ? spec.weights : FRESH_TRAINING;
  const start = Math.min(first, LIMITS.seed.max - count + 1);
  return Array.from({ length: count }, (_, i) => ({ ...spec, weights: { ...training, seed: start + i } }));
}

/** The seed after those of the experiment and of all kept solutions. */
export function nextSeed({ weights }: Spec, solutions: readonly Solution[]): number {
  const own = weights.kind === "trained" ? [weights.seed] : [];
  const kept = solutions.flatMap(({ training }) => (training ? [training.seed] : []));
  return Math.min(LIMITS.seed.max, Math.max(-1, ...own, ...kept) + 1);
}

export interface SeedReport {
  readonly onProgress: (fraction: number, text: string) => void;
  readonly onTrained: (trained: Trained) => void;
}

/**
 * Trains one seed after another. A training that diverges is left out, with a sentence.
 *
 * @param signal  ends the training; the seeds trained before are kept
 * @returns one sentence for each seed that diverged
 */
export async function trainSeeds(
  specs: readonly SeedSpec[],
  service: ComputeService,
  signal: AbortSignal,
  report: SeedReport,
): Promise<readonly string[]> {
  const complaints: string[] = [];
  for (const [i, spec] of specs.entries()) {
    const { seed } = spec.weights;
    const reportPart = (part: number): void =>
      report.onProgress((i + part) / specs.length, `Training seed ${seed}, ${i + 1} of ${specs.length}`);
    reportPart(0);
    const onProgress = ({ step, steps }: TrainingProgress): void => reportPart(step / Math.max(1, steps));
    const outcome = await unlessAborted(signal, service.run("train", spec, { signal, onProgress }));
    if (outcome === null) break;
    if (outcome.status === "diverged") complaints.push(`Seed ${seed} is not kept. ${outcome.message}`);
    else report.onTrained({ spec, parameters: outcome.parameters, step: outcome.step });
  }
  return complaints;
}

/** Null where the signal was aborted, in place of the rejection. */
async function unlessAborted<Value>(signal: AbortSignal, promise: Promise<Value>): Promise<Value | null> {
  try {
    return await promise;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}
