import { unzlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import { createPdfWriter } from "../../../../src/formats/pictures/pdf";

const OPTIONS = { width: 241, height: 180.5, columns: 20, rows: 15, title: "ReLU 2–8–8–1 (θ)" };

async function writePdf() {
  const rgba = Uint8ClampedArray.from({ length: 4 * 20 * 15 }, (_, index) => (index * 7) % 256);
  const pdf = createPdfWriter(OPTIONS);
  await pdf.write(rgba.subarray(0, 4 * 20 * 6));
  await pdf.write(rgba.subarray(4 * 20 * 6));
  const bytes = new Uint8Array(await (await pdf.finish()).arrayBuffer());
  return { rgba, bytes, text: new TextDecoder("latin1").decode(bytes) };
}

describe("a PDF", () => {
  it("names where each of its objects begins", async () => {
    const { text } = await writePdf();
    expect(text.startsWith("%PDF-1.4\n")).toBe(true);
    const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)![1]);
    expect(text.slice(table, table + 5)).toBe("xref\n");
    const starts = [...text.slice(table).matchAll(/(\d{10}) 00000 n \n/g)].map(([, start]) => Number(start));
    expect(starts).toHaveLength(6);
    for (const [index, start] of starts.entries())
      expect(text.slice(start)).toMatch(new RegExp(`^${index + 1} 0 obj\n`));
    expect(text).toContain("/MediaBox [0 0 241.000 180.500]");
  });

  it("holds every pixel of the picture, and its title", async () => {
    const { rgba, bytes, text } = await writePdf();
    const length = Number(/\/FlateDecode \/Length (\d+)/.exec(text)![1]);
    const start = text.indexOf("stream\n", text.indexOf("/FlateDecode")) + "stream\n".length;
    expect(text.slice(start + length, start + length + 10)).toBe("\nendstream");
    const pixels = unzlibSync(bytes.subarray(start, start + length));
    expect(pixels).toHaveLength(3 * 20 * 15);
    expect([...pixels]).toEqual([...rgba].filter((_, index) => index % 4 !== 3));
    const digits = /\/Title <feff([0-9a-f]+)>/.exec(text)![1]!;
    const units = digits.match(/.{4}/g)!.map((unit) => Number.parseInt(unit, 16));
    expect(String.fromCharCode(...units)).toBe(OPTIONS.title);
  });

  it("refuses to end with rows missing", async () => {
    const pdf = createPdfWriter(OPTIONS);
    await pdf.write(new Uint8ClampedArray(80));
    await expect(pdf.finish()).rejects.toThrow("pdf: 20 of 300 pixels");
  });
});
