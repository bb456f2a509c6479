import type { Dataset } from "../../src/data/dataset";
import { makeDataset } from "../../src/data/make-dataset";
import {
  ACTIVATIONS,
  LOSSES,
  type LossKind,
  type NetworkSpec,
  OPTIMIZERS,
  type TrainedWeightsSpec,
} from "../../src/experiment/spec";
import { layoutNetwork, type NetworkLayout } from "../../src/model/network/layout";
import { planTraining, type TrainingPlan } from "../../src/model/training/session";
import { createRandom } from "../../src/numeric/random";

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
  const isPlanar = layout.inputs === 2 && layout.outputs <= 2;
  const generated = isPlanar
    ? makeDataset({ kind: "generated", name: "moons", samples, noise: 0.1, seed: 4 }, layout.outputs)
    : scatterSamples(layout, samples);
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

/** Normal inputs, and as the one-hot target the largest of the first of them. */
function scatterSamples({ inputs, outputs }: NetworkLayout, samples: number): Dataset {
  const random = createRandom(4, "samples");
  const x = Float64Array.from({ length: samples * inputs }, () => random.normal());
  const y = new Float64Array(samples * outputs);
  for (let s = 0; s < samples; s++) {
    const row = x.subarray(s * inputs, s * inputs + Math.min(inputs, outputs));
    y[s * outputs + row.indexOf(Math.max(...row))] = 1;
  }
  return { samples, inputs, outputs, x, y, task: "classification" };
}

/** Trainings that every road takes: all activations, losses and optimizers, and shapes that fill texels, blocks and batches unevenly. */
export const TRAINING_CASES: readonly (readonly [name: string, training: TrainingCase])[] = [
  ...ACTIVATIONS.map(
    (activation) => [`activation ${activation}`, { network: { activation, leakySlope: 0.2 } }] as const,
  ),
  ...LOSSES.map((loss) => [`loss ${loss}, l2, residual`, { loss, l2: 0.01, network: { residual: true } }] as const),
  ...OPTIMIZERS.flatMap((optimizer) => [
    [`optimizer ${optimizer}`, { loss: "bce", weights: { optimizer, learningRate: 0.02 } }] as const,
    [
      `optimizer ${optimizer}, mini-batches`,
      { loss: "bce", l2: 0.001, weights: { optimizer, learningRate: 0.02, batchSize: 7 } },
    ] as const,
  ]),
  ["no hidden layer, sigmoid output", { network: { layers: [2, 1], output: "sigmoid" } }],
  [
    "six hidden layers, each with its activation, residual",
    {
      network: {
        layers: [2, 6, 6, 6, 3, 3, 9, 1],
        activation: ["tanh", "relu", "silu", "elu", "softplus", "gelu"],
        residual: true,
      },
      weights: { learningRate: 0.02 },
    },
  ],
  ["ten outputs, seven inputs", { loss: "softmax-ce", samples: 100, network: { layers: [7, 13, 10] } }],
  ["five outputs, each with its loss", { loss: "hinge", samples: 50, network: { layers: [5, 6, 5] } }],
  [
    "300 samples, batches of 130",
    { samples: 300, weights: { batchSize: 130, optimizer: "momentum", learningRate: 0.02 } },
  ],
  ["64 wide", { samples: 40, network: { layers: [2, 64, 64, 1] }, weights: { learningRate: 0.02 } }],
  [
    "784 inputs",
    { samples: 20, network: { layers: [784, 3, 2] }, loss: "softmax-ce", weights: { learningRate: 0.01 } },
  ],
];
