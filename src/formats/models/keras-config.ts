import { quoteText } from "../../experiment/quote";
import type { Activation } from "../../experiment/spec";
import { assembleNetwork, type ModelStep } from "./assemble-network";
import { type GraphNode, lineUp } from "./line-up";
import type { ModelDocument } from "./model-document";
import { refuse } from "./refuse";
import type { Tensor } from "./tensor";

/** The tensors of a layer, from its name, its class and how many layers of that class come before it. */
export type FindWeights = (layer: KerasLayer) => LayerTensors;

/** The tensors of one layer by their own name: kernel, bias; for a normalisation mean and variance. */
export type LayerTensors = ReadonlyMap<string, Tensor>;

/** A layer as Keras 2, Keras 3 and TensorFlow.js describe it. */
export interface KerasLayer {
  readonly className: string;
  readonly name: string;
  readonly config: Config;
  /** The number of layers of the same class before it. */
  readonly index: number;
}

type Config = Readonly<Record<string, unknown>>;

/** Most layers of a model. */
const MOST_LAYERS = 1_000;

/** The activations of Keras by their names. */
const ACTIVATIONS: Readonly<Record<string, Activation>> = {
  linear: "identity",
  relu: "relu",
  sigmoid: "sigmoid",
  tanh: "tanh",
  elu: "elu",
  softplus: "softplus",
  silu: "silu",
  swish: "silu",
  gelu: "gelu",
};
/** The slope of the activation named leaky_relu; the layer LeakyReLU has its own default. */
const NAMED_SLOPE = 0.2;
const LAYER_SLOPE = 0.3;
/** Layers that change nothing when a model is evaluated. */
const PASSING = [
  "InputLayer",
  "Dropout",
  "AlphaDropout",
  "GaussianDropout",
  "GaussianNoise",
  "ActivityRegularization",
  "Flatten",
];
/** Layers that are an activation with its parameters. */
const ACTIVATION_LAYERS = ["ReLU", "LeakyReLU", "ELU", "Softmax"];
/** Keras adds this where a variance is smaller: keras.backend.epsilon(). */
const SMALLEST_DEVIATION = 1e-7;

/** @returns null where it is not an object */
export function asObject(value: unknown): Config | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Config) : null;
}

/** A field of an object's own; undefined where there is none. */
export function ownField(object: Config | null, name: string): unknown {
  return object && Object.hasOwn(object, name) ? object[name] : undefined;
}

/**
 * A dense network from the configuration that Keras and TensorFlow.js store with a model. No code of the file is run.
 * @throws SpecError with one sentence that names the layer that cannot be mapped, or the limit
 */
export function readKerasModel(model: unknown, findWeights: FindWeights): ModelDocument {
  const root = asObject(model);
  const kind = String(ownField(root, "class_name"));
  const config = asObject(ownField(root, "config"));
  // The first versions of Keras stored a sequence as a bare list.
  const list = ownField(config, "layers") ?? ownField(root, "config");
  if (!Array.isArray(list)) refuse(`the model ${quoteText(kind)} holds no list of layers`);
  if (list.length > MOST_LAYERS) refuse(`its ${list.length} layers are more than ${MOST_LAYERS}`);
  const layers = readLayers(list);
  if (kind === "Sequential") {
    return assembleNetwork(layers.flatMap(({ layer }) => readSteps(layer, findWeights)));
  }
  if (kind !== "Functional" && kind !== "Model") refuse(`a model of the class ${quoteText(kind)} cannot be mapped`);
  return readFunctional(config, layers, findWeights);
}

interface ListedLayer {
  readonly layer: KerasLayer;
  readonly entry: Config;
}

function readLayers(list: readonly unknown[]): ListedLayer[] {
  const counts = new Map<string, number>();
  return list.map((item) => {
    const entry = asObject(item) ?? refuse("a layer of the model is not described by an object");
    const className = String(ownField(entry, "class_name"));
    const config = asObject(ownField(entry, "config")) ?? {};
    const index = counts.get(className) ?? 0;
    counts.set(className, index + 1);
    const name = String(ownField(entry, "name") ?? ownField(config, "name") ?? className);
    return { layer: { className, name, config, index }, entry };
  });
}

/** Each layer of a functional model may stand for several operations in a row: dense, then its activation. */
function readFunctional(
  config: Config | null,
  layers: readonly ListedLayer[],
  findWeights: FindWeights,
): ModelDocument {
  const graph = new Map<string, GraphNode>();
  for (const { layer, entry } of layers) {
    const { name } = layer;
    if (graph.has(name)) refuse(`${quoteText(name)}: two layers have this name`);
    const calls = readCalls(name, ownField(entry, "inbound_nodes"));
    if (layer.className === "InputLayer") {
      graph.set(name, { name, from: [], step: null });
      continue;
    }
    if (calls.length > 1)
      refuse(`${quoteText(name)}: is used ${calls.length} times, and shared layers cannot be mapped`);
    const from = calls[0] ?? [];
    if (layer.className === "Add") {
      graph.set(name, { name, from, step: { kind: "add", name } });
      continue;
    }
    const steps = readSteps(layer, findWeights);
    steps.slice(0, -1).forEach((step, k) => {
      graph.set(`${name}\0${k}`, { name, from: k === 0 ? from : [`${name}\0${k - 1}`], step });
    });
    const last = steps.length - 1;
    graph.set(name, { name, from: last > 0 ? [`${name}\0${last - 1}`] : from, step: steps[last] ?? null });
  }
  const input = onlyEnd("inputs", ownField(config, "input_layers"));
  const output = onlyEnd("outputs", ownField(config, "output_layers"));
  // The input has no maker: lineUp ends there.
  graph.delete(input);
  return assembleNetwork(lineUp(graph, input, output));
}

/** The names of the layers that a layer is called with, one list a call; Keras 2 and Keras 3 write them differently. */
function readCalls(layer: string, nodes: unknown): string[][] {
  if (!Array.isArray(nodes)) return [];
  return nodes.map((node: unknown) => {
    const names: string[] = [];
    collectNames(layer, node, names, 0);
    return names;
  });
}

function collectNames(layer: string, node: unknown, names: string[], depth: number): void {
  if (depth > 6 || names.length > 16) refuse(`${quoteText(layer)}: its inputs cannot be read`);
  if (Array.isArray(node)) {
    if (typeof node[0] === "string" && typeof node[1] === "number") names.push(node[0]);
    else for (const part of node) collectNames(layer, part, names, depth + 1);
    return;
  }
  const object = asObject(node);
  const history = ownField(asObject(ownField(object, "config")), "keras_history");
  if (ownField(object, "class_name") === "__keras_tensor__" && Array.isArray(history)) names.push(String(history[0]));
  else if (object) collectNames(layer, ownField(object, "args"), names, depth + 1);
}

/** ["name", 0, 0], or a list of one such list. */
function onlyEnd(what: string, ends: unknown): string {
  const list = Array.isArray(ends) ? ends : [];
  if (typeof list[0] === "string") return list[0];
  if (list.length !== 1) refuse(`the model has ${list.length} ${what}, and a network here has one`);
  return String(Array.isArray(list[0]) ? list[0][0] : list[0]);
}

function readSteps(layer: KerasLayer, findWeights: FindWeights): ModelStep[] {
  const { className, name, config } = layer;
  if (PASSING.includes(className)) return [];
  if (ACTIVATION_LAYERS.includes(className)) return [readActivationLayer(className, name, config)];
  switch (className) {
    case "Dense":
      return readDense(layer, findWeights(layer));
    case "Activation":
      return [readActivation(name, ownField(config, "activation"))];
    case "Rescaling":
      return [
        {
          kind: "affine",
          name,
          scale: asNumbers(name, ownField(config, "scale") ?? 1),
          shift: asNumbers(name, ownField(config, "offset") ?? 0),
        },
      ];
    case "Normalization":
      return [readNormalization(layer, findWeights(layer))];
    case "Lambda":
      return refuse(`${quoteText(name)}: a Lambda layer holds code, which is never run, so it cannot be mapped`);
    default:
      return refuse(
        `${quoteText(name)}: a layer of the class ${quoteText(className)} cannot be mapped to a dense network`,
      );
  }
}

function readDense({ name, config }: KerasLayer, tensors: LayerTensors): ModelStep[] {
  const kernel = tensors.get("kernel") ?? refuse(`${quoteText(name)}: its kernel is not in the file`);
  const bias = tensors.get("bias") ?? null;
  const units = ownField(config, "units");
  if (typeof units === "number" && kernel.shape[1] !== units) {
    refuse(`${quoteText(kernel.name)}: has the shape ${kernel.shape.join(" × ")}, and its layer ${units} units`);
  }
  if (ownField(config, "use_bias") !== false && !bias) refuse(`${quoteText(name)}: its bias is not in the file`);
  return [
    { kind: "dense", name, kernel, transposed: false, bias },
    readActivation(name, ownField(config, "activation")),
  ];
}

/** An activation by its name, or as Keras 3 stores functions and layers. */
function readActivation(name: string, activation: unknown): ModelStep {
  const object = asObject(activation);
  if (object) {
    const className = String(ownField(object, "class_name"));
    const inner = ownField(object, "config");
    if (ACTIVATION_LAYERS.includes(className)) return readActivationLayer(className, name, asObject(inner) ?? {});
    // The module tells Keras' own functions from those that somebody registered.
    const isOwn = className === "function" && !String(ownField(object, "module")).startsWith("__");
    if (isOwn && typeof inner === "string" && !ownField(object, "registered_name")) return readActivation(name, inner);
    return refuse(`${quoteText(name)}: the activation ${quoteText(String(inner ?? className))} cannot be mapped`);
  }
  const text = activation === null || activation === undefined ? "linear" : String(activation);
  if (text === "softmax") return { kind: "softmax", name };
  if (text === "leaky_relu") return { kind: "activation", name, activation: "leaky-relu", slope: NAMED_SLOPE };
  const known = Object.hasOwn(ACTIVATIONS, text) ? ACTIVATIONS[text] : undefined;
  if (!known) refuse(`${quoteText(name)}: the activation ${quoteText(text)} cannot be mapped`);
  return { kind: "activation", name, activation: known };
}

function readActivationLayer(className: string, name: string, config: Config): ModelStep {
  const number = (field: string, otherwise: number) => {
    const value = ownField(config, field) ?? otherwise;
    return typeof value === "number" ? value : refuse(`${quoteText(name)}: its ${field} is not a number`);
  };
  switch (className) {
    case "Softmax": {
      const axis = ownField(config, "axis") ?? -1;
      if (axis !== -1 && axis !== 1) refuse(`${quoteText(name)}: a softmax along axis ${quoteText(String(axis))}`);
      return { kind: "softmax", name };
    }
    case "ELU":
      if (number("alpha", 1) !== 1)
        refuse(`${quoteText(name)}: ELU with alpha ${number("alpha", 1)}, and here alpha is 1`);
      return { kind: "activation", name, activation: "elu" };
    case "LeakyReLU": {
      const slope = number("negative_slope", number("alpha", LAYER_SLOPE));
      return { kind: "activation", name, activation: "leaky-relu", slope };
    }
    default: {
      const most = ownField(config, "max_value") ?? null;
      if (most !== null || number("threshold", 0) !== 0) {
        refuse(`${quoteText(name)}: a ReLU with a largest value or a threshold cannot be mapped`);
      }
      return { kind: "activation", name, activation: "leaky-relu", slope: number("negative_slope", 0) };
    }
  }
}

function asNumbers(name: string, value: unknown): readonly number[] {
  const list = Array.isArray(value) ? value.flat(2) : [value];
  if (list.every((item): item is number => typeof item === "number")) return list;
  return refuse(`${quoteText(name)}: its scale or offset is not a number`);
}

/** (x − mean) / max(√variance, ε), of which the mean and the variance are in the file or in the configuration. */
function readNormalization({ name, config }: KerasLayer, tensors: LayerTensors): ModelStep {
  if (ownField(config, "invert") === true) refuse(`${quoteText(name)}: an inverted normalisation cannot be mapped`);
  const numbers = (what: string) => {
    const given = ownField(config, what) ?? null;
    return given === null ? (tensors.get(what)?.read() ?? null) : Float64Array.from(asNumbers(name, given));
  };
  const [mean, variance] = [numbers("mean"), numbers("variance")];
  if (!mean || !variance) refuse(`${quoteText(name)}: its mean and variance are not in the file`);
  const scale = variance.map((value) => 1 / Math.max(Math.sqrt(value), SMALLEST_DEVIATION));
  return { kind: "affine", name, scale, shift: mean.map((value, i) => -value * scale[scale.length === 1 ? 0 : i]!) };
}
