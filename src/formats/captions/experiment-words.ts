import { countParameters } from "../../experiment/network-size";
import type { DatasetSpec, LossSpec, NetworkSpec, PlaneSpec, Spec } from "../../experiment/spec";
import {
  ACTIVATION_NAMES,
  DATASET_NAMES,
  INITIALIZER_NAMES,
  joinWords,
  LOSS_NAMES,
  NORMALIZATION_NAMES,
  OPTIMIZER_NAMES,
} from "../../words/names";
import { formatExact, formatFixed } from "../../words/numbers";

/** "two moons (128 samples, noise 0.12, seed 7)", "the test samples (20 %, seed 3) of Fisher’s iris" */
export function describeDataset(dataset: DatasetSpec): string {
  const whole = describeSamples(dataset);
  const { test, evaluate = "train" } = dataset;
  if (test === undefined) return whole;
  const share = evaluate === "test" ? test.fraction : 1 - test.fraction;
  const set = evaluate === "test" ? "test" : "training";
  return `the ${set} samples (${formatFixed(100 * share, 0)} %, seed ${test.seed}) of ${whole}`;
}

function describeSamples(dataset: DatasetSpec): string {
  if (dataset.kind === "points")
    return dataset.inputs.length === 1
      ? "1 given sample"
      : `${formatExact(dataset.inputs.length)} ${DATASET_NAMES.points.inText}`;
  if (dataset.kind === "named") return DATASET_NAMES[dataset.name].inText;
  const { name, samples, noise, seed } = dataset;
  return `${DATASET_NAMES[name].inText} (${formatExact(samples)} samples, noise ${formatExact(noise)}, seed ${seed})`;
}

/** "ReLU network 2–8–8–1 (105 parameters)" */
export function describeNetwork({ layers, activation, output, residual }: NetworkSpec): string {
  const kind = layers.length === 2 ? "linear model" : `${listActivations(activation)} network`;
  const extras = [
    `${formatExact(countParameters(layers))} parameters`,
    ...(residual ? ["residual connections"] : []),
    ...(output === "sigmoid" ? ["sigmoid output"] : []),
  ];
  return `${kind} ${layers.join("–")} (${extras.join(", ")})`;
}

function listActivations(activation: NetworkSpec["activation"]): string {
  const names = typeof activation === "string" ? [activation] : [...new Set(activation)];
  return joinWords(names.map((name) => ACTIVATION_NAMES[name].inText));
}

/** "mean binary cross-entropy + 0.01·‖θ‖²" */
export function describeLoss({ kind, l2 }: LossSpec): string {
  const mean = `mean ${LOSS_NAMES[kind].inText}`;
  return l2 > 0 ? `${mean} + ${formatExact(l2)}·‖θ‖²` : mean;
}

/** "the weights after 200 steps of Adam (learning rate 0.03, full batches, seed 1, Glorot uniform)" */
export function describeWeights(weights: Spec["weights"]): string {
  if (weights.kind === "given") return "given weights";
  const { optimizer, learningRate, batchSize, steps, seed, initializer, start } = weights;
  const batches = batchSize === "full" ? "full batches" : `batches of ${formatExact(batchSize)}`;
  const settings = [
    `learning rate ${formatExact(learningRate)}`,
    batches,
    `seed ${seed}`,
    start ? "from given weights" : INITIALIZER_NAMES[initializer].inText,
  ];
  return `the weights after ${formatExact(steps)} steps of ${OPTIMIZER_NAMES[optimizer].inText} (${settings.join(", ")})`;
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
      const normal = normalization === "none" ? "" : `, ${NORMALIZATION_NAMES[normalization].inText}-normalised`;
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
      const { layer, units, seed } = plane;
      const chosen = layer !== undefined && units !== undefined;
      const which = chosen ? `units ${units[0] + 1} and ${units[1] + 1}` : "two units";
      const where = chosen
        ? `${which} of hidden layer ${layer + 1}`
        : "the two units that raise the loss most half way";
      return {
        x: `to the copy with ${which} exchanged`,
        y: RANDOM_RIGHT,
        sentence: `the difference from θ to its copy with ${where} exchanged (x = 1), and a ${RANDOM_RIGHT}, seed ${seed}`,
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
