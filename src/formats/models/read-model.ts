import type { NumberArray } from "../arrays/number-array";
import { readNpz } from "../arrays/read-npz";
import { isZip } from "../arrays/zip-archive";
import { FOREIGN_LIMITS } from "../foreign-limits";
import type { FileKind } from "../recognize-file";
import { type ModelChoices, networkFromTensors } from "./bare-tensors";
import { readKerasArchive, readKerasHdf5 } from "./keras-file";
import { type ModelDocument, parseModel } from "./model-document";
import type { FindFile } from "./onnx-file";
import { readOnnxModel } from "./onnx-model";
import { refuse } from "./refuse";
import { readSafetensors } from "./safetensors";
import { tensorFromArray } from "./tensor";
import { readTfjsModel } from "./tfjs-model";
import { NETWORK_KEY, readNetworkText } from "./weights-source";

/** What goes with a model's file. */
export interface ModelContext {
  /** Finds a file that lies beside the model, by its plain name: weights that are stored apart. */
  readonly findFile: FindFile;
  /** What a file of tensors alone does not say. */
  readonly choices: ModelChoices;
}

/**
 * Reads a dense network from another program's file.
 *
 * @throws FormatError, SpecError with one sentence that names what cannot be mapped, or the limit
 */
export async function readModel(
  kind: FileKind,
  bytes: Uint8Array,
  { findFile, choices }: ModelContext,
): Promise<ModelDocument> {
  switch (kind) {
    case "keras":
      return isZip(bytes) ? readKerasArchive(bytes) : readKerasHdf5(bytes, choices);
    case "tfjs":
      return readTfjsModel(parseJson(bytes), findFile);
    case "onnx":
      return readOnnxModel(bytes, findFile);
    case "safetensors":
      return readTensorFile(bytes, choices);
    case "npz-weights":
      return readArrays(readNpz(bytes), choices);
    case "model":
      return parseModel(parseJson(bytes));
    default:
      return refuse("it holds no model");
  }
}

function readTensorFile(bytes: Uint8Array, choices: ModelChoices): ModelDocument {
  const { tensors, metadata } = readSafetensors(bytes);
  if (tensors.length > FOREIGN_LIMITS.members) {
    refuse(`its ${tensors.length} tensors are more than ${FOREIGN_LIMITS.members}`);
  }
  return networkFromTensors(tensors, false, withNetwork(choices, metadata.get(NETWORK_KEY)));
}

function readArrays(arrays: ReadonlyMap<string, NumberArray>, choices: ModelChoices): ModelDocument {
  // Bytes are a text that its writer added, not weights.
  const tensors = [...arrays].flatMap(([name, array]) =>
    array.type === "uint8" ? [] : [tensorFromArray(name, array)],
  );
  const network = arrays.get(NETWORK_KEY);
  const text = network && new TextDecoder().decode(Uint8Array.from(network.values));
  return networkFromTensors(tensors, true, withNetwork(choices, text));
}

/** What a file says of its own network stands where nothing was chosen. */
function withNetwork(choices: ModelChoices, text: string | undefined): ModelChoices {
  if (text === undefined) return choices;
  const { network, softmax } = readNetworkText(text);
  const { activation, output, residual, leakySlope } = network;
  return { activation, output, residual, softmax, ...(leakySlope === undefined ? {} : { leakySlope }), ...choices };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return refuse("it is not JSON");
  }
}
