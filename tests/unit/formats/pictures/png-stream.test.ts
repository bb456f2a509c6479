import fc from "fast-check";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { createPngWriter, type PngOptions } from "../../../../src/formats/pictures/png-stream";
import { readPngText } from "../../../../src/formats/pictures/png-text";

const plain = { alpha: true, texts: [], pixelsPerMetre: null };

function makePixels(width: number, height: number, seed: number): Uint8ClampedArray {
  return Uint8ClampedArray.from(
    { length: 4 * width * height },
    (_, index) => (index * 2654435761 + seed * 40503) >>> 13,
  );
}

async function writeInStrips(options: PngOptions, pixels: Uint8ClampedArray, rows: number): Promise<Uint8Array> {
  const writer = createPngWriter(options);
  const stride = 4 * options.width * rows;
  for (let from = 0; from < pixels.length; from += stride) await writer.write(pixels.subarray(from, from + stride));
  return new Uint8Array(await (await writer.finish()).arrayBuffer());
}

describe("a picture written row by row", () => {
  it("is read back as it was by another program, whatever the strips", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 17 }),
        fc.nat(1000),
        async (width, height, rows, seed) => {
          const pixels = makePixels(width, height, seed);
          const read = PNG.sync.read(Buffer.from(await writeInStrips({ ...plain, width, height }, pixels, rows)));
          expect([read.width, read.height]).toEqual([width, height]);
          expect(Uint8ClampedArray.from(read.data)).toEqual(pixels);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("is the same file however it was cut", async () => {
    const options = { ...plain, width: 31, height: 24 };
    const pixels = makePixels(31, 24, 5);
    expect(await writeInStrips(options, pixels, 24)).toEqual(await writeInStrips(options, pixels, 24));
    const [whole, cut] = await Promise.all([24, 5].map((rows) => writeInStrips(options, pixels, rows)));
    expect(PNG.sync.read(Buffer.from(cut!)).data).toEqual(PNG.sync.read(Buffer.from(whole!)).data);
  });

  it("leaves alpha out where it is not wanted", async () => {
    const pixels = makePixels(9, 7, 1);
    const read = PNG.sync.read(
      Buffer.from(await writeInStrips({ ...plain, alpha: false, width: 9, height: 7 }, pixels, 3)),
    );
    expect(Uint8ClampedArray.from(read.data)).toEqual(pixels.map((value, index) => (index % 4 === 3 ? 255 : value)));
  });

  it("carries texts and its size on paper", async () => {
    const options = {
      width: 4,
      height: 2,
      alpha: true,
      texts: [{ keyword: "losscape-spec", text: '{"λ":1}' }],
      pixelsPerMetre: 23622,
    };
    const bytes = await writeInStrips(options, makePixels(4, 2, 1), 2);
    expect(readPngText(bytes, "losscape-spec")).toBe('{"λ":1}');
    const at = Buffer.from(bytes).indexOf("pHYs");
    expect(new DataView(bytes.buffer).getUint32(at + 4)).toBe(23622);
  });

  it("refuses rows that are broken, missing or too many", async () => {
    const writer = createPngWriter({ ...plain, width: 4, height: 2 });
    await expect(writer.write(new Uint8ClampedArray(15))).rejects.toThrow("not a whole number of rows");
    await expect(writer.write(new Uint8ClampedArray(48))).rejects.toThrow("more than 2 rows");
    await writer.write(new Uint8ClampedArray(16));
    await expect(writer.finish()).rejects.toThrow("1 of 2 rows are missing");
    writer.abandon();
  });
});
