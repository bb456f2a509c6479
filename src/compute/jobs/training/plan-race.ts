import { makeDataset } from "../../../data/make-dataset";
import { flattenWeights, layoutNetwork } from "../../../model/layout";
import { planTraining, type TrainingPlan } from "../../../model/training/session";
import type { Spec, TrainedWeightsSpec } from "../../../spec/schema";
import type { RaceSpec } from "./race";

/** The training of each runner: of the spec's own but for optimizer, learning rate and steps. Given weights start a full-batch race. */
export function planRace({ dataset, network, loss, weights }: Spec, { runners, steps }: RaceSpec): TrainingPlan[] {
  const layout = layoutNetwork(network);
  const data = makeDataset(dataset, layout.outputs);
  const start = weights.kind === "given" ? { initial: flattenWeights(layout, weights.layers) } : {};
  const shared: Omit<TrainedWeightsSpec, "optimizer" | "learningRate"> =
    weights.kind === "trained"
      ? { ...weights, steps }
      : { kind: "trained", batchSize: "full", steps, seed: 0, initializer: "glorot-uniform" };
  return runners.map((runner) => ({ ...planTraining(layout, loss, data, { ...shared, ...runner }), ...start }));
}
