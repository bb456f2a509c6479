import { existsSync } from "node:fs";
import path from "node:path";
import { SpecError } from "../../experiment/parse";
import { FOREIGN_LIMITS } from "../../formats/foreign-limits";
import { FormatError } from "../../formats/format-error";
import type { ModelDocument } from "../../formats/models/model-document";
import { makeModelExperiment } from "../../formats/models/model-experiment";
import { readModel } from "../../formats/models/read-model";
import { readWeightsSource } from "../../formats/models/weights-source";
import { writeTfjsModel } from "../../formats/models/write-tfjs";
import { writeNpzWeights, writeSafetensorsWeights } from "../../formats/models/write-weights";
import { FILE_KINDS, type FileKind } from "../../formats/recognize-file";
import { readTable } from "../../formats/tables/read-table";
import type { ConvertArguments } from "../input/convert-arguments";
import { InputError } from "../input/input-error";
import { checkWritable, quoteName, readBytes } from "./read-write";

/** A file that is converted. */
export interface InputFile {
  readonly name: string;
  /** Where it lies; null for standard input. */
  readonly folder: string | null;
  readonly bytes: Uint8Array;
  readonly kind: FileKind;
}

interface Output {
  readonly file: string;
  readonly content: string | Uint8Array;
}

interface ConvertedWeights {
  readonly outputs: readonly Output[];
  readonly sentences: readonly string[];
}

/** The name that TensorFlow.js gives a model. */
const TFJS_NAME = "model.json";

/** Whether the weights of a file are converted, not a surface: those of a model always, of a result or a spec where the output is for weights. */
export function holdsWeights({ kind }: InputFile, { weights, extension, out }: ConvertArguments): boolean {
  if (isModel(kind)) return true;
  const isOwn = kind === "result" || kind === "spec";
  return isOwn && (weights || extension === ".safetensors" || path.basename(out) === TFJS_NAME);
}

function isModel(kind: FileKind): boolean {
  return FILE_KINDS[kind] === "model" || kind === "model";
}

/**
 * A model as a document, with a table as an experiment; or weights for other programs.
 * @throws InputError, SpecError with one sentence
 */
export async function convertWeights(files: readonly InputFile[], wanted: ConvertArguments): Promise<ConvertedWeights> {
  const [first, ...others] = files as [InputFile, ...InputFile[]];
  const { extension, out, model, set } = wanted;
  if (others[0])
    throw new InputError(`${quoteName(others[0].name)}: is one file too many: only surfaces have several files`);
  if (set !== null) throw new InputError("--set: is an option of a surface with several sets");
  if (model.data !== null && !isModel(first.kind)) throw new InputError("--data: goes with a model");
  const { content, notes } = isModel(first.kind)
    ? await readDocument(first, wanted)
    : { content: parse(first), notes: [] };
  const sentences = [`${first.name}: ${isModel(first.kind) ? "a network" : "weights"}`, ...notes];
  const isOwn = first.kind === "model" || !isModel(first.kind);
  const isForTfjs = extension === ".json" && (wanted.weights || (isOwn && path.basename(out) === TFJS_NAME));
  if (extension === ".json" && !isForTfjs) {
    return { outputs: [{ file: out, content: JSON.stringify(content) }], sentences };
  }
  if (model.data !== null) throw new InputError("--data: makes an experiment, which is written as .json");
  const source = blame(first.name, () => readWeightsSource(content));
  switch (extension) {
    case ".safetensors":
      return { outputs: [{ file: out, content: writeSafetensorsWeights(source) }], sentences };
    case ".npz":
      return { outputs: [{ file: out, content: writeNpzWeights(source) }], sentences };
    case ".json": {
      const file = out.replace(/\.json$/i, ".weights.bin");
      checkWritable("--out", file);
      const { model: text, weights } = blame(first.name, () => writeTfjsModel(source, path.basename(file)));
      return {
        outputs: [
          { file: out, content: text },
          { file, content: weights },
        ],
        sentences: [...sentences, `The weights are in ${quoteName(path.basename(file))}, rounded to float32.`],
      };
    }
    default:
      throw new InputError(
        `--out: a model is written as .json, and its weights as .safetensors or .npz, not as ${extension}`,
      );
  }
}

async function readDocument(
  { name, folder, bytes, kind }: InputFile,
  { model: { choices, data } }: ConvertArguments,
): Promise<{ readonly content: unknown; readonly notes: readonly string[] }> {
  const findFile = (neighbour: string) => {
    const file = folder === null ? null : path.join(folder, neighbour);
    return file !== null && existsSync(file) ? readBytes(file, FOREIGN_LIMITS.file) : undefined;
  };
  const found = await readModel(kind, bytes, { findFile, choices }).catch((error: unknown) => rethrow(name, error));
  if (data === null) return { content: found, notes: found.notes };
  const { spec, notes } = makeExperiment(found, data);
  return { content: spec, notes: [...found.notes, ...notes] };
}

function makeExperiment(
  model: ModelDocument,
  { table, targets, inputs, isStandardised }: NonNullable<ConvertArguments["model"]["data"]>,
) {
  const bytes = readBytes(table, FOREIGN_LIMITS.file);
  const choice = { targets, isStandardised, ...(inputs ? { inputs } : {}) };
  return blame(path.basename(table), () => makeModelExperiment(model, readTable(bytes), choice));
}

function parse({ name, bytes }: InputFile): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new InputError(`${quoteName(name)}: the file is not JSON`);
  }
}

function blame<Result>(name: string, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    return rethrow(name, error);
  }
}

/** Puts the file's name before what is wrong with it. */
function rethrow(name: string, error: unknown): never {
  if (error instanceof FormatError || error instanceof SpecError)
    throw new InputError(`${quoteName(name)}: ${error.message}`);
  throw error;
}
