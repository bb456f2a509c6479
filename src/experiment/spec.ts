import * as v from "valibot";
import { LIMITS, type Limit } from "./limits";

/** The activations of the contract, in the order of the page's list. */
export const ACTIVATIONS = [
  "sigmoid",
  "relu",
  "tanh",
  "leaky-relu",
  "elu",
  "softplus",
  "silu",
  "gelu",
  "sin",
  "identity",
] as const;
export const OUTPUTS = ["identity", "sigmoid"] as const;
export const LOSSES = ["mse", "bce", "softmax-ce", "hinge"] as const;
export const GENERATED_DATASETS = ["moons", "circles", "xor", "spirals", "gaussians", "sine", "linear"] as const;
export const NAMED_DATASETS = ["iris"] as const;
export const OPTIMIZERS = ["sgd", "momentum", "adam", "rmsprop"] as const;
export const INITIALIZERS = ["glorot-uniform", "he-normal"] as const;
export const NORMALIZATIONS = ["none", "layer", "filter"] as const;

const within = (limit: Limit) => v.pipe(v.number(), v.finite(), v.minValue(limit.min), v.maxValue(limit.max));
const wholeWithin = (limit: Limit) => v.pipe(v.number(), v.integer(), v.minValue(limit.min), v.maxValue(limit.max));
const value = within(LIMITS.magnitude);
const matrix = v.array(v.array(value));
const seed = v.optional(wholeWithin(LIMITS.seed), 0);

/** One layer's numbers: `kernel[i][j]` is the weight from input i to unit j, `bias[j]` the bias of unit j. */
export const LayerWeightsSchema = v.strictObject({ kernel: matrix, bias: v.array(value) });
const NetworkWeightsSchema = v.strictObject({ layers: v.array(LayerWeightsSchema) });

export const PointsDatasetSchema = v.strictObject({ kind: v.literal("points"), inputs: matrix, targets: matrix });

/** Samples that are kept for a test, and which of the two sets the loss is evaluated on; absent: all are trained on and evaluated. */
const SPLIT = {
  test: v.optional(v.strictObject({ fraction: within(LIMITS.testFraction), seed })),
  evaluate: v.optional(v.picklist(["train", "test"])),
};

const DatasetSchema = v.variant("kind", [
  v.strictObject({ ...PointsDatasetSchema.entries, ...SPLIT }),
  v.strictObject({
    kind: v.literal("generated"),
    name: v.picklist(GENERATED_DATASETS),
    samples: v.optional(wholeWithin(LIMITS.samples), 128),
    noise: v.optional(within(LIMITS.noise), 0.1),
    seed,
    ...SPLIT,
  }),
  v.strictObject({ kind: v.literal("named"), name: v.picklist(NAMED_DATASETS), ...SPLIT }),
]);

export const NetworkSchema = v.strictObject({
  layers: v.pipe(
    v.array(wholeWithin({ min: 1, max: LIMITS.inputs.max })),
    v.minLength(2),
    v.maxLength(LIMITS.hiddenLayers.max + 2),
  ),
  activation: v.optional(v.union([v.picklist(ACTIVATIONS), v.array(v.picklist(ACTIVATIONS))]), "relu"),
  output: v.optional(v.picklist(OUTPUTS), "identity"),
  residual: v.optional(v.boolean(), false),
  /** Slope of leaky-relu below zero (an addition to the contract; 0.01 where it is absent). */
  leakySlope: v.optional(within(LIMITS.leakySlope)),
});

export const LossSchema = v.strictObject({ kind: v.picklist(LOSSES), l2: v.optional(within(LIMITS.l2), 0) });

export const GivenWeightsSchema = v.strictObject({ kind: v.literal("given"), layers: v.array(LayerWeightsSchema) });
export const TrainedWeightsSchema = v.strictObject({
  kind: v.literal("trained"),
  optimizer: v.optional(v.picklist(OPTIMIZERS), "adam"),
  learningRate: v.optional(within(LIMITS.learningRate), 0.03),
  batchSize: v.optional(v.union([v.literal("full"), wholeWithin(LIMITS.batchSize)]), "full"),
  steps: v.optional(wholeWithin(LIMITS.steps), 200),
  seed,
  initializer: v.optional(v.picklist(INITIALIZERS), "glorot-uniform"),
  /** The weights before the first step; absent: they are drawn. The seed then orders the batches alone. */
  start: v.optional(v.array(LayerWeightsSchema)),
});

/** Index of a parameter, a layer or a unit, from 0. */
const index = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Whether the directions are orthonormal, so that slice coordinates are distances in weight space; absent: false. */
const orthonormal = v.optional(v.boolean());
const PlaneSchema = v.variant("kind", [
  v.strictObject({ kind: v.literal("given"), x: NetworkWeightsSchema, y: NetworkWeightsSchema }),
  v.strictObject({
    kind: v.literal("random"),
    normalization: v.optional(v.picklist(NORMALIZATIONS), "filter"),
    seed,
    layers: v.optional(v.pipe(v.array(index), v.minLength(1))),
  }),
  /** Two single parameters, by their index in the flat vector θ. */
  v.strictObject({ kind: v.literal("weights"), x: index, y: index }),
  /** The eigenvectors of the whole Hessian's largest (x) and least (y) eigenvalue at the centre. */
  v.strictObject({ kind: v.literal("hessian") }),
  /** The two principal components of the training's trajectory; the weights must be trained. */
  v.strictObject({ kind: v.literal("trajectory-pca") }),
  /** The gradient at the centre (x), and the Hessian times the gradient, made orthogonal to it (y). */
  v.strictObject({ kind: v.literal("gradient") }),
  /**
   * From θ to its copy with two units of a hidden layer exchanged (x), and a random direction orthogonal to it (y). Layer and units are
   * counted from 0; both absent: the two units whose exchange raises the loss most half way.
   */
  v.strictObject({
    kind: v.literal("permutation"),
    layer: v.optional(index),
    units: v.optional(v.strictTuple([index, index])),
    seed,
  }),
  /** From θ to another solution (x), and a random direction orthogonal to it (y). */
  v.strictObject({ kind: v.literal("interpolation"), to: NetworkWeightsSchema, seed, orthonormal }),
  /** Through the centre and two other solutions. */
  v.strictObject({ kind: v.literal("minima"), b: NetworkWeightsSchema, c: NetworkWeightsSchema, orthonormal }),
]);

const range = v.strictTuple([within(LIMITS.range), within(LIMITS.range)]);
const GridSchema = v.strictObject({
  columns: v.optional(wholeWithin(LIMITS.columns), 65),
  rows: v.optional(wholeWithin(LIMITS.rows), 65),
  xRange: v.optional(range, [-1, 1]),
  yRange: v.optional(range, [-1, 1]),
});

const FullHessianSchema = v.union([
  v.picklist(["none", "center"]),
  v.strictObject({ columns: wholeWithin(LIMITS.hessianColumns), rows: wholeWithin(LIMITS.hessianColumns) }),
]);

/** The one schema of an experiment, for files, links, the command line and the page. */
export const SpecSchema = v.strictObject({
  format: v.literal("losscape-spec"),
  version: v.literal(1),
  dataset: DatasetSchema,
  network: NetworkSchema,
  loss: LossSchema,
  weights: v.variant("kind", [GivenWeightsSchema, TrainedWeightsSchema]),
  plane: PlaneSchema,
  grid: v.optional(GridSchema, {}),
  fullHessian: v.optional(FullHessianSchema, "none"),
});

export type Spec = v.InferOutput<typeof SpecSchema>;
export type DatasetSpec = Spec["dataset"];
export type NetworkSpec = Spec["network"];
export type LossSpec = Spec["loss"];
export type TrainedWeightsSpec = v.InferOutput<typeof TrainedWeightsSchema>;
export type LayerWeights = v.InferOutput<typeof LayerWeightsSchema>;
export type NetworkWeights = v.InferOutput<typeof NetworkWeightsSchema>;
export type PlaneSpec = Spec["plane"];
/** A plane from θ to its copy with two units of a hidden layer exchanged. */
export type ExchangePlaneSpec = Extract<PlaneSpec, { kind: "permutation" }>;
export type GridSpec = Spec["grid"];
export type FullHessianSpec = Spec["fullHessian"];
export type Activation = (typeof ACTIVATIONS)[number];
export type OutputActivation = (typeof OUTPUTS)[number];
export type LossKind = (typeof LOSSES)[number];
export type GeneratedDataset = (typeof GENERATED_DATASETS)[number];
export type Optimizer = (typeof OPTIMIZERS)[number];
