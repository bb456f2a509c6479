import { SpecError } from "../../experiment/parse";
import { isZip } from "../arrays/zip-archive";
import { FormatError } from "../format-error";
import type { FileKind } from "../recognize-file";
import type { ModelChoices } from "./bare-tensors";
import type { ModelDocument } from "./model-document";
import type { FindFile } from "./onnx-file";
import { readModel } from "./read-model";

/** A model, and what of it is open to choice. */
export interface ModelReading {
  readonly model: ModelDocument;
  /** Whether the file leaves the activations open. */
  readonly isOpen: boolean;
  /** Whether it leaves open which of a kernel's dimensions are the inputs. */
  readonly isOrderOpen: boolean;
}

/**
 * Reads a model for a reader who sees what it says and corrects it. A file of weights alone is read with ReLU until another activation is
 * chosen.
 * @throws FormatError, SpecError with one sentence
 */
export async function readChosenModel(
  kind: FileKind,
  bytes: Uint8Array,
  findFile: FindFile,
  choices: ModelChoices,
): Promise<ModelReading> {
  const read = (made: ModelChoices) => readModel(kind, bytes, { findFile, choices: made });
  if (kind === "safetensors" || kind === "npz-weights") {
    return { model: await read(choices), isOpen: true, isOrderOpen: true };
  }
  if (kind !== "keras" || isZip(bytes)) return { model: await read(choices), isOpen: false, isOrderOpen: false };
  if (choices.activation !== undefined) return { model: await read(choices), isOpen: true, isOrderOpen: false };
  try {
    return { model: await read(choices), isOpen: false, isOrderOpen: false };
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof SpecError)) throw error;
    // A file that says its layers refuses the choice too, with a sentence about the choice: the first sentence is then the right one.
    const model = await read({ activation: "relu", ...choices }).catch(() => {
      throw error;
    });
    return { model, isOpen: true, isOrderOpen: false };
  }
}
