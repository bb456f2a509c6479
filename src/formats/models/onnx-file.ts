import { quoteText } from "../../experiment/quote";
import { bytesOf, decodeText, type Field, integersOf, joinedBytesOf, readFields, textOf } from "./protobuf";
import { refuse } from "./refuse";
import { countEntries, type Tensor, tensorFromBytes, type WeightType } from "./tensor";

/** The operators, initial tensors, inputs and outputs of an ONNX graph. Field numbers are those of onnx.proto. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Names of the inputs that no tensor fills. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface OnnxNode {
  readonly operator: string;
  /** Empty for ONNX's own operators. */
  readonly domain: string;
  /** Its name, or that of its first output. */
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

export interface OnnxAttribute {
  readonly float: number;
  readonly integer: number;
  readonly text: string;
  readonly floats: readonly number[];
  readonly integers: readonly number[];
  readonly tensor: Tensor | null;
  /** AttributeProto.AttributeType; 0 in old files. */
  readonly type: number;
}

/** Finds a file that lies beside the model, by its plain name. */
export type FindFile = (name: string) => Uint8Array | undefined;

const MOST_NODES = 10_000;
const OWN_DOMAINS = ["", "ai.onnx"];

/** @throws FormatError with one sentence */
export function readOnnxFile(bytes: Uint8Array, findFile: FindFile): OnnxGraph {
  const [graph, ...more] = bytesOf(readFields(bytes), 7);
  if (!graph || more.length > 0) refuse("it holds no ONNX graph: the file is damaged or of another kind");
  const fields = readFields(graph);
  const nodes = bytesOf(fields, 1);
  if (nodes.length > MOST_NODES) refuse(`its ${nodes.length} operators are more than ${MOST_NODES}`);
  if (bytesOf(fields, 15).length > 0) refuse("its weights are sparse tensors, which cannot be mapped");
  const tensors = new Map<string, Tensor>();
  for (const part of bytesOf(fields, 5)) {
    const tensor = readTensor(part, findFile);
    tensors.set(tensor.name, tensor);
  }
  const names = (number: number) => bytesOf(fields, number).map((part) => textOf(readFields(part), 1));
  return {
    nodes: nodes.map((part) => readNode(part, findFile)),
    tensors,
    inputs: names(11).filter((name) => !tensors.has(name)),
    outputs: names(12),
  };
}

function readNode(bytes: Uint8Array, findFile: FindFile): OnnxNode {
  const fields = readFields(bytes);
  const texts = (number: number) => bytesOf(fields, number).map(decodeText);
  const outputs = texts(2);
  const domain = textOf(fields, 7);
  return {
    operator: textOf(fields, 4),
    domain: OWN_DOMAINS.includes(domain) ? "" : domain,
    name: textOf(fields, 3) || outputs[0] || textOf(fields, 4),
    inputs: texts(1),
    outputs,
    attributes: new Map(bytesOf(fields, 5).map((part) => readAttribute(part, findFile))),
  };
}

function readAttribute(bytes: Uint8Array, findFile: FindFile): [string, OnnxAttribute] {
  const fields = readFields(bytes);
  const [tensor] = bytesOf(fields, 5);
  return [
    textOf(fields, 1),
    {
      float: readFloats(joinedBytesOf(fields, 2)).at(-1) ?? 0,
      integer: integersOf(fields, 3).at(-1) ?? 0,
      text: textOf(fields, 4),
      floats: readFloats(joinedBytesOf(fields, 7)),
      integers: integersOf(fields, 8),
      tensor: tensor ? readTensor(tensor, findFile) : null,
      type: integersOf(fields, 20).at(-1) ?? 0,
    },
  ];
}

function readFloats(bytes: Uint8Array): number[] {
  if (bytes.length % 4 !== 0) refuse("the file is damaged or cut off");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

/** The types of TensorProto that hold weights: their name, and the field that holds them where raw_data does not. */
const TYPES: Readonly<Record<number, { readonly type: WeightType; readonly field: number | null }>> = {
  1: { type: "float32", field: 4 },
  10: { type: "float16", field: null },
  11: { type: "float64", field: 10 },
  16: { type: "bfloat16", field: null },
};
const INTEGER_TYPES: readonly number[] = [6, 7];
const EXTERNAL = 1;

function readTensor(bytes: Uint8Array, findFile: FindFile): Tensor {
  const fields = readFields(bytes);
  const name = textOf(fields, 8);
  const shape = integersOf(fields, 1);
  const code = integersOf(fields, 2).at(-1) ?? 0;
  const number = TYPES[code];
  if (!number) return readIntegers(name, shape, code, fields);
  return tensorFromBytes(name, shape, number.type, findNumbers(name, fields, number.field, findFile));
}

/** Integers are never weights; some operators take them, for instance as axes. */
function readIntegers(name: string, shape: readonly number[], code: number, fields: readonly Field[]): Tensor {
  countEntries(name, shape);
  const read = () => {
    if (!INTEGER_TYPES.includes(code)) refuse(`${quoteText(name)}: the numbers of its type ${code} are no weights`);
    const [raw] = bytesOf(fields, 9);
    if (!raw) return Float64Array.from(integersOf(fields, code === 7 ? 7 : 5));
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
    const size = code === 7 ? 8 : 4;
    return Float64Array.from({ length: Math.floor(raw.length / size) }, (_, i) =>
      size === 8 ? Number(view.getBigInt64(8 * i, true)) : view.getInt32(4 * i, true),
    );
  };
  return { name, shape, read };
}

function findNumbers(name: string, fields: readonly Field[], field: number | null, findFile: FindFile): Uint8Array {
  if (integersOf(fields, 14).at(-1) === EXTERNAL) return findExternal(name, fields, findFile);
  const raw = bytesOf(fields, 9).at(-1);
  if (raw) return raw;
  if (field === null) return refuse(`${quoteText(name)}: its half-precision numbers are not stored as raw data`);
  return joinedBytesOf(fields, field);
}

/** Numbers in a second file beside the model. Only a plain name is looked up, never a path. */
function findExternal(name: string, fields: readonly Field[], findFile: FindFile): Uint8Array {
  const entries = new Map(
    bytesOf(fields, 13).map((part) => {
      const entry = readFields(part);
      return [textOf(entry, 1), textOf(entry, 2)] as const;
    }),
  );
  const location = entries.get("location") ?? "";
  if (!isPlainName(location)) {
    refuse(
      `${quoteText(name)}: its numbers lie in ${quoteText(location)}, which is not the name of a file beside the model`,
    );
  }
  const file = findFile(location);
  if (!file)
    refuse(`${quoteText(name)}: its numbers lie in the file ${quoteText(location)}, which is missing beside the model`);
  const start = Number(entries.get("offset") ?? 0);
  const length = Number(entries.get("length") ?? file.length - start);
  const isRange = Number.isSafeInteger(start) && Number.isSafeInteger(length) && start >= 0 && length >= 0;
  if (!isRange || start + length > file.length) {
    refuse(`${quoteText(name)}: its bytes do not lie within the ${file.length} of ${quoteText(location)}`);
  }
  return file.subarray(start, start + length);
}

/** Whether a text names a file without a folder. */
export function isPlainName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\\\0]/.test(name);
}
