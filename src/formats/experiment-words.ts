import type { Activation, DatasetSpec, LossSpec, NetworkSpec, PlaneSpec, Spec } from "../spec/schema";
import { writeCount, writeNumber } from "../words/numbers";

const DATASETS = {
  moons: "two moons",
  circles: "two circles",
  xor: "xor",
  spirals: "two spirals",
  gaussians: "two Gaussians",
  sine: "a sine (regression)",
  linear: "a line (regression)",
  iris: "Fisher's iris",
} as const;

const ACTIVATIONS: Readonly<Record<Activation, string>> = {
  sigmoid: "sigmoid",
  relu: "ReLU",
  tanh: "tanh",
  "leaky-relu": "leaky ReLU",
  elu: "ELU",
  softplus: "softplus",
  silu: "SiLU",
  gelu: "GELU",
  sin: "sine",
  identity: "identity",
};

const LOSSES = {
  mse: "mean squared error",
  bce: "mean logistic loss",
  "softmax-ce": "mean softmax cross-entropy",
  hinge: "mean hinge loss",
} as const;

const OPTIMIZERS = { sgd: "gradient descent", momentum: "momentum", adam: "Adam", rmsprop: "RMSProp" } as const;
const INITIALIZERS = { "glorot-uniform": "Glorot uniform", "he-normal": "He normal" } as const;

/** "two moons (128 samples, noise 0.12, seed 7)" */
export function describeDataset(dataset: DatasetSpec): string {
  if (dataset.kind === "points")
    return `${writeCount(dataset.inputs.length)} given ${dataset.inputs.length === 1 ? "sample" : "samples"}`;
  if (dataset.kind === "named") return DATASETS[dataset.name];
  const { name, samples, noise, seed } = dataset;
  return `${DATASETS[name]} (${writeCount(samples)} samples, noise ${writeNumber(noise)}, seed ${seed})`;
}

/** "ReLU network 2–8–8–1 (105 parameters)" */
export function describeNetwork({ layers, activation, output, residual }: NetworkSpec): string {
  const count = layers.slice(1).reduce((sum, units, index) => sum + (layers[index]! + 1) * units, 0);
  const kind = layers.length === 2 ? "linear model" : `${nameActivation(activation)} network`;
  const extras = [
    `${writeCount(count)} parameters`,
    ...(residual ? ["residual connections"] : []),
    ...(output === "sigmoid" ? ["sigmoid output"] : []),
  ];
  return `${kind} ${layers.join("–")} (${extras.join(", ")})`;
}

function nameActivation(activation: NetworkSpec["activation"]): string {
  if (typeof activation === "string") return ACTIVATIONS[activation];
  return [...new Set(activation)].map((name) => ACTIVATIONS[name]).join(" and ");
}

/** "mean logistic loss + 0.01·‖θ‖²" */
export function describeLoss({ kind, l2 }: LossSpec): string {
  return l2 > 0 ? `${LOSSES[kind]} + ${writeNumber(l2)}·‖θ‖²` : LOSSES[kind];
}

/** "the weights after 200 steps of Adam (learning rate 0.03, full batches, seed 1, Glorot uniform)" */
export function describeWeights(weights: Spec["weights"]): string {
  if (weights.kind === "given") return "given weights";
  const { optimizer, learningRate, batchSize, steps, seed, initializer } = weights;
  const batches = batchSize === "full" ? "full batches" : `batches of ${writeCount(batchSize)}`;
  const settings = [`learning rate ${writeNumber(learningRate)}`, batches, `seed ${seed}`, INITIALIZERS[initializer]];
  return `the weights after ${writeCount(steps)} steps of ${OPTIMIZERS[optimizer]} (${settings.join(", ")})`;
}

/** The two directions of a plane: short names for the axes, and a phrase for the caption. */
export interface PlaneWords {
  readonly x: string;
  readonly y: string;
  readonly sentence: string;
}

const RANDOM_RIGHT = "random orthogonal direction";

export function describePlane(plane: PlaneSpec): PlaneWords {
  switch (plane.kind) {
    case "given":
      return { x: "given direction", y: "given direction", sentence: "two given directions" };
    case "random": {
      const { normalization, seed, layers } = plane;
      const normal = normalization === "none" ? "" : `, ${normalization}-normalised`;
      const within = layers
        ? ` of ${layers.length === 1 ? "layer" : "layers"} ${joinWords(layers.map((k) => `${k + 1}`))}`
        : "";
      const name = `random direction${within}${normal}`;
      return { x: name, y: name, sentence: `two random directions${within}${normal}, seed ${seed}` };
    }
    case "weights":
      return {
        x: `weight ${plane.x}`,
        y: `weight ${plane.y}`,
        sentence: `the single weights ${plane.x} and ${plane.y} of θ, counted from 0`,
      };
    case "hessian":
      return {
        x: "eigenvector of λmax",
        y: "eigenvector of λmin",
        sentence: "the unit eigenvectors of the whole Hessian's largest and least eigenvalue at θ",
      };
    case "trajectory-pca":
      return {
        x: "first principal component of the trajectory",
        y: "second principal component of the trajectory",
        sentence: "the first two principal components of the training's trajectory, of length 1",
      };
    case "gradient":
      return {
        x: "gradient",
        y: "Hessian times gradient",
        sentence: "the gradient at θ and the Hessian times the gradient, made orthogonal to it, both of length 1",
      };
    case "permutation": {
      const [first, second] = plane.units;
      return {
        x: "to the copy with two units exchanged",
        y: RANDOM_RIGHT,
        sentence: `the difference from θ to its copy with units ${first} and ${second} of hidden layer ${plane.layer + 1} exchanged (x = 1), and a ${RANDOM_RIGHT}, seed ${plane.seed}`,
      };
    }
    case "interpolation":
      return {
        x: "to the other solution",
        y: RANDOM_RIGHT,
        sentence: `the difference from θ to another solution (x = 1), and a ${RANDOM_RIGHT}, seed ${plane.seed}`,
      };
    case "minima":
      return {
        x: "to the second solution",
        y: "towards the third solution",
        sentence: "in the plane through θ and two other solutions",
      };
  }
}

function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
