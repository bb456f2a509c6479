import type { ComputeService } from "../../../compute/service";
import type { Solution } from "../../../formats/solutions";
import { LIMITS } from "../../../spec/limits";
import type { Spec, TrainedWeightsSpec } from "../../../spec/schema";
import { FRESH_TRAINING } from "../../fields/training-fields";
import type { Trained } from "./keep-solution";

/** How many seeds are trained in one go. */
export const SEED_COUNT = { min: 1, max: 12 } as const;

type SeedSpec = Spec & { readonly weights: TrainedWeightsSpec };

/** The experiment once for each of some seeds, rising from the first; one of given weights is trained as a fresh one is. */
export function planSeeds(spec: Spec, first: number, count: number): readonly SeedSpec[] {
  const training = spec.weights.kind === "trained" ? spec.weights : FRESH_TRAINING;
  const start = Math.min(first, LIMITS.seed.max - count + 1);
  return Array.from({ length: count }, (_, i) => ({ ...spec, weights: { ...training, seed: start + i } }));
}

/** The seed after the experiment's own and after those of all kept solutions. */
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
 * Trains one after another. One that diverges is told of and left out.
 *
 * @param isCancelled  asked between trainings; the one under way is stopped by the service
 * @returns one sentence for each seed that gave no solution
 */
export async function trainSeeds(
  specs: readonly SeedSpec[],
  service: Pick<ComputeService, "train">,
  isCancelled: () => boolean,
  { onProgress, onTrained }: SeedReport,
): Promise<readonly string[]> {
  const complaints: string[] = [];
  for (const [i, spec] of specs.entries()) {
    if (isCancelled()) break;
    const { seed } = spec.weights;
    const report = (part: number): void =>
      onProgress((i + part) / specs.length, `Training seed ${seed}, ${i + 1} of ${specs.length}`);
    report(0);
    const outcome = await service.train(spec, ({ step, steps }) => report(step / Math.max(1, steps)));
    if (outcome.status === "stopped") break;
    if (outcome.status === "diverged") complaints.push(`Seed ${seed} is not kept. ${outcome.message}`);
    else onTrained({ spec, parameters: outcome.parameters, step: outcome.step });
  }
  return complaints;
}
