import { SaxesParser, type SaxesTagPlain } from "saxes";
import { quoteText } from "../../experiment/quote";
import type { NumberArray } from "../arrays/number-array";
import { FOREIGN_LIMITS } from "../foreign-limits";
import { FormatError } from "../format-error";
import { checkEnd, type DataArray, readDataArray, type Storage } from "./data-array";

/** The points of a file of VTK, and the numbers at them. Its cells are left out: loss-landscape's join the wrong points. */
export interface VtpPoints {
  readonly count: number;
  /** x, y and z of each point, [count × 3] */
  readonly places: NumberArray;
  /** The arrays of one number a point, by their names. */
  readonly sets: ReadonlyMap<string, NumberArray>;
}

const MOST_POINTS = FOREIGN_LIMITS.numbers / 2;
/** Characters that the parser gets at a time. */
const STEP = 65_536;
const END = "</VTKFile>";
/** Bytes in which a tag lies, or the end of the file. */
const TAIL = 1_024;
/** Elements within one another, and all of them; VTK's have six and some dozens. */
const DEEPEST = 32;
const MOST_ELEMENTS = 10_000;

/** The text of the file, and its appended numbers, which need not be text. */
interface Parts {
  readonly text: Uint8Array;
  readonly appended: Uint8Array | null;
  readonly isRaw: boolean;
}

/**
 * Reads the points of VTK's PolyData, https://docs.vtk.org/en/latest/design_documents/VTKFileFormats.html: as text, as base64 or raw, in the
 * arrays or after them, packed by zlib or not.
 * @throws FormatError
 */
export function readVtp(bytes: Uint8Array): VtpPoints {
  const { text, appended, isRaw } = divide(bytes);
  const document = parseDocument(text, appended !== null);
  const storage = { ...document.storage, appended: appended && { bytes: appended, isRaw } };
  const { count, places, sets, lastOffset } = document;
  if (lastOffset !== null) checkEnd(lastOffset, storage);
  if (places?.components !== 3) throw new FormatError("it has no points of three coordinates");
  return {
    count,
    places: readDataArray(places, count, storage),
    sets: new Map(sets.map((set) => [set.name, readDataArray(set, count, storage)])),
  };
}

function divide(bytes: Uint8Array): Parts {
  const tail = readCharacters(bytes.subarray(-TAIL));
  if (!tail.trimEnd().endsWith(END)) throw new FormatError(`it was cut off: it does not end with ${END}`);
  const begin = findCharacters(bytes, "<AppendedData");
  if (begin < 0) return { text: bytes, appended: null, isRaw: false };
  const tag = /^<AppendedData\s([^<>]*)>\s*_/.exec(readCharacters(bytes.subarray(begin, begin + TAIL)));
  const encoding = /encoding\s*=\s*["'](\w+)["']/.exec(tag?.[1] ?? "")?.[1];
  if (encoding !== "raw" && encoding !== "base64") throw new FormatError("its appended data is neither raw nor base64");
  const start = begin + tag![0].length;
  const end = bytes.length - tail.length + tail.lastIndexOf("</AppendedData>");
  if (end < start) throw new FormatError("its appended data has no end");
  return { text: bytes.subarray(0, begin), appended: bytes.subarray(start, end), isRaw: encoding === "raw" };
}

/** Latin-1 keeps the places of all bytes. */
const readCharacters = (bytes: Uint8Array): string => new TextDecoder("latin1").decode(bytes);

/** Where a text of plain characters begins; −1 where it is not there. The file is not decoded for it, which would cost its size again. */
function findCharacters(bytes: Uint8Array, text: string): number {
  const wanted = Array.from(text, (character) => character.charCodeAt(0));
  for (let at = bytes.indexOf(wanted[0]!); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1)) {
    if (wanted.every((code, i) => bytes[at + i] === code)) return at;
  }
  return -1;
}

interface Document {
  readonly count: number;
  readonly places: DataArray | null;
  readonly sets: readonly DataArray[];
  /** Where the last array of the appended data begins. */
  readonly lastOffset: number | null;
  readonly storage: Omit<Storage, "appended">;
}

function parseDocument(text: Uint8Array, endsEarly: boolean): Document {
  const parser = new SaxesParser();
  const reader = new DocumentReader();
  // An entity may stand for any amount of text, and no file of VTK has one.
  parser.on("doctype", () => {
    throw new FormatError("it declares a document type, which files of VTK do not have, and which could make it grow");
  });
  parser.on("error", (error) => {
    throw new FormatError(`its XML is damaged: ${error.message.replace(/^\d+:\d+: /, "").replace(/\.$/, "")}`);
  });
  parser.on("opentag", (tag) => reader.open(tag));
  parser.on("text", (content) => reader.take(content));
  parser.on("closetag", () => reader.close());
  const decoder = new TextDecoder();
  for (let at = 0; at < text.length; at += STEP) {
    parser.write(decoder.decode(text.subarray(at, at + STEP), { stream: true }));
  }
  if (!endsEarly) parser.close();
  return reader.finish();
}

/** Keeps what is needed of the document while it is parsed. */
class DocumentReader {
  readonly #path: string[] = [];
  readonly #sets: DataArray[] = [];
  #elements = 0;
  #places: DataArray | null = null;
  #count: number | null = null;
  #lastOffset: number | null = null;
  #storage: Document["storage"] | null = null;
  /** The array whose text is being read. */
  #open: { readonly tag: SaxesTagPlain; readonly parts: string[]; readonly depth: number } | null = null;

  open(tag: SaxesTagPlain): void {
    const parent = this.#path.at(-1);
    this.#path.push(tag.name);
    this.#elements++;
    if (this.#path.length > DEEPEST || this.#elements > MOST_ELEMENTS) {
      throw new FormatError(`it has more than ${MOST_ELEMENTS} elements, or more than ${DEEPEST} within one another`);
    }
    if (this.#path.length === 1) this.#storage = readStorage(tag);
    if (tag.name === "Piece") this.#startPiece(tag);
    if (tag.name === "DataArray" && tag.attributes.format === "appended") {
      this.#lastOffset = Math.max(this.#lastOffset ?? 0, Number(tag.attributes.offset));
    }
    if (tag.name === "DataArray" && (parent === "Points" || parent === "PointData")) {
      this.#open = { tag, parts: [], depth: this.#path.length };
    }
  }

  take(content: string): void {
    if (this.#open?.depth === this.#path.length) this.#open.parts.push(content);
  }

  close(): void {
    const isArray = this.#open?.depth === this.#path.length;
    this.#path.pop();
    if (!this.#open || !isArray) return;
    const array = describeArray(this.#open.tag, this.#open.parts.join(""));
    this.#open = null;
    if (this.#path.at(-1) === "Points") this.#places = array;
    else if (array.components === 1) this.#sets.push(array);
  }

  finish(): Document {
    if (!this.#storage || this.#count === null) throw new FormatError("it has no piece with points");
    return {
      count: this.#count,
      places: this.#places,
      sets: this.#sets,
      lastOffset: this.#lastOffset,
      storage: this.#storage,
    };
  }

  #startPiece({ attributes }: SaxesTagPlain): void {
    if (this.#count !== null) throw new FormatError("it has several pieces, and one is read");
    const count = Number(attributes.NumberOfPoints ?? Number.NaN);
    if (!Number.isInteger(count) || count < 1) throw new FormatError("its piece has no number of points");
    if (count > MOST_POINTS) throw new FormatError(`its ${count} points are more than ${MOST_POINTS}`);
    this.#count = count;
  }
}

function readStorage({ name, attributes }: SaxesTagPlain): Document["storage"] {
  const { type = "", byte_order: order, header_type: word = "UInt32", compressor } = attributes;
  if (name !== "VTKFile") throw new FormatError("it is not VTK's XML");
  if (type !== "PolyData") throw new FormatError(`it is VTK's ${quoteText(type)}, and PolyData is read`);
  if (word !== "UInt32" && word !== "UInt64") throw new FormatError(`its header type ${quoteText(word)} is unknown`);
  if (compressor && compressor !== "vtkZLibDataCompressor") {
    throw new FormatError(`it is packed by ${quoteText(compressor)}, and only vtkZLibDataCompressor is read`);
  }
  return { isLittle: order !== "BigEndian", wordLength: word === "UInt64" ? 8 : 4, isCompressed: Boolean(compressor) };
}

function describeArray({ attributes }: SaxesTagPlain, text: string): DataArray {
  const components = Number(attributes.NumberOfComponents ?? 1);
  return {
    name: attributes.Name ?? "without a name",
    type: attributes.type ?? "",
    components: Number.isInteger(components) && components > 0 ? components : 1,
    format: attributes.format ?? "ascii",
    offset: Number(attributes.offset ?? Number.NaN),
    text,
  };
}
