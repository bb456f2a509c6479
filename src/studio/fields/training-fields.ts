import { LIMITS } from "../../experiment/limits";
import type { LossKind, Spec, TrainedWeightsSpec } from "../../experiment/spec";
import { INITIALIZER_NAMES, LOSS_NAMES, listOptions, OPTIMIZER_NAMES } from "../../words/names";
import { type Field, withSections } from "./field";

/** The training of an experiment that had none. */
export const FRESH_TRAINING: TrainedWeightsSpec = {
  kind: "trained",
  optimizer: "adam",
  learningRate: 0.03,
  batchSize: "full",
  steps: 200,
  seed: 1,
  initializer: "glorot-uniform",
};
/** The first size of a mini-batch after a full batch. */
const FRESH_BATCH = 32;

function training(spec: Spec): TrainedWeightsSpec | null {
  return spec.weights.kind === "trained" ? spec.weights : null;
}

function withTraining(spec: Spec, change: Partial<TrainedWeightsSpec>): Spec {
  const weights = training(spec);
  return weights ? withSections(spec, { weights: { ...weights, ...change } }) : spec;
}

/** The same training from weights that are drawn. */
export function drawStart(spec: Spec): Spec {
  const weights = training(spec);
  if (!weights?.start) return spec;
  const { start: _, ...drawn } = weights;
  return withSections(spec, { weights: drawn });
}

export const TRAINING_FIELDS = {
  loss: {
    kind: "choice",
    group: "Training",
    label: "Loss",
    title: "The function whose mean over all samples is the height of the surface",
    options: listOptions(LOSS_NAMES),
    read: ({ loss }) => loss.kind,
    write: (spec, value) => withSections(spec, { loss: { ...spec.loss, kind: value as LossKind } }),
  },
  l2: {
    kind: "number",
    group: "Training",
    label: "L2",
    title: "This number times the sum of all squared weights is added to the loss",
    limit: LIMITS.l2,
    whole: false,
    step: 0.001,
    read: ({ loss }) => loss.l2,
    write: (spec, l2) => withSections(spec, { loss: { ...spec.loss, l2 } }),
  },
  weights: {
    kind: "choice",
    group: "Training",
    label: "Weights",
    title: "Keep the given weights, or train from a seed",
    options: { Given: "given", Trained: "trained" },
    read: ({ weights }) => (weights.kind === "given" ? "given" : null),
    write: (spec, value) => (value === "trained" ? withSections(spec, { weights: FRESH_TRAINING }) : spec),
  },
  optimizer: {
    kind: "choice",
    group: "Training",
    label: "Optimiser",
    title: "The rule that turns a gradient into a step",
    options: listOptions(OPTIMIZER_NAMES),
    read: (spec) => training(spec)?.optimizer ?? null,
    write: (spec, value) => withTraining(spec, { optimizer: value as TrainedWeightsSpec["optimizer"] }),
  },
  learningRate: {
    kind: "number",
    group: "Training",
    label: "Learning rate",
    title: "Factor of each step: the larger, the longer the steps",
    limit: LIMITS.learningRate,
    whole: false,
    step: 0.001,
    read: (spec) => training(spec)?.learningRate ?? null,
    write: (spec, learningRate) => withTraining(spec, { learningRate }),
  },
  fullBatch: {
    kind: "flag",
    group: "Training",
    label: "Full batch",
    title: "Every step uses all samples",
    read: (spec) => {
      const weights = training(spec);
      return weights ? weights.batchSize === "full" : null;
    },
    write: (spec, value) => withTraining(spec, { batchSize: value ? "full" : FRESH_BATCH }),
  },
  batchSize: {
    kind: "number",
    group: "Training",
    label: "Batch",
    title: "Samples that one step uses",
    limit: LIMITS.batchSize,
    whole: true,
    slider: { min: 1, max: 256 },
    read: (spec) => {
      const size = training(spec)?.batchSize;
      return typeof size === "number" ? size : null;
    },
    write: (spec, batchSize) => withTraining(spec, { batchSize }),
  },
  steps: {
    kind: "number",
    group: "Training",
    label: "Steps",
    title: "Updates of the weights; 0 shows the untrained network",
    limit: LIMITS.steps,
    whole: true,
    slider: { min: 0, max: 2000 },
    step: 10,
    read: (spec) => training(spec)?.steps ?? null,
    write: (spec, steps) => withTraining(spec, { steps }),
  },
  seed: {
    kind: "number",
    group: "Training",
    label: "Weight seed",
    title: "A whole number; another one gives other initial weights, also to a training that was started from a point",
    limit: LIMITS.seed,
    whole: true,
    read: (spec) => training(spec)?.seed ?? null,
    write: (spec, seed) => drawStart(withTraining(spec, { seed })),
  },
  initializer: {
    kind: "choice",
    group: "Training",
    label: "Initialisation",
    title: "How the initial weights are drawn",
    options: listOptions(INITIALIZER_NAMES),
    // Weights that are given are not drawn.
    read: (spec) => (training(spec)?.start ? null : (training(spec)?.initializer ?? null)),
    write: (spec, value) => drawStart(withTraining(spec, { initializer: value as TrainedWeightsSpec["initializer"] })),
  },
} as const satisfies Record<string, Field>;
