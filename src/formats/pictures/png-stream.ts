import { encodeChunk, encodeTextChunk, PNG_SIGNATURE } from "./png-text";

export interface PngOptions {
  readonly width: number;
  readonly height: number;
  /** Whether the file has an alpha channel. */
  readonly alpha: boolean;
  /** Texts stored in the picture. */
  readonly texts: readonly { readonly keyword: string; readonly text: string }[];
  /** Resolution on paper; null to leave it out. */
  readonly pixelsPerMetre: number | null;
}

/** Takes a picture row by row. It keeps only the compressed bytes in memory. */
export interface PngWriter {
  /**
   * @param rgba  whole rows, top to bottom, 4 bytes a pixel; not changed
   * @throws RangeError when `rgba` is not a whole number of rows, or when there are more rows than the picture has
   */
  write(rgba: Uint8ClampedArray | Uint8Array): Promise<void>;
  /** @throws RangeError when rows are missing */
  finish(): Promise<Blob>;
  /** Frees the memory. No function may be called afterwards. */
  abandon(): void;
}

/** Filter "up": each byte minus the byte above it, so that areas of one colour become zeros. @see PNG specification, section 9.2 */
const FILTER_UP = 2;
const COLOR_TYPES = { rgb: 2, rgba: 6 } as const;
/** Filtered bytes passed to the compressor at a time. */
const PIECE = 4 * 2 ** 20;

/**
 * Writes a PNG of any size, row by row.
 *
 * @throws PngTextError when a text is out of bounds
 * @see PNG specification, third edition, sections 5, 9 and 11
 */
export function createPngWriter(options: PngOptions): PngWriter {
  const { width, height, alpha } = options;
  const channels = alpha ? 4 : 3;
  const head = [PNG_SIGNATURE, encodeChunk("IHDR", encodeHeader(options)), ...encodePhysical(options.pixelsPerMetre)];
  for (const { keyword, text } of options.texts) head.push(encodeTextChunk(keyword, text));
  const packed = compressPieces();
  let above: Uint8Array = new Uint8Array(width * channels);
  let rows = 0;

  return {
    async write(rgba) {
      const count = rgba.length / (4 * width);
      if (!Number.isInteger(count))
        throw new RangeError(`png: ${rgba.length} bytes are not a whole number of rows of ${width} pixels`);
      if (rows + count > height) throw new RangeError(`png: more than ${height} rows`);
      const rowsAPiece = Math.max(1, Math.floor(PIECE / (width * channels + 1)));
      for (let from = 0; from < count; from += rowsAPiece) {
        const to = Math.min(count, from + rowsAPiece);
        const part = rgba.subarray(4 * width * from, 4 * width * to);
        const filtered = filterRows(part, width, channels, above);
        above = filtered.last;
        await packed.write(filtered.bytes);
      }
      rows += count;
    },
    async finish() {
      if (rows !== height) throw new RangeError(`png: ${height - rows} of ${height} rows are missing`);
      const data = await packed.finish();
      return new Blob([...head, ...data, encodeChunk("IEND", new Uint8Array())], { type: "image/png" });
    },
    abandon: () => packed.abandon(),
  };
}

function encodeHeader({ width, height, alpha }: PngOptions): Uint8Array {
  const bytes = new Uint8Array(13);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // 8 bits per channel, then the colour type. The codes of deflate, adaptive filters and no interlace are all 0.
  bytes.set([8, alpha ? COLOR_TYPES.rgba : COLOR_TYPES.rgb], 8);
  return bytes;
}

function encodePhysical(pixelsPerMetre: number | null): Uint8Array<ArrayBuffer>[] {
  if (pixelsPerMetre === null) return [];
  const bytes = new Uint8Array(9);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.round(pixelsPerMetre));
  view.setUint32(4, Math.round(pixelsPerMetre));
  bytes[8] = 1;
  return [encodeChunk("pHYs", bytes)];
}

/** Rows for the compressor, each after the number of its filter; and the last row, unfiltered. */
function filterRows(
  rgba: Uint8ClampedArray | Uint8Array,
  width: number,
  channels: number,
  above: Uint8Array,
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly last: Uint8Array } {
  const count = rgba.length / (4 * width);
  const stride = width * channels;
  const bytes = new Uint8Array(count * (stride + 1));
  let before = above;
  for (let row = 0; row < count; row++) {
    const present = pickChannels(rgba, 4 * width * row, width, channels);
    const start = row * (stride + 1);
    bytes[start] = FILTER_UP;
    for (let index = 0; index < stride; index++) bytes[start + 1 + index] = present[index]! - before[index]!;
    before = present;
  }
  return { bytes, last: before };
}

function pickChannels(
  rgba: Uint8ClampedArray | Uint8Array,
  start: number,
  width: number,
  channels: number,
): Uint8Array {
  if (channels === 4) return Uint8Array.from(rgba.subarray(start, start + 4 * width));
  const row = new Uint8Array(3 * width);
  for (let pixel = 0; pixel < width; pixel++) {
    const from = start + 4 * pixel;
    row[3 * pixel] = rgba[from]!;
    row[3 * pixel + 1] = rgba[from + 1]!;
    row[3 * pixel + 2] = rgba[from + 2]!;
  }
  return row;
}

/** Compresses with the platform's zlib, which has its own thread. Its output becomes chunks of the picture at once. */
function compressPieces() {
  const stream = new CompressionStream("deflate");
  const writer = stream.writable.getWriter();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const reading = collectChunks(stream.readable, chunks);
  // finish() reports the error; the empty handler keeps the runtime from reporting it earlier as unhandled.
  reading.catch(() => {});
  return {
    async write(bytes: Uint8Array<ArrayBuffer>) {
      await writer.write(bytes);
    },
    async finish() {
      await writer.close();
      await reading;
      return chunks;
    },
    abandon() {
      chunks.length = 0;
      writer.abort().catch(() => {});
    },
  };
}

async function collectChunks(readable: ReadableStream<Uint8Array>, chunks: Uint8Array<ArrayBuffer>[]): Promise<void> {
  const reader = readable.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    chunks.push(encodeChunk("IDAT", part.value));
  }
}
