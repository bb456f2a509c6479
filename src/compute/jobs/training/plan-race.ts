import type { Spec, TrainedWeightsSpec } from "../../../experiment/spec";
import { flattenWeights } from "../../../model/network/layout";
import { makeTrainingProblem } from "../../../model/problem";
import { planTraining, type TrainingPlan } from "../../../model/training/session";
import type { RaceSpec } from "./race";

/** The training of each runner: the spec's, except for optimizer, learning rate and steps. A race from given weights uses full batches. */
export function planRace(spec: Spec, { runners, steps }: RaceSpec): TrainingPlan[] {
  const problem = makeTrainingProblem(spec);
  const { weights } = spec;
  const start = weights.kind === "given" ? { initial: flattenWeights(problem.layout, weights.layers) } : {};
  const shared: Omit<TrainedWeightsSpec, "optimizer" | "learningRate"> =
    weights.kind === "trained"
      ? { ...weights, steps }
      : { kind: "trained", batchSize: "full", steps, seed: 0, initializer: "glorot-uniform" };
  return runners.map((runner) => ({ ...planTraining(problem, { ...shared, ...runner }), ...start }));
}
