import { quoteText } from "../../experiment/quote";
import { BYTES_OF_TYPE } from "../arrays/number-array";
import { refuse } from "./refuse";
import { countEntries, type Tensor, tensorFromBytes, type WeightType } from "./tensor";

/** The format's own limit of its header. */
const LONGEST_HEADER = 100_000_000;
const TYPES: Readonly<Record<string, WeightType>> = {
  F64: "float64",
  F32: "float32",
  F16: "float16",
  BF16: "bfloat16",
};

/** The tensors of a `.safetensors` file, and the texts that its writer added. */
export interface SafetensorsFile {
  readonly tensors: readonly Tensor[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** @throws FormatError with one sentence */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  if (bytes.length < 8) refuse("the file is cut off");
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const rest = bytes.length - 8;
  if (length > Math.min(rest, LONGEST_HEADER)) {
    refuse(`its header claims ${length} bytes, and ${rest} bytes follow: the file is damaged or cut off`);
  }
  const header = parseHeader(bytes.subarray(8, 8 + length));
  const data = bytes.subarray(8 + length);
  const metadata = new Map<string, string>();
  const tensors: Tensor[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") {
      for (const [key, text] of Object.entries(isObject(entry) ? entry : {})) metadata.set(key, String(text));
    } else tensors.push(readEntry(name, entry, data));
  }
  return { tensors, metadata };
}

function parseHeader(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (isObject(header)) return header;
  } catch {
    // The decoder's and the parser's reasons would not help a reader.
  }
  return refuse("its header is not JSON: the file is damaged");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readEntry(name: string, entry: unknown, data: Uint8Array): Tensor {
  const shape = isObject(entry) && isNumbers(entry.shape) ? entry.shape : null;
  const offsets = isObject(entry) && isNumbers(entry.data_offsets) ? entry.data_offsets : null;
  if (!isObject(entry) || !shape || offsets?.length !== 2)
    refuse(`${quoteText(name)}: its entry in the header is damaged`);
  const [start, end] = offsets as [number, number];
  if (!(Number.isSafeInteger(start) && start >= 0 && start <= end && end <= data.length)) {
    refuse(`${quoteText(name)}: its bytes ${start} to ${end} do not lie within the ${data.length} of the file`);
  }
  const type = Object.hasOwn(TYPES, String(entry.dtype)) ? TYPES[String(entry.dtype)] : undefined;
  if (type) return tensorFromBytes(name, shape, type, data.subarray(start, end));
  countEntries(name, shape);
  const read = () =>
    refuse(
      `${quoteText(name)}: its numbers are ${quoteText(String(entry.dtype))}, and weights are ${Object.keys(TYPES).join(", ")}`,
    );
  return { name, shape, read };
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === "number");
}

/** Tensors as a `.safetensors` file of float64 numbers. @param metadata  texts that go with them */
export function writeSafetensors(
  tensors: readonly { readonly name: string; readonly shape: readonly number[]; readonly values: Float64Array }[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let size = 0;
  for (const { name, shape, values } of tensors) {
    const end = size + values.length * BYTES_OF_TYPE.float64;
    header[name] = { dtype: "F64", shape, data_offsets: [size, end] };
    size = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Spaces after the header align the numbers to 8 bytes.
  const length = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + length + size).fill(0x20, 0, 8 + length);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(length), true);
  file.set(text, 8);
  let at = 8 + length;
  for (const { values } of tensors) {
    for (const value of values) {
      view.setFloat64(at, value, true);
      at += BYTES_OF_TYPE.float64;
    }
  }
  return file;
}
