import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { FILE_KINDS, type FileKind } from "../../formats/recognize-file";
import { messageOf } from "../../words/error-message";
import { InputError } from "./input-error";
import { MODEL_OPTIONS, type ModelRequest, readModelOptions, repeatColumnOptions } from "./model-options";

/** The extensions of what is written: a result's own, and those of other programs. */
export const CONVERTED_EXTENSIONS = [
  ".json",
  ".h5",
  ".vtp",
  ".npz",
  ".csv",
  ".glb",
  ".obj",
  ".stl",
  ".3mf",
  ".html",
  ".safetensors",
] as const;
export type ConvertedExtension = (typeof CONVERTED_EXTENSIONS)[number];
export type NumbersExtension = Exclude<ConvertedExtension, ".json" | ".html" | ".safetensors">;

const USAGE =
  "npm run convert -- INPUT… --out OUTPUT [--from KIND] [--set NAME] [--weights] [--data TABLE --target COLUMN… [--input COLUMN…] " +
  "[--standardise]] [--activation NAME[,NAME…]] [--output identity|sigmoid] [--slope S] [--quiet], with an output that ends with " +
  CONVERTED_EXTENSIONS.join(", ");

/** The options of the command. */
export interface ConvertArguments {
  readonly inputs: readonly string[];
  readonly out: string;
  readonly extension: ConvertedExtension;
  /** The kind of the inputs; null where their content tells it. */
  readonly from: FileKind | null;
  /** The set of numbers that is taken; null where the file leaves no choice, or has a usual one. */
  readonly set: string | null;
  /** Whether the weights of a result or a spec are written, not its surface. */
  readonly weights: boolean;
  readonly model: ModelRequest;
  readonly quiet: boolean;
}

/** @throws InputError for an unknown option, and for a missing or superfluous argument */
export function parseConvertArguments(argv: readonly string[]): ConvertArguments {
  const { values, positionals: inputs } = readOptions(argv);
  const { out, set = null, weights = false, quiet = false } = values;
  if (inputs.length === 0) throw new InputError(`INPUT: is missing; use ${USAGE}`);
  if (out === undefined) throw new InputError(`--out: is missing; use ${USAGE}`);
  const lower = out.toLowerCase();
  const extension = CONVERTED_EXTENSIONS.find((ending) => lower.endsWith(ending));
  if (!extension) throw new InputError(`--out: the output must end with ${listWithOr(CONVERTED_EXTENSIONS)}`);
  const kinds = Object.keys(FILE_KINDS) as FileKind[];
  const from = values.from === undefined ? null : kinds.find((kind) => kind === values.from);
  if (from === undefined) throw new InputError(`--from: ${values.from || "nothing"} is not ${listWithOr(kinds)}`);
  if (set === "") throw new InputError("--set: names no set");
  const files = [...inputs, out].map((file) => path.resolve(file));
  if (new Set(files).size < files.length) throw new InputError("INPUT and --out: must be different files");
  return { inputs, out, extension, from, set, weights, model: readModelOptions(values), quiet };
}

function listWithOr(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

function readOptions(argv: readonly string[]) {
  try {
    return parseArgs({
      args: repeatColumnOptions(argv, existsSync),
      allowPositionals: true,
      options: {
        out: { type: "string" },
        from: { type: "string" },
        set: { type: "string" },
        weights: { type: "boolean" },
        ...MODEL_OPTIONS,
        quiet: { type: "boolean" },
      },
    });
  } catch (error) {
    // Node's message has advice after its first sentence.
    const [sentence = "not understood"] = messageOf(error).split(/[\n.](?:\s|$)/);
    throw new InputError(`${sentence}; use ${USAGE}`);
  }
}
