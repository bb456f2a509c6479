import { DEFAULT_SPEC } from "./defaults";
import { parseSpec } from "./parse";
import type { Spec } from "./spec";
import type { View } from "./view";

/** An example experiment. */
export interface Preset {
  /** Also the name of its thumbnail's file. */
  readonly name: string;
  readonly title: string;
  /** One sentence that says what the example shows. */
  readonly shows: string;
  readonly spec: Spec;
  readonly view: Partial<View>;
}

const square = (reach: number) => ({ xRange: [-reach, reach], yRange: [-reach, reach] });

/** The default experiment with other sections. */
function vary(changes: Readonly<Record<string, unknown>>): Spec {
  return parseSpec({ ...DEFAULT_SPEC, ...changes });
}

const RANDOM_PLANE = { kind: "random", normalization: "filter", seed: 3 } as const;

/** A network without a hidden layer on two clouds, and the plane of its two weights. */
const TWO_CLOUDS = {
  dataset: { kind: "generated", name: "gaussians", samples: 128, noise: 0.3, seed: 2 },
  weights: { kind: "trained", steps: 60, seed: 1 },
  plane: { kind: "weights", x: 0, y: 1 },
} as const;

/** The experiments of the gallery. Tests check the claim of each sentence by computing the experiment. */
export const PRESETS: readonly Preset[] = [
  {
    name: "relu-moons",
    title: "ReLU on two moons",
    shows:
      "The main question: all activations are ReLU. Swap two hidden units: the loss is the same, and between the two it rises.",
    spec: DEFAULT_SPEC,
    view: {},
  },
  {
    name: "sigmoid-moons",
    title: "Sigmoid on two moons",
    shows: "The same data, seed and kind of plane with sigmoid units: the loss is smooth, and not convex either.",
    spec: vary({ network: { layers: [2, 8, 8, 1], activation: "sigmoid" } }),
    view: {},
  },
  {
    name: "logistic",
    title: "Logistic regression",
    shows: "No hidden layer, and cross-entropy: convex, by theorem. A sigmoid alone does not make the loss non-convex.",
    spec: vary({
      ...TWO_CLOUDS,
      network: { layers: [2, 1] },
      grid: { columns: 65, rows: 65, ...square(6) },
    }),
    view: {},
  },
  {
    name: "squared-sigmoid",
    title: "Squared error of a sigmoid",
    shows: "No hidden layer here either, but the squared error of a sigmoid output is not convex.",
    spec: vary({
      ...TWO_CLOUDS,
      network: { layers: [2, 1], output: "sigmoid" },
      loss: { kind: "mse" },
      grid: { columns: 65, rows: 65, ...square(8) },
    }),
    view: {},
  },
  {
    name: "product",
    title: "Two weights multiply",
    shows: "(w₁w₂ − 1)², without any ReLU: a saddle at 0 between two valleys.",
    spec: vary({
      dataset: { kind: "points", inputs: [[1]], targets: [[1]] },
      network: { layers: [1, 1, 1], activation: "identity" },
      loss: { kind: "mse" },
      weights: {
        kind: "given",
        layers: [
          { kernel: [[0]], bias: [0] },
          { kernel: [[0]], bias: [0] },
        ],
      },
      plane: { kind: "weights", x: 0, y: 2 },
      grid: { columns: 65, rows: 65, ...square(2) },
      fullHessian: "center",
    }),
    view: {},
  },
  {
    name: "random-directions",
    title: "Two random directions",
    shows:
      "ReLU on two moons, in the plane of two random directions: here too a chord proves that the loss is not convex.",
    spec: vary({ plane: RANDOM_PLANE, grid: { columns: 97, rows: 97, ...square(1) } }),
    view: {},
  },
  {
    name: "first-layer",
    title: "Only creases",
    shows:
      "A slice of the first layer only: the loss bends down at creases alone, which second derivatives do not show.",
    spec: vary({
      dataset: { kind: "generated", name: "moons", samples: 24, noise: 0.1, seed: 7 },
      network: { layers: [2, 6, 1], activation: "relu" },
      loss: { kind: "mse" },
      plane: { kind: "random", normalization: "filter", seed: 3, layers: [0] },
      grid: { columns: 97, rows: 97, ...square(1.5) },
    }),
    view: {},
  },
  {
    name: "hidden-curvature",
    title: "What random planes hide",
    shows: "The plane of the whole Hessian's extreme eigenvectors: in it the loss bends down at the trained weights.",
    spec: vary({
      network: { layers: [2, 8, 8, 1], activation: "tanh" },
      weights: { ...DEFAULT_SPEC.weights, steps: 60 },
      plane: { kind: "hessian" },
      grid: { columns: 97, rows: 97, ...square(1.5) },
      fullHessian: "center",
    }),
    view: { coloring: "curvature" },
  },
  {
    name: "trajectory",
    title: "The training's trajectory",
    shows: "The plane in which the weights moved most during training.",
    spec: vary({
      network: { layers: [2, 8, 8, 1], activation: "sigmoid" },
      plane: { kind: "trajectory-pca" },
      grid: { columns: 97, rows: 97, xRange: [-16, 3], yRange: [-3, 4] },
    }),
    view: {},
  },
  {
    name: "residual",
    title: "Deep, with shortcuts",
    shows: "Five hidden layers on two spirals, each with its input added to its output.",
    spec: vary({
      dataset: { kind: "generated", name: "spirals", samples: 96, noise: 0.05, seed: 4 },
      network: { layers: [2, 8, 8, 8, 8, 8, 1], activation: "relu", residual: true },
      weights: { kind: "trained", optimizer: "adam", learningRate: 0.01, steps: 300, seed: 1 },
      plane: RANDOM_PLANE,
      grid: { columns: 65, rows: 65, ...square(0.5) },
    }),
    view: {},
  },
  {
    name: "sine",
    title: "Sines fit a sine",
    shows: "A network with sine activations: its loss rises and falls without end.",
    spec: vary({
      dataset: { kind: "generated", name: "sine", samples: 64, noise: 0.05, seed: 1 },
      network: { layers: [1, 12, 1], activation: "sin" },
      loss: { kind: "mse" },
      plane: { kind: "random", normalization: "none", seed: 3 },
      grid: { columns: 97, rows: 97, ...square(3) },
    }),
    view: {},
  },
  {
    name: "iris",
    title: "Irises, three classes",
    shows: "Fisher's iris flowers with softmax: one hidden layer has a smooth activation (GELU), the other ReLU.",
    spec: vary({
      dataset: { kind: "named", name: "iris" },
      network: { layers: [4, 8, 8, 3], activation: ["gelu", "relu"] },
      loss: { kind: "softmax-ce" },
      weights: { kind: "trained", optimizer: "adam", learningRate: 0.02, steps: 150, seed: 2 },
      plane: RANDOM_PLANE,
      grid: { columns: 65, rows: 65, ...square(0.75) },
    }),
    view: {},
  },
];
