import { Unzlib, zlibSync } from "fflate";
import { inflateWithin } from "../../experiment/inflate-within";

/** The keyword of the experiment that a picture shows. */
export const SPEC_KEYWORD = "losscape-spec";
/** The keyword of the view of a comparison, which contains the other experiment. */
export const VIEW_KEYWORD = "losscape-view";

/** Longest text read or written, in bytes of UTF-8. */
export const TEXT_LIMIT = 64 * 2 ** 20;
/** Texts up to this many bytes are not compressed, so that they can be read in any hex viewer. */
const COMPRESS_FROM = 1024;
export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Length, type and checksum around a chunk's data, 4 bytes each. */
const CHUNK_OVERHEAD = 12;
const CHECKSUMS = tabulateChecksums();

/** A picture cannot be read, or a text cannot be written. The message is one sentence. */
export class PngTextError extends Error {
  override name = "PngTextError";
}

/** One chunk as a view into the picture. `start` is where its length field lies. */
interface Chunk {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly data: Uint8Array;
}

/**
 * Puts a text into a picture as an iTXt chunk after its header. It replaces a chunk with the same keyword.
 *
 * @param png  a PNG file; not changed
 * @param keyword  1 to 79 printable ASCII characters, no space at either end
 * @returns a new PNG file
 * @throws PngTextError when `png` is not a PNG, or the keyword or the text is out of bounds
 * @see PNG specification, third edition, section 11.3.3.4
 */
export function writePngText(png: Uint8Array, keyword: string, text: string): Uint8Array<ArrayBuffer> {
  const chunk = encodeTextChunk(keyword, text);
  const parts: Uint8Array[] = [PNG_SIGNATURE];
  let end = PNG_SIGNATURE.length;
  for (const old of readChunks(png)) {
    end = old.end;
    if (old.type === "iTXt" && keywordOf(old.data) === keyword) continue;
    parts.push(png.subarray(old.start, old.end));
    if (old.type === "IHDR") parts.push(chunk);
  }
  return concatenate([...parts, png.subarray(end)]);
}

/**
 * Reads a text that `writePngText` or another program put into a picture. The file may be hostile: nothing is allocated
 * beyond its own size and TEXT_LIMIT.
 *
 * @returns null when the picture has no such text
 * @throws PngTextError when `png` is not a PNG, or the text is damaged or longer than TEXT_LIMIT
 */
export function readPngText(png: Uint8Array, keyword: string): string | null {
  for (const { type, start, end, data } of readChunks(png)) {
    if (type !== "iTXt" || keywordOf(data) !== keyword) continue;
    const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
    if (view.getUint32(end - 4) !== checksum(png.subarray(start + 4, end - 4))) throw damaged(keyword);
    return decodeText(keyword, data);
  }
  return null;
}

/** A text as an iTXt chunk. @throws PngTextError when the keyword or the text is out of bounds */
export function encodeTextChunk(keyword: string, text: string): Uint8Array<ArrayBuffer> {
  if (!/^(?! )[\x20-\x7e]{1,79}(?<! )$/.test(keyword)) throw new PngTextError(`${keyword}: is not a PNG keyword`);
  return encodeChunk("iTXt", encodeText(keyword, text));
}

/** Visits the chunks up to IEND. */
function* readChunks(png: Uint8Array): Generator<Chunk> {
  if (!PNG_SIGNATURE.every((byte, i) => png[i] === byte)) throw new PngTextError("The file is not a PNG picture");
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  let start = PNG_SIGNATURE.length;
  while (start + CHUNK_OVERHEAD <= png.length) {
    const length = view.getUint32(start);
    const end = start + CHUNK_OVERHEAD + length;
    if (end > png.length) break;
    const type = String.fromCharCode(...png.subarray(start + 4, start + 8));
    if (start === PNG_SIGNATURE.length && type !== "IHDR") break;
    yield { type, start, end, data: png.subarray(start + 8, end - 4) };
    if (type === "IEND") return;
    start = end;
  }
  throw new PngTextError("The PNG picture is damaged or cut short");
}

/**
 * The data of an iTXt chunk:
 *
 *     keyword 00 | compressed? | method 00 | language 00 | translated keyword 00 | text
 */
function encodeText(keyword: string, text: string): Uint8Array {
  const plain = new TextEncoder().encode(text);
  if (plain.length > TEXT_LIMIT)
    throw new PngTextError(`${keyword}: ${plain.length} bytes are more than ${TEXT_LIMIT}`);
  const compressed = plain.length >= COMPRESS_FROM;
  const head = new TextEncoder().encode(`${keyword}\0${compressed ? "\x01" : "\0"}\0\0\0`);
  return concatenate([head, compressed ? zlibSync(plain, { level: 9 }) : plain]);
}

function decodeText(keyword: string, data: Uint8Array): string {
  const flags = keyword.length + 1;
  const language = data.indexOf(0, flags + 2);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  const [compressed, method] = [data[flags], data[flags + 1]];
  if (translated < 0 || compressed === undefined || compressed > 1 || method !== 0) throw damaged(keyword);
  const stored = data.subarray(translated + 1);
  const plain = compressed === 1 ? inflate(keyword, stored) : stored;
  if (plain.length > TEXT_LIMIT) throw tooLong(keyword);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(plain);
  } catch {
    throw damaged(keyword);
  }
}

function inflate(keyword: string, stored: Uint8Array): Uint8Array {
  try {
    return inflateWithin(Unzlib, stored, TEXT_LIMIT);
  } catch (error) {
    throw error instanceof RangeError ? tooLong(keyword) : damaged(keyword);
  }
}

/** The keyword of a text chunk, or "" where there is none. */
function keywordOf(data: Uint8Array): string {
  const end = data.subarray(0, 80).indexOf(0);
  return end > 0 ? String.fromCharCode(...data.subarray(0, end)) : "";
}

/** Length, type, data and checksum. */
export function encodeChunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(CHUNK_OVERHEAD + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(new TextEncoder().encode(type), 4);
  chunk.set(data, 8);
  view.setUint32(8 + data.length, checksum(chunk.subarray(4, 8 + data.length)));
  return chunk;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** CRC-32 of each single byte. @see PNG specification, third edition, annex D */
function tabulateChecksums(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
    return remainder;
  });
}

function checksum(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) remainder = CHECKSUMS[(remainder ^ byte) & 0xff]! ^ (remainder >>> 8);
  return ~remainder >>> 0;
}

function damaged(keyword: string): PngTextError {
  return new PngTextError(`${keyword}: the text in the picture is damaged`);
}

function tooLong(keyword: string): PngTextError {
  return new PngTextError(`${keyword}: the text in the picture is longer than ${TEXT_LIMIT} bytes`);
}
