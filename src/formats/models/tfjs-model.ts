import { quoteText } from "../../experiment/quote";
import { asObject, type LayerTensors, ownField, readKerasModel } from "./keras-config";
import type { ModelDocument } from "./model-document";
import { type FindFile, isPlainName } from "./onnx-file";
import { refuse } from "./refuse";
import { countEntries, type Tensor, tensorFromBytes } from "./tensor";

/** Bytes of one number, by the type's name. */
const BYTES: Readonly<Record<string, number>> = { float32: 4, int32: 4, uint8: 1, bool: 1 };

/**
 * A dense network from a TensorFlow.js `model.json` and the weight files that it names.
 * @throws SpecError with one sentence
 */
export function readTfjsModel(content: unknown, findFile: FindFile): ModelDocument {
  const root = asObject(content);
  if (ownField(root, "format") === "graph-model") {
    refuse(
      "a graph model has no layers any more: save the Keras model as a layers model (tensorflowjs_converter --output_format tfjs_layers_model)",
    );
  }
  const tensors = readManifest(ownField(root, "weightsManifest"), findFile);
  // A file that Keras wrote and the converter took over has one level more.
  const topology = asObject(ownField(root, "modelTopology"));
  const model = ownField(topology, "model_config") ?? topology;
  return readKerasModel(model, ({ name }) => tensorsOfLayer(tensors, name));
}

/** Tensors are called "layer/kernel"; a converter may put further names before or between them. */
function tensorsOfLayer(tensors: readonly Tensor[], layer: string): LayerTensors {
  return new Map(
    tensors.flatMap((tensor) => {
      const path = tensor.name.split("/");
      return path.at(-2) === layer ? [[path.at(-1)!, tensor] as const] : [];
    }),
  );
}

function readManifest(manifest: unknown, findFile: FindFile): Tensor[] {
  const groups = Array.isArray(manifest) ? manifest : refuse("it has no list of weights (weightsManifest)");
  return groups.flatMap((item: unknown) => {
    const group = asObject(item);
    const paths = ownField(group, "paths");
    const weights = ownField(group, "weights");
    if (!Array.isArray(paths) || !Array.isArray(weights)) refuse("its list of weights (weightsManifest) is damaged");
    return readGroup(weights, joinShards(paths.map(String), findFile));
  });
}

/** A group's files are one stretch of bytes: a tensor may lie across two. */
function joinShards(paths: readonly string[], findFile: FindFile): Uint8Array {
  const parts = paths.map((name) => {
    if (!isPlainName(name))
      refuse(`its weights lie in ${quoteText(name)}, which is not the name of a file beside the model`);
    return (
      findFile(name) ?? refuse(`its weights lie in the file ${quoteText(name)}, which is missing beside the model`)
    );
  });
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** The model's own tensors of a group; those of the optimizer are left out. */
function readGroup(weights: readonly unknown[], bytes: Uint8Array): Tensor[] {
  const tensors: Tensor[] = [];
  let at = 0;
  for (const item of weights) {
    const entry = asObject(item);
    const name = String(ownField(entry, "name"));
    const type = String(ownField(entry, "dtype"));
    const shape = ownField(entry, "shape");
    if (!Array.isArray(shape)) refuse(`${quoteText(name)}: its shape is missing`);
    if (ownField(entry, "quantization") !== undefined) refuse(`${quoteText(name)}: quantised weights cannot be mapped`);
    const size = Object.hasOwn(BYTES, type) ? BYTES[type] : undefined;
    if (size === undefined) refuse(`${quoteText(name)}: its numbers are ${quoteText(type)}, and weights are float32`);
    const end = at + size * countEntries(name, shape);
    if (end > bytes.length)
      refuse(`${quoteText(name)}: its bytes ${at} to ${end} do not lie within the ${bytes.length} of the weight files`);
    if (type === "float32" && ownField(entry, "group") !== "optimizer") {
      tensors.push(tensorFromBytes(name, shape, "float32", bytes.subarray(at, end)));
    }
    at = end;
  }
  return tensors;
}
