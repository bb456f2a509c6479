import type { Activation } from "../../experiment/spec";
import { refuse } from "./refuse";
import type { WeightsSource } from "./weights-source";

/** The activations of TensorFlow.js by their names here; leaky-relu is a layer of its own. */
const ACTIVATIONS: Readonly<Partial<Record<Activation, string>>> = {
  identity: "linear",
  sigmoid: "sigmoid",
  tanh: "tanh",
  relu: "relu",
  elu: "elu",
  softplus: "softplus",
  silu: "swish",
  gelu: "gelu",
};
const DEFAULT_SLOPE = 0.01;

interface WrittenLayer {
  readonly class_name: string;
  readonly config: { readonly name: string } & Readonly<Record<string, unknown>>;
  /** The layers that it takes. */
  readonly from: readonly string[];
}

/**
 * A network as a layers model of TensorFlow.js: tf.loadLayersModel reads it, and the tensorflowjs converter makes a Keras file of it.
 * Kernels are [input][unit]. The format holds float32, so each weight is rounded to it.
 *
 * @param weightsFile  the plain name of the file of the weights
 * @throws FormatError where an activation has no name there
 */
export function writeTfjsModel(
  source: WeightsSource,
  weightsFile: string,
): { readonly model: string; readonly weights: Uint8Array } {
  const { network, layers } = source;
  const written = listLayers(source);
  const isSequential = !written.some(({ class_name }) => class_name === "Add");
  const input = { batch_input_shape: [null, network.layers[0]], dtype: "float32" };
  const numbers = layers.flatMap(({ kernel, bias }) => [...kernel.flat(), ...bias]);
  const weights = new Uint8Array(4 * numbers.length);
  const view = new DataView(weights.buffer);
  numbers.forEach((number, i) => {
    view.setFloat32(4 * i, number, true);
  });
  const model = {
    format: "layers-model",
    generatedBy: "Losscape",
    convertedBy: null,
    modelTopology: {
      class_name: isSequential ? "Sequential" : "Model",
      config: isSequential ? describeSequence(written, input) : describeGraph(written, input),
      keras_version: "tfjs-layers 4.22.0",
      backend: "tensor_flow.js",
    },
    weightsManifest: [
      {
        paths: [weightsFile],
        weights: layers.flatMap(({ kernel, bias }, k) => [
          { name: `${nameLayer(k)}/kernel`, shape: [kernel.length, bias.length], dtype: "float32" },
          { name: `${nameLayer(k)}/bias`, shape: [bias.length], dtype: "float32" },
        ]),
      },
    ],
  };
  return { model: JSON.stringify(model), weights };
}

/** As Keras names the layers of a class: dense, dense_1. */
function nameLayer(k: number, stem = "dense"): string {
  return k === 0 ? stem : `${stem}_${k}`;
}

function listLayers({ network, layers, softmax }: WeightsSource): WrittenLayer[] {
  const written: WrittenLayer[] = [];
  const last = layers.length - 1;
  let below = "input";
  layers.forEach(({ bias }, k) => {
    const hidden = typeof network.activation === "string" ? network.activation : network.activation[k]!;
    const activation = k < last ? hidden : network.output;
    const isLeaky = activation === "leaky-relu";
    const own = k === last && softmax ? "softmax" : isLeaky ? "linear" : ACTIVATIONS[activation];
    if (own === undefined) refuse(`the activation ${activation} has no name in TensorFlow.js`);
    const entered = below;
    const push = (class_name: string, name: string, config: object, from: readonly string[]) => {
      written.push({ class_name, config: { name, trainable: true, ...config }, from });
      below = name;
    };
    push("Dense", nameLayer(k), { units: bias.length, activation: own, use_bias: true }, [below]);
    if (isLeaky)
      push("LeakyReLU", nameLayer(k, "leaky_re_lu"), { alpha: network.leakySlope ?? DEFAULT_SLOPE }, [below]);
    const isJoined = network.residual && k > 0 && k < last && network.layers[k] === network.layers[k + 1];
    if (isJoined) push("Add", nameLayer(k, "add"), {}, [below, entered]);
  });
  return written;
}

function describeSequence(layers: readonly WrittenLayer[], input: object) {
  return {
    name: "losscape",
    layers: layers.map(({ class_name, config }, k) => ({
      class_name,
      config: k === 0 ? { ...config, ...input } : config,
    })),
  };
}

function describeGraph(layers: readonly WrittenLayer[], input: object) {
  const call = (name: string) => [name, 0, 0, {}];
  return {
    name: "losscape",
    layers: [
      {
        class_name: "InputLayer",
        name: "input",
        config: { name: "input", sparse: false, ...input },
        inbound_nodes: [],
      },
      ...layers.map(({ class_name, config, from }) => ({
        class_name,
        name: config.name,
        config,
        inbound_nodes: [from.map(call)],
      })),
    ],
    input_layers: [["input", 0, 0]],
    output_layers: [[layers.at(-1)!.config.name, 0, 0]],
  };
}
