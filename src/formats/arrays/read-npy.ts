import { quoteText } from "../../experiment/quote";
import { FOREIGN_LIMITS } from "../foreign-limits";
import { FormatError } from "../format-error";
import { BYTES_OF_TYPE, type NumberArray, type NumberType, readNumbers } from "./number-array";

/** "\x93NUMPY" */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Longest header that is read. NumPy itself reads no longer one by default. */
const LONGEST_HEADER = 10_000;
const MOST_DIMENSIONS = 32;

const HEADER =
  /^\{\s*'descr'\s*:\s*(?<descr>'[^']*'|\[.*\])\s*,\s*'fortran_order'\s*:\s*(?<fortran>True|False)\s*,\s*'shape'\s*:\s*\((?<shape>[\d\s,L]*)\)\s*,?\s*\}\s*$/s;
const DESCRIPTION = /^(?<order>[<>|=]?)(?<kind>[a-zA-Z?])(?<size>\d*)$/;

const TYPES: Readonly<Record<string, NumberType>> = {
  f2: "float16",
  f4: "float32",
  f8: "float64",
  i1: "int8",
  i2: "int16",
  i4: "int32",
  i8: "int64",
  u1: "uint8",
  u2: "uint16",
  u4: "uint32",
  u8: "uint64",
  b1: "uint8",
};

export const isNpy = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte);

interface Header {
  readonly type: NumberType;
  readonly isLittle: boolean;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  readonly start: number;
}

/**
 * Reads NumPy's array file, https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html. The size is checked before memory is
 * taken. Its header is a Python literal, which is matched and never run.
 * @throws FormatError
 */
export function readNpy(bytes: Uint8Array): NumberArray {
  const { type, isLittle, isFortran, shape, start } = readHeader(bytes);
  const count = shape.reduce((product, size) => product * size, 1);
  if (count > FOREIGN_LIMITS.numbers) {
    throw new FormatError(`its shape ${describeShape(shape)} has more than ${FOREIGN_LIMITS.numbers} numbers`);
  }
  const length = count * BYTES_OF_TYPE[type];
  if (bytes.length - start !== length) {
    const more = bytes.length - start > length ? "more" : "fewer";
    throw new FormatError(
      `its shape ${describeShape(shape)} needs ${length} bytes of numbers, and it has ${more}: ${bytes.length - start}`,
    );
  }
  const stored = readNumbers(bytes.subarray(start), type, count, isLittle);
  return { shape, type, values: isFortran ? toRowMajor(stored, shape) : stored };
}

export const describeShape = (shape: readonly number[]): string => (shape.length === 0 ? "()" : shape.join(" × "));

function readHeader(bytes: Uint8Array): Header {
  if (!isNpy(bytes)) throw new FormatError("it does not begin as a NumPy array does");
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3)
    throw new FormatError(`it is of version ${version} of NumPy's format, and 1 to 3 are read`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const textStart = version === 1 ? 10 : 12;
  if (bytes.length < textStart) throw new FormatError("it ends within its header");
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER) throw new FormatError(`its header of ${length} bytes is longer than ${LONGEST_HEADER}`);
  const start = textStart + length;
  if (start > bytes.length) throw new FormatError("it ends within its header");
  const text = new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(bytes.subarray(textStart, start));
  const { descr, fortran, shape } = HEADER.exec(text)?.groups ?? {};
  if (descr === undefined || shape === undefined) throw new FormatError("its header is not one that NumPy writes");
  return { ...readDescription(descr), isFortran: fortran === "True", shape: readShape(shape), start };
}

function readDescription(text: string): { type: NumberType; isLittle: boolean } {
  if (text.startsWith("["))
    throw new FormatError("it is a structured array, with named fields, and only plain numbers are read");
  const { order, kind = "", size = "" } = DESCRIPTION.exec(text.slice(1, -1))?.groups ?? {};
  if (kind === "O") {
    throw new FormatError(
      "it holds Python objects as a pickle, which can run code, so it is not opened: save it as an array of numbers, with dtype=float",
    );
  }
  const type = Object.hasOwn(TYPES, kind + size) ? TYPES[kind + size] : undefined;
  if (!type)
    throw new FormatError(
      `its numbers are of type ${quoteText(text.slice(1, -1))}, and only real numbers of up to 64 bits are read`,
    );
  return { type, isLittle: order !== ">" };
}

function readShape(text: string): number[] {
  const entries = text
    .split(",")
    .map((part) => part.trim().replace(/L$/, ""))
    .filter((part) => part !== "");
  if (entries.length > MOST_DIMENSIONS)
    throw new FormatError(`it has ${entries.length} dimensions, more than ${MOST_DIMENSIONS}`);
  return entries.map((entry) => {
    if (!/^\d+$/.test(entry)) throw new FormatError("its header has a shape that is not whole numbers");
    return Number(entry);
  });
}

/** From Fortran's order, in which the first index moves first. */
function toRowMajor(stored: Float64Array, shape: readonly number[]): Float64Array {
  const values = new Float64Array(stored.length);
  const steps = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const index = shape.map(() => 0);
  for (const value of stored) {
    values[index.reduce((sum, place, axis) => sum + place * steps[axis]!, 0)] = value;
    for (let axis = 0; axis < index.length; axis++) {
      index[axis]!++;
      if (index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
  return values;
}
