import { quoteText } from "../../experiment/quote";
import { openZip } from "../arrays/zip-archive";
import type { Hdf5File } from "../hdf5/hdf5-file";
import { withHdf5 } from "../hdf5/read-hdf5";
import { type ModelChoices, networkFromKerasPairs, refuseChoices, type TensorPair } from "./bare-tensors";
import { type KerasLayer, type LayerTensors, readKerasModel } from "./keras-config";
import type { ModelDocument } from "./model-document";
import { refuse } from "./refuse";
import { countEntries, type Tensor } from "./tensor";

const CONFIG = "config.json";
const WEIGHTS = "model.weights.h5";
/** Most bytes of a configuration. */
const LONGEST_CONFIG = 4_000_000;

/** A dense network from Keras' HDF5 file, of Keras 2 or 3. @throws FormatError, SpecError */
export function readKerasHdf5(bytes: Uint8Array, choices: ModelChoices): Promise<ModelDocument> {
  return withHdf5(bytes, (file) => {
    const config = file.readTextAttribute("", "model_config");
    if (config === null) return readWeightsAlone(file, choices);
    refuseChoices(choices);
    const text = typeof config === "string" ? config : (config[0] ?? "");
    return readKerasModel(parseConfig(text), (layer) => findByNames(file, `model_weights/${layer.name}`));
  });
}

/** A dense network from Keras 3's archive: the configuration and the weights are two members. @throws FormatError, SpecError */
export async function readKerasArchive(bytes: Uint8Array): Promise<ModelDocument> {
  const archive = openZip(bytes);
  const config = archive.read(CONFIG);
  if (config.length > LONGEST_CONFIG)
    refuse(`its configuration has ${config.length} bytes, more than ${LONGEST_CONFIG}`);
  const model = parseConfig(new TextDecoder().decode(config));
  const weights = archive.names.includes(WEIGHTS) ? archive.read(WEIGHTS) : new Uint8Array();
  if (weights.length === 0) {
    // A layer that cannot be mapped says more than a file without weights.
    return readKerasModel(model, () => refuse("its weights are missing"));
  }
  return withHdf5(weights, (file) => readKerasModel(model, (layer) => findNumbered(file, layer)));
}

function parseConfig(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse("its configuration is not JSON: the file is damaged");
  }
}

function tensorAt(file: Hdf5File, path: string): Tensor {
  const shape = file.shapeOf(path) ?? refuse(`${quoteText(path)}: it is named and missing, or holds no numbers`);
  countEntries(path, shape);
  return { name: path, shape, read: () => file.readNumbers(path).values };
}

/** The tensors of a group that lists them: "dense/kernel:0" is the layer's kernel. */
function findByNames(file: Hdf5File, group: string): LayerTensors {
  const names = file.readTextAttribute(group, "weight_names") ?? [];
  return new Map(
    [names].flat().map((name) => {
      const own = name.split("/").at(-1)!.replace(/:\d+$/, "");
      return [own, tensorAt(file, `${group}/${name}`)] as const;
    }),
  );
}

/** Keras 3 numbers the variables of a layer in the order in which it makes them. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  Dense: ["kernel", "bias"],
  Normalization: ["mean", "variance"],
};

function findNumbered(file: Hdf5File, { className, name, index }: KerasLayer): LayerTensors {
  const root = file.kindOf("layers") === "group" ? "layers" : "_layer_checkpoint_dependencies";
  const named = file.list(root).find((key) => file.readTextAttribute(`${root}/${key}/vars`, "name") === name);
  // Without that attribute, the groups are counted by class: dense, dense_1, dense_2.
  const group = named ?? `${className.toLowerCase()}${index === 0 ? "" : `_${index}`}`;
  const path = `${root}/${group}/vars`;
  return new Map(
    (VARIABLES[className] ?? []).flatMap((part, k) =>
      file.kindOf(path) === "group" && file.kindOf(`${path}/${k}`) === "set"
        ? [[part, tensorAt(file, `${path}/${k}`)] as const]
        : [],
    ),
  );
}

/** A file of weights alone does not say the layers' order and activations: they are asked. */
function readWeightsAlone(file: Hdf5File, choices: ModelChoices): ModelDocument {
  if (choices.activation === undefined) {
    refuse(
      "it holds weights without the model's layers, so the activations are unknown: " +
        'choose the activation, or save the whole model with model.save("model.keras")',
    );
  }
  const listed = file.readTextAttribute("", "layer_names");
  const groups = listed === null ? file.list("layers").map((group) => `layers/${group}`) : [listed].flat();
  const pairs = groups.flatMap((group) => {
    const tensors = listed === null ? numberedTensors(file, `${group}/vars`) : [...findByNames(file, group).values()];
    return tensors.length === 0 ? [] : [pairOf(group, tensors)];
  });
  return networkFromKerasPairs(pairs, listed !== null, choices);
}

function numberedTensors(file: Hdf5File, path: string): Tensor[] {
  return file.kindOf(path) === "group" ? file.list(path).map((key) => tensorAt(file, `${path}/${key}`)) : [];
}

function pairOf(layer: string, tensors: readonly Tensor[]): TensorPair {
  const [kernel, bias] = tensors;
  const isDense = kernel?.shape.length === 2 && (bias === undefined || bias.shape.length === 1) && tensors.length < 3;
  if (!isDense) refuse(`${quoteText(layer)}: its ${tensors.length} tensors are not those of a dense layer`);
  return { layer, kernel, bias: bias ?? null };
}
