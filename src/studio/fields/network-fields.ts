import { datasetShape } from "../../experiment/dataset-shape";
import { LIMITS } from "../../experiment/limits";
import { ACTIVATIONS, type Activation, OUTPUTS, type OutputActivation, type Spec } from "../../experiment/spec";
import { ACTIVATION_NAMES, listOptions } from "../../words/names";
import { type ChoiceField, type Field, type NumberField, withSections } from "./field";

const ACTIVATION_OPTIONS = listOptions(ACTIVATION_NAMES, ACTIVATIONS);
/** The width of a new hidden layer where there is none to copy it from. */
const FRESH_WIDTH = 8;

/** The widths of the hidden layers. */
function hiddenWidths(spec: Spec): readonly number[] {
  return spec.network.layers.slice(1, -1);
}

/** The activation of each hidden layer. */
function hiddenActivations(spec: Spec): readonly Activation[] {
  const { activation } = spec.network;
  return typeof activation === "string" ? hiddenWidths(spec).map(() => activation) : activation;
}

function withNetwork(spec: Spec, network: Partial<Spec["network"]>): Spec {
  return withSections(spec, { network: { ...spec.network, ...network } });
}

function withHidden(spec: Spec, widths: readonly number[]): Spec {
  const { layers } = spec.network;
  return withNetwork(spec, { layers: [layers[0] ?? 1, ...widths, layers.at(-1) ?? 1] });
}

function widthField(index: number): NumberField {
  return {
    kind: "number",
    group: "Network",
    label: `Width ${index + 1}`,
    title: `Units in hidden layer ${index + 1}`,
    limit: LIMITS.width,
    whole: true,
    slider: LIMITS.width,
    read: (spec) => hiddenWidths(spec)[index] ?? null,
    write: (spec, value) =>
      withHidden(
        spec,
        hiddenWidths(spec).map((width, i) => (i === index ? value : width)),
      ),
  };
}

function activationField(index: number): ChoiceField {
  return {
    kind: "choice",
    group: "Network",
    label: `Activation ${index + 1}`,
    title: `The function that each unit of hidden layer ${index + 1} applies to its weighted sum`,
    options: ACTIVATION_OPTIONS,
    read: (spec) => (typeof spec.network.activation === "string" ? null : (spec.network.activation[index] ?? null)),
    write: (spec, value) =>
      withNetwork(spec, {
        activation: hiddenActivations(spec).map((name, i) => (i === index ? (value as Activation) : name)),
      }),
  };
}

export const NETWORK_FIELDS = {
  hiddenLayers: {
    kind: "number",
    group: "Network",
    label: "Hidden layers",
    title: "Layers between input and output; with 0 the network is a linear model",
    limit: LIMITS.hiddenLayers,
    whole: true,
    slider: LIMITS.hiddenLayers,
    read: (spec) => hiddenWidths(spec).length,
    write: (spec, count) => {
      const widths = hiddenWidths(spec);
      return withHidden(
        spec,
        Array.from({ length: count }, (_, i) => widths[i] ?? widths.at(-1) ?? FRESH_WIDTH),
      );
    },
  },
  width1: widthField(0),
  width2: widthField(1),
  width3: widthField(2),
  width4: widthField(3),
  width5: widthField(4),
  width6: widthField(5),
  activation: {
    kind: "choice",
    group: "Network",
    label: "Activation",
    title: "The function that every hidden unit applies to its weighted sum",
    options: ACTIVATION_OPTIONS,
    read: ({ network }) => (typeof network.activation === "string" ? network.activation : null),
    write: (spec, value) => withNetwork(spec, { activation: value as Activation }),
  },
  activationPerLayer: {
    kind: "flag",
    group: "Network",
    label: "Per layer",
    title: "Choose an activation for each hidden layer",
    read: (spec) => (hiddenWidths(spec).length > 1 ? typeof spec.network.activation !== "string" : null),
    write: (spec, value) =>
      withNetwork(spec, {
        activation: value ? [...hiddenActivations(spec)] : (hiddenActivations(spec)[0] ?? "relu"),
      }),
  },
  activation1: activationField(0),
  activation2: activationField(1),
  activation3: activationField(2),
  activation4: activationField(3),
  activation5: activationField(4),
  activation6: activationField(5),
  leakySlope: {
    kind: "number",
    group: "Network",
    label: "Leaky slope",
    title: "Slope of the leaky ReLU below zero",
    limit: LIMITS.leakySlope,
    whole: false,
    slider: { min: 0, max: 1 },
    step: 0.01,
    read: (spec) => (hiddenActivations(spec).includes("leaky-relu") ? (spec.network.leakySlope ?? 0.01) : null),
    write: (spec, leakySlope) => withNetwork(spec, { leakySlope }),
  },
  residual: {
    kind: "flag",
    group: "Network",
    label: "Residual",
    title: "Add a layer’s input to its output where two hidden widths are equal",
    read: (spec) => (hiddenWidths(spec).length > 1 ? spec.network.residual : null),
    write: (spec, residual) => withNetwork(spec, { residual }),
  },
  outputs: {
    kind: "choice",
    group: "Network",
    label: "Outputs",
    title: "One output with targets 0 and 1, or one for each class",
    options: ({ dataset }) => Object.fromEntries(datasetShape(dataset).outputs.map((n) => [`${n}`, `${n}`])),
    read: (spec) => `${spec.network.layers.at(-1)}`,
    write: (spec, value) => withNetwork(spec, { layers: [...spec.network.layers.slice(0, -1), Number(value)] }),
  },
  output: {
    kind: "choice",
    group: "Network",
    label: "Output",
    title: "The function applied to the outputs; use the sigmoid only with the squared error",
    options: listOptions(ACTIVATION_NAMES, OUTPUTS),
    read: ({ network }) => network.output,
    write: (spec, value) => withNetwork(spec, { output: value as OutputActivation }),
  },
} as const satisfies Record<string, Field>;
