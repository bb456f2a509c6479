/** A picture of pixels on a page of its size. */
export interface PdfOptions {
  /** The page, in points (72 to the inch). */
  readonly width: number;
  readonly height: number;
  /** The picture. */
  readonly columns: number;
  readonly rows: number;
  readonly title: string;
}

/** Takes a picture row by row, from the top. */
export interface PdfWriter {
  /** @param rgba  whole rows, 4 bytes a pixel; alpha is left out */
  readonly write: (rgba: Uint8ClampedArray) => Promise<void>;
  /** @throws RangeError when rows are missing or too many */
  readonly finish: () => Promise<Blob>;
}

/**
 * Writes a PDF of one page that holds one picture, losslessly compressed.
 * @see ISO 32000-1:2008, sections 7.3.8 (streams), 7.5 (file structure) and 8.9.5 (image dictionaries)
 */
export function createPdfWriter({ width, height, columns, rows, title }: PdfOptions): PdfWriter {
  const stream = new CompressionStream("deflate");
  const writer = stream.writable.getWriter();
  const compressed = new Response(stream.readable).arrayBuffer();
  // finish() reports the error; the empty handler keeps the runtime from reporting it earlier as unhandled.
  compressed.catch(() => {});
  let pixels = 0;
  return {
    async write(rgba) {
      const count = rgba.length / 4;
      const rgb = new Uint8Array(3 * count);
      for (let pixel = 0; pixel < count; pixel++) {
        for (let channel = 0; channel < 3; channel++) rgb[3 * pixel + channel] = rgba[4 * pixel + channel]!;
      }
      pixels += count;
      await writer.write(rgb);
    },
    async finish() {
      await writer.close();
      if (pixels !== columns * rows) throw new RangeError(`pdf: ${pixels} of ${columns * rows} pixels`);
      const data = new Uint8Array(await compressed);
      const draw = `q ${writeNumber(width)} 0 0 ${writeNumber(height)} 0 0 cm /Picture Do Q`;
      const page = `/MediaBox [0 0 ${writeNumber(width)} ${writeNumber(height)}]`;
      return assemble([
        ["<< /Type /Catalog /Pages 2 0 R >>"],
        ["<< /Type /Pages /Kids [3 0 R] /Count 1 >>"],
        [`<< /Type /Page /Parent 2 0 R ${page} /Contents 4 0 R /Resources << /XObject << /Picture 5 0 R >> >> >>`],
        [`<< /Length ${draw.length} >>\nstream\n${draw}\nendstream`],
        [
          `<< /Type /XObject /Subtype /Image /Width ${columns} /Height ${rows} /ColorSpace /DeviceRGB /BitsPerComponent 8 ` +
            `/Filter /FlateDecode /Length ${data.length} >>\nstream\n`,
          data,
          "\nendstream",
        ],
        [`<< /Title ${writeText(title)} /Creator (Losscape) >>`],
      ]);
    },
  };
}

function writeNumber(value: number): string {
  return value.toFixed(3);
}

/** A text in UTF-16 with its mark, as hexadecimal digits: any character, nothing to escape. */
function writeText(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index).toString(16).padStart(4, "0"));
  return `<feff${units.join("")}>`;
}

type Piece = string | Uint8Array<ArrayBuffer>;

/** Objects numbered from 1, the table of where each begins, and the trailer. The first is the catalogue, the last the information. */
function assemble(objects: readonly (readonly Piece[])[]): Blob {
  const parts: Piece[] = ["%PDF-1.4\n"];
  let length = parts[0]!.length;
  const starts = objects.map((object, index) => {
    const start = length;
    const whole = [`${index + 1} 0 obj\n`, ...object, "\nendobj\n"];
    // All texts are ASCII, so a character is a byte.
    length += whole.reduce((sum, piece) => sum + piece.length, 0);
    parts.push(...whole);
    return start;
  });
  const entries = starts.map((start) => `${`${start}`.padStart(10, "0")} 00000 n \n`);
  parts.push(
    `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries.join("")}`,
    `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${length}\n%%EOF\n`,
  );
  return new Blob(parts, { type: "application/pdf" });
}
