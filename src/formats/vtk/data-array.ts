import { Unzlib } from "fflate";
import { inflateWithin } from "../../experiment/inflate-within";
import { quoteText } from "../../experiment/quote";
import { BYTES_OF_TYPE, type NumberArray, type NumberType, readNumbers } from "../arrays/number-array";
import { FOREIGN_LIMITS } from "../foreign-limits";
import { FormatError } from "../format-error";

/** An array as VTK's XML describes it. */
export interface DataArray {
  readonly name: string;
  readonly type: string;
  readonly components: number;
  readonly format: string;
  /** Where its numbers begin in the appended data. */
  readonly offset: number;
  /** Its content, for the formats `ascii` and `binary`. */
  readonly text: string;
}

/** How a file of VTK stores its numbers. */
export interface Storage {
  readonly isLittle: boolean;
  /** Bytes of each number that tells a length. */
  readonly wordLength: 4 | 8;
  readonly isCompressed: boolean;
  readonly appended: { readonly bytes: Uint8Array; readonly isRaw: boolean } | null;
}

const TYPES: Readonly<Record<string, NumberType>> = {
  Float32: "float32",
  Float64: "float64",
  Int8: "int8",
  Int16: "int16",
  Int32: "int32",
  Int64: "int64",
  UInt8: "uint8",
  UInt16: "uint16",
  UInt32: "uint32",
  UInt64: "uint64",
};

/** Reads the numbers of `count` points. @throws FormatError that names the array */
export function readDataArray(array: DataArray, count: number, storage: Storage): NumberArray {
  try {
    return decode(array, count, storage);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError(`its array ${quoteText(array.name)} cannot be read: ${error.message}`);
  }
}

function decode(array: DataArray, count: number, storage: Storage): NumberArray {
  const type = Object.hasOwn(TYPES, array.type) ? TYPES[array.type] : undefined;
  if (!type) throw new FormatError(`its numbers are of type ${quoteText(array.type)}`);
  const numbers = count * array.components;
  const shape = [count, array.components];
  // loss-landscape calls its numbers Float32 and writes every digit of float64.
  if (array.format === "ascii") return { shape, type: "float64", values: readAscii(array.text, numbers) };
  const length = numbers * BYTES_OF_TYPE[type];
  const bytes = unpack(openStream(array, storage), length, storage);
  if (bytes.length !== length) throw new FormatError(`it has ${bytes.length} bytes instead of ${length}`);
  return { shape, type, values: readNumbers(bytes, type, numbers, storage.isLittle) };
}

function readAscii(text: string, count: number): Float64Array {
  const values = new Float64Array(count);
  let found = 0;
  for (const [word] of text.matchAll(/\S+/g)) {
    if (found === count) throw new FormatError(`it has more than ${count} numbers`);
    values[found++] = readWord(word);
  }
  if (found < count) throw new FormatError(`it has ${found} numbers instead of ${count}`);
  return values;
}

/** Characters of the longest number. */
const LONGEST_WORD = 60;

function readWord(word: string): number {
  if (word.length > LONGEST_WORD) throw new FormatError(`${quoteText(word, 30)} is not a number`);
  if (/^[+-]?nan(\(\w*\))?$/i.test(word)) return Number.NaN;
  const infinite = /^([+-]?)inf(inity)?$/i.exec(word);
  if (infinite) return infinite[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word) ? Number(word) : null;
  if (value === null) throw new FormatError(`${quoteText(word, 30)} is not a number`);
  return value;
}

/** The bytes at a place of a source, fewer where it ends: raw bytes, or base64, which is filled up to groups of three bytes. */
type ReadAt = (place: number, count: number) => Uint8Array;

/** Bytes that are read from the front, part by part. */
class Stream {
  readonly #readAt: ReadAt;
  /** In bytes of the file, or in characters of base64. */
  #place = 0;
  readonly #lengthOf: (count: number) => number;

  readonly #isEnd: (place: number) => boolean;

  constructor(readAt: ReadAt, lengthOf: (count: number) => number, isEnd: (place: number) => boolean) {
    this.#readAt = readAt;
    this.#lengthOf = lengthOf;
    this.#isEnd = isEnd;
  }

  isAtEnd(): boolean {
    return this.#isEnd(this.#place);
  }

  /** Reads without moving on. @throws FormatError at the end of the source */
  peek(count: number): Uint8Array {
    const bytes = this.#readAt(this.#place, count);
    if (bytes.length < count) throw new FormatError(`it ends ${count - bytes.length} bytes too early`);
    return bytes;
  }

  take(count: number): Uint8Array {
    const bytes = this.peek(count);
    this.#place += this.#lengthOf(count);
    return bytes;
  }
}

/**
 * Checks that the last array of the appended data ends where the data ends. Arrays are found by their places, so where bytes are missing
 * or added, all later numbers would be read from wrong places.
 * @param offset  where the last array begins
 * @throws FormatError
 */
export function checkEnd(offset: number, storage: Storage): void {
  const stream = openAppended(offset, storage);
  if (storage.isCompressed) {
    const [blocks = 0] = readWords(stream.peek(3 * storage.wordLength), 1, storage);
    if (blocks > FOREIGN_LIMITS.numbers) throw new FormatError("its appended data is damaged");
    const words = readWords(stream.take((3 + blocks) * storage.wordLength), 3 + blocks, storage).slice(3);
    stream.take(words.reduce((sum, word) => sum + word, 0));
  } else {
    const [length = 0] = readWords(stream.peek(storage.wordLength), 1, storage);
    stream.take(storage.wordLength + length);
  }
  if (!stream.isAtEnd()) throw new FormatError("its appended data is damaged: bytes were lost or added");
}

function openStream(array: DataArray, storage: Storage): Stream {
  if (array.format === "binary") return openBase64(array.text.replaceAll(/\s+/g, ""));
  if (array.format !== "appended") throw new FormatError(`its format ${quoteText(array.format)} is unknown`);
  return openAppended(array.offset, storage);
}

function openAppended(offset: number, { appended }: Storage): Stream {
  if (!appended) throw new FormatError("the file has no appended data");
  const { bytes, isRaw } = appended;
  if (!Number.isInteger(offset) || offset < 0 || offset > bytes.length) {
    throw new FormatError("it begins outside the appended data");
  }
  const rest = bytes.subarray(offset);
  if (!isRaw) return openBase64(new TextDecoder("latin1").decode(rest));
  return new Stream(
    (place, count) => rest.subarray(place, place + count),
    (count) => count,
    (place) => isBlank(rest.subarray(place)),
  );
}

function openBase64(text: string): Stream {
  const lengthOf = (count: number) => Math.ceil(count / 3) * 4;
  return new Stream(
    (place, count) => {
      const part = text.slice(place, place + lengthOf(count));
      try {
        return Uint8Array.from(atob(part), (character) => character.charCodeAt(0)).subarray(0, count);
      } catch {
        throw new FormatError("it is not base64");
      }
    },
    lengthOf,
    (place) => text.slice(place).trim() === "",
  );
}

/** Whether only the line break before the next tag is left. */
const isBlank = (bytes: Uint8Array): boolean =>
  bytes.length < 100 && new TextDecoder("latin1").decode(bytes).trim() === "";

function unpack(stream: Stream, length: number, storage: Storage): Uint8Array {
  if (storage.isCompressed) return unpackBlocks(stream, length, storage);
  // Length and numbers are one stream of base64.
  const bytes = stream.take(storage.wordLength + length);
  const [stated] = readWords(bytes, 1, storage);
  if (stated !== length) throw new FormatError(`it says that it has ${stated} bytes instead of ${length}`);
  return bytes.subarray(storage.wordLength);
}

/** Blocks of zlib: their number, the size of each and of the last one once unpacked, and their packed sizes. */
function unpackBlocks(stream: Stream, length: number, storage: Storage): Uint8Array {
  // The packed sizes follow in the same stream of base64, so these first words are read twice.
  const [blocks, size, last] = readWords(stream.peek(3 * storage.wordLength), 3, storage) as [number, number, number];
  const whole = blocks - (last > 0 ? 1 : 0);
  const isFitting = blocks <= FOREIGN_LIMITS.numbers && whole * size + last === length;
  if (!isFitting) throw new FormatError(`its ${blocks} packed blocks do not hold ${length} bytes`);
  const words = readWords(stream.take((3 + blocks) * storage.wordLength), 3 + blocks, storage).slice(3);
  const packed = stream.take(words.reduce((sum, word) => sum + word, 0));
  const unpacked = new Uint8Array(length);
  let start = 0;
  for (const [i, word] of words.entries()) {
    const expected = i < whole ? size : last;
    unpacked.set(unpackBlock(packed.subarray(start, start + word), expected), i * size);
    start += word;
  }
  return unpacked;
}

function unpackBlock(packed: Uint8Array, expected: number): Uint8Array {
  let block: Uint8Array;
  try {
    block = inflateWithin(Unzlib, packed, expected);
  } catch {
    throw new FormatError("a packed block is damaged");
  }
  if (block.length !== expected)
    throw new FormatError(`a packed block has ${block.length} bytes instead of ${expected}`);
  return block;
}

function readWords(bytes: Uint8Array, count: number, { wordLength, isLittle }: Storage): number[] {
  return [...readNumbers(bytes, wordLength === 8 ? "uint64" : "uint32", count, isLittle)];
}
