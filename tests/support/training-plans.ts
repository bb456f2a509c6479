import { makeDataset } from "../../src/data/make-dataset";
import type { LossKind, NetworkSpec, TrainedWeightsSpec } from "../../src/experiment/spec";
import { layoutNetwork } from "../../src/model/network/layout";
import { planTraining, type TrainingPlan } from "../../src/model/training/session";

interface TrainingCase {
  readonly network?: Partial<NetworkSpec>;
  readonly loss?: LossKind;
  readonly l2?: number;
  readonly weights?: Partial<TrainedWeightsSpec>;
  readonly samples?: number;
}

/** A small training. Its data are float32 numbers, so that every backend has the same data. */
export function makeTrainingPlan(options: TrainingCase = {}): TrainingPlan {
  const { network, loss = "mse", l2 = 0, weights, samples = 24 } = options;
  const layout = layoutNetwork({
    layers: [2, 5, 5, loss === "softmax-ce" ? 2 : 1],
    activation: "tanh",
    output: "identity",
    residual: false,
    ...network,
  });
  const generated = makeDataset({ kind: "generated", name: "moons", samples, noise: 0.1, seed: 4 }, layout.outputs);
  const data = { ...generated, x: generated.x.map(Math.fround), y: generated.y.map(Math.fround) };
  return planTraining(
    { layout, loss: { kind: loss, l2 }, data },
    {
      kind: "trained",
      optimizer: "sgd",
      learningRate: 0.1,
      batchSize: "full",
      steps: 20,
      seed: 11,
      initializer: "glorot-uniform",
      ...weights,
    },
  );
}
