import { isNpy } from "./arrays/read-npy";
import { isZip, openZip } from "./arrays/zip-archive";
import { FOREIGN_LIMITS } from "./foreign-limits";
import { FormatError } from "./format-error";
import { isHdf5, withHdf5 } from "./hdf5/read-hdf5";

/** The kinds of files that are read, each with what a file of it holds. The user may name one where the content leaves a doubt. */
export const FILE_KINDS = {
  "loss-landscape": "surface",
  vtp: "surface",
  landscaper: "surface",
  "mode-connectivity": "surface",
  npy: "surface",
  npz: "surface",
  csv: "surface",
  keras: "model",
  tfjs: "model",
  onnx: "model",
  safetensors: "model",
  "npz-weights": "model",
  result: "document",
  spec: "document",
  model: "document",
} as const;
export type FileKind = keyof typeof FILE_KINDS;

/** Bytes of a text in which its kind shows. */
const HEAD = 4_096;
/** The mark of UTF-8, as Latin-1 shows it. */
const BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
/** Bytes of an ONNX file's first field, and of the tags that may follow it. */
const ONNX_VERSION_TAG = 0x08;
const ONNX_TAGS = [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42];

/** Files that people rename or save by mistake, by their first bytes. */
const STRANGERS: readonly (readonly [name: string, ...start: number[]])[] = [
  ["a PNG picture", 0x89, 0x50, 0x4e, 0x47],
  ["a JPEG picture", 0xff, 0xd8, 0xff],
  ["a GIF picture", 0x47, 0x49, 0x46, 0x38],
  ["a PDF document", 0x25, 0x50, 0x44, 0x46],
  ["packed by gzip: unpack it first", 0x1f, 0x8b],
  ["packed by xz: unpack it first", 0xfd, 0x37, 0x7a, 0x58],
];

/** What a file with one of these extensions is taken for where its content says nothing, so that its reader says what is wrong with it. */
const KINDS_BY_EXTENSION: Readonly<Record<string, FileKind>> = {
  npy: "npy",
  vtp: "vtp",
  onnx: "onnx",
  safetensors: "safetensors",
};

/**
 * Tells what a file is from its content. Its name counts only where the content says nothing.
 * @throws FormatError where it is nothing that is read, with what it is instead, as far as that is known
 */
export async function recognizeFile(name: string, bytes: Uint8Array): Promise<FileKind> {
  if (bytes.length === 0) throw new FormatError("it is empty");
  const own = OWN_START.exec(new TextDecoder("latin1").decode(bytes.subarray(0, HEAD)))?.[1];
  if (own !== undefined && Object.hasOwn(DOCUMENT_KINDS, own)) return DOCUMENT_KINDS[own]!;
  if (bytes.length > FOREIGN_LIMITS.file) {
    throw new FormatError(`its ${bytes.length} bytes are more than ${FOREIGN_LIMITS.file}`);
  }
  if (isNpy(bytes)) return "npy";
  if (isHdf5(bytes)) return withHdf5(bytes, (file) => recognizeHdf5(file.list(""), file.attributeNames("")));
  if (isZip(bytes)) return recognizeZip(openZip(bytes).names);
  const stranger = STRANGERS.find(([, ...start]) => start.every((byte, i) => bytes[i] === byte));
  if (stranger) throw new FormatError(`it is ${stranger[0]}`);
  if (isPickle(bytes)) throw new FormatError(PICKLE);
  if (isSafetensors(bytes)) return "safetensors";
  const kind = KINDS_BY_EXTENSION[name.split(".").at(-1)!.toLowerCase()];
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, HEAD));
  // Raw numbers may follow VTK's text.
  if (head.trimStart().replace(BYTE_ORDER_MARK, "").startsWith("<") && /<VTKFile[\s>]/.test(head)) return "vtp";
  if (isText(bytes)) return recognizeText(head, bytes, kind);
  if (isOnnx(bytes)) return "onnx";
  if (kind) return kind;
  throw new FormatError("it is of no kind that is read");
}

const PICKLE =
  "it is a pickle, which can run code when it is opened, so it is not opened: in PyTorch save the weights with safetensors.torch.save_file(model.state_dict(), FILE), or the model with torch.onnx.export";

function recognizeHdf5(names: readonly string[], attributes: readonly string[]): FileKind {
  if (["xcoordinates", "proj_xcoord", "xdirection"].some((name) => names.includes(name))) return "loss-landscape";
  const isKeras =
    ["model_config", "keras_version", "layer_names"].some((name) => attributes.includes(name)) ||
    ["model_weights", "layers", "_layer_checkpoint_dependencies"].some((name) => names.includes(name));
  if (isKeras) return "keras";
  throw new FormatError(
    "it is an HDF5 file of an unknown program: it has neither xcoordinates and losses, as loss-landscape writes, nor a model of Keras",
  );
}

function recognizeZip(names: readonly string[]): FileKind {
  if (names.some((name) => name.endsWith(".pkl"))) throw new FormatError(PICKLE);
  if (names.includes("config.json") && names.some((name) => name.endsWith(".weights.h5"))) return "keras";
  if (names.includes("config.json") && names.includes("metadata.json")) return "keras";
  const arrays = names.filter((name) => name.endsWith(".npy")).map((name) => name.slice(0, -4));
  const has = (...wanted: string[]) => wanted.every((name) => arrays.includes(name));
  if (arrays.length === 0)
    throw new FormatError(
      "it is a zip archive of an unknown program: it holds neither arrays of NumPy nor a model of Keras",
    );
  if (has("loss", "coordinates")) return "landscaper";
  if (has("alphas", "betas", "grid")) return "mode-connectivity";
  return arrays.some((name) => WEIGHT_NAME.test(name)) ? "npz-weights" : "npz";
}

/** What programs call the arrays of a layer. */
const WEIGHT_NAME = /(weight|kernel|bias)s?(:0)?$|^[wb]_?\d+$/i;

function recognizeText(head: string, bytes: Uint8Array, kind: FileKind | undefined): FileKind {
  const start = head.trimStart();
  if (/^(<!doctype html|<html)/i.test(start))
    throw new FormatError("it is a web page, perhaps a server's message of an error, saved under this name");
  if (start.startsWith("<")) throw new FormatError("it is XML of an unknown program, and only VTK's is read");
  if (kind === "onnx" || kind === "safetensors" || kind === "npy")
    throw new FormatError(`it is text, and a file of ${KIND_NAMES[kind]} is not`);
  if (start.startsWith("{")) return recognizeJson(bytes);
  if (kind === "vtp") throw new FormatError("it is text, but not VTK's XML");
  return "csv";
}

const KIND_NAMES = { onnx: "ONNX", safetensors: "safetensors", npy: "NumPy" } as const;

/** How our own documents begin where nothing has rearranged them: they are told without reading them whole. */
const OWN_START = /^\s*\{\s*"format"\s*:\s*"(losscape-[a-z]+)"/;

const DOCUMENT_KINDS: Readonly<Record<string, FileKind>> = {
  "losscape-result": "result",
  "losscape-spec": "spec",
  "losscape-model": "model",
};

function recognizeJson(bytes: Uint8Array): FileKind {
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new FormatError("it begins as JSON, but is damaged or was cut off");
  }
  if (typeof content === "object" && content !== null) {
    if ("modelTopology" in content || "weightsManifest" in content) return "tfjs";
    const kind = "format" in content ? DOCUMENT_KINDS[String(content.format)] : undefined;
    if (kind) return kind;
  }
  throw new FormatError(
    "it is JSON of an unknown program: it is no result, spec or model of Losscape and no model of tfjs",
  );
}

/** Whether the bytes begin as a text, in UTF-8, in a code page, or in UTF-16 with its mark, as spreadsheets write it. */
function isText(bytes: Uint8Array): boolean {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return isWide || bytes.subarray(0, HEAD).every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

/** A pickle of protocol 2 to 5 begins with the protocol's number. */
const isPickle = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x80 &&
  bytes[1]! >= 2 &&
  bytes[1]! <= 5 &&
  bytes.length > 2 &&
  [0x95, 0x7d, 0x63, 0x8a, 0x5d, 0x28].includes(bytes[2]!);

/** The header's length as 64 bits, then JSON. */
const isSafetensors = (bytes: Uint8Array): boolean =>
  bytes.length > 8 && bytes[8] === 0x7b && bytes[7] === 0 && bytes[6] === 0;

const isOnnx = (bytes: Uint8Array): boolean =>
  bytes[0] === ONNX_VERSION_TAG && bytes[1]! < 0x40 && ONNX_TAGS.includes(bytes[2] ?? 0);
