import { crc32, deflateSync, inflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  PngTextError,
  readPngText,
  SPEC_KEYWORD,
  TEXT_LIMIT,
  writePngText,
} from "../../../../src/formats/pictures/png-text";

/** An independent reader and writer of PNG, made of Buffer and zlib. */
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([frame, body, sum]);
}

function splitChunks(png: Uint8Array): { type: string; data: Buffer }[] {
  const bytes = Buffer.from(png);
  expect(bytes.subarray(0, 8).toString("hex")).toBe("89504e470d0a1a0a");
  const found: { type: string; data: Buffer }[] = [];
  for (let at = 8; at < bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at);
    expect(bytes.readUInt32BE(end)).toBe(crc32(bytes.subarray(at + 4, end)));
    found.push({ type: bytes.toString("latin1", at + 4, at + 8), data: bytes.subarray(at + 8, end) });
    at = end + 4;
  }
  return found;
}

/** One red pixel. */
function makePng(extra: readonly Buffer[] = []): Buffer {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
  const pixels = deflateSync(Buffer.from([0, 255, 0, 0]));
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    ...extra,
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function textChunk(
  keyword: string,
  flags: readonly number[],
  stored: Uint8Array,
  language = "",
  translated = "",
): Buffer {
  const head = Buffer.concat([
    Buffer.from(`${keyword}\0`),
    Buffer.from(flags),
    Buffer.from(`${language}\0${translated}\0`),
  ]);
  return chunk("iTXt", Buffer.concat([head, stored]));
}

const SHORT = '{"format":"losscape-spec"} – θ ≤ 1 · 損失 🏔';

describe("writing", () => {
  it("puts a short text as it is behind the header, and leaves the picture alone", () => {
    const png = makePng();
    const chunks = splitChunks(writePngText(png, SPEC_KEYWORD, SHORT));
    expect(chunks.map(({ type }) => type)).toEqual(["IHDR", "iTXt", "IDAT", "IEND"]);
    expect(chunks[1]!.data).toEqual(Buffer.from(`losscape-spec\0\0\0\0\0${SHORT}`));
    expect(chunks.toSpliced(1, 1)).toEqual(splitChunks(png));
  });

  it("compresses a long text with zlib", () => {
    const text = SHORT.repeat(1000);
    const { data } = splitChunks(writePngText(makePng(), SPEC_KEYWORD, text))[1]!;
    const head = Buffer.from("losscape-spec\0\x01\0\0\0");
    expect(data.subarray(0, head.length)).toEqual(head);
    expect(inflateSync(data.subarray(head.length)).toString()).toBe(text);
    expect(data.length).toBeLessThan(text.length / 20);
  });

  it("replaces a text of the same keyword and keeps the others", () => {
    const other = textChunk("Title", [0, 0], Buffer.from("A slice"));
    const first = writePngText(makePng([other]), SPEC_KEYWORD, "first");
    const second = writePngText(first, SPEC_KEYWORD, "second");
    expect(splitChunks(second).filter(({ type }) => type === "iTXt")).toHaveLength(2);
    expect(readPngText(second, SPEC_KEYWORD)).toBe("second");
    expect(readPngText(second, "Title")).toBe("A slice");
  });

  it.each(["", " x", "x ", "a\0b", "ä", "k".repeat(80)])("refuses %j as a keyword", (keyword) => {
    expect(() => writePngText(makePng(), keyword, "")).toThrow(PngTextError);
  });

  it("does not change what it is given", () => {
    const png = makePng();
    const before = Buffer.from(png);
    writePngText(png, SPEC_KEYWORD, SHORT);
    expect(png).toEqual(before);
  });
});

describe("reading", () => {
  it("gives back any text (property)", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 3000 }), (text) => {
        expect(readPngText(writePngText(makePng(), SPEC_KEYWORD, text), SPEC_KEYWORD)).toBe(text);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("gives null where there is no such text", () => {
    expect(readPngText(makePng(), SPEC_KEYWORD)).toBeNull();
    expect(readPngText(makePng([textChunk("losscape-spec2", [0, 0], Buffer.from("x"))]), SPEC_KEYWORD)).toBeNull();
  });

  it("reads what another program wrote, with a language and a translated keyword", () => {
    const plain = textChunk(SPEC_KEYWORD, [0, 0], Buffer.from(SHORT), "de", "Versuch");
    expect(readPngText(makePng([plain]), SPEC_KEYWORD)).toBe(SHORT);
    const packed = textChunk(SPEC_KEYWORD, [1, 0], deflateSync(SHORT.repeat(2000)), "de", "Versuch");
    expect(readPngText(makePng([packed]), SPEC_KEYWORD)).toBe(SHORT.repeat(2000));
  });

  it("reads a picture that is a part of a larger buffer", () => {
    const png = writePngText(makePng(), SPEC_KEYWORD, SHORT);
    const larger = Buffer.concat([Buffer.alloc(5), png, Buffer.alloc(3)]);
    expect(readPngText(larger.subarray(5, 5 + png.length), SPEC_KEYWORD)).toBe(SHORT);
  });
});

describe("hostile pictures", () => {
  const packed = deflateSync(SHORT.repeat(2000));

  it.each([
    ["nothing", Buffer.alloc(0)],
    ["no PNG", Buffer.from("GIF89a, and some more")],
    ["the signature alone", makePng().subarray(0, 8)],
    ["no end", makePng().subarray(0, -12)],
    [
      "a chunk longer than the file",
      Buffer.concat([makePng().subarray(0, 33), Buffer.from("ffffffff69545874", "hex")]),
    ],
    [
      "a text before the header",
      Buffer.concat([makePng().subarray(0, 8), textChunk(SPEC_KEYWORD, [0, 0], Buffer.of(65))]),
    ],
    ["no flags", makePng([chunk("iTXt", Buffer.from("losscape-spec\0"))])],
    ["no language", makePng([chunk("iTXt", Buffer.from("losscape-spec\0\0\0"))])],
    ["an unknown flag", makePng([textChunk(SPEC_KEYWORD, [2, 0], Buffer.from("x"))])],
    ["an unknown method", makePng([textChunk(SPEC_KEYWORD, [1, 1], packed)])],
    ["a cut stream", makePng([textChunk(SPEC_KEYWORD, [1, 0], packed.subarray(0, -20))])],
    ["no stream", makePng([textChunk(SPEC_KEYWORD, [1, 0], Buffer.alloc(0))])],
    ["noise for a stream", makePng([textChunk(SPEC_KEYWORD, [1, 0], Buffer.from("not zlib at all"))])],
    ["text that is not UTF-8", makePng([textChunk(SPEC_KEYWORD, [0, 0], Buffer.of(0xc3, 0x28))])],
  ])("answers %s with one sentence", (_, png) => {
    expect(() => readPngText(png, SPEC_KEYWORD)).toThrow(PngTextError);
  });

  it("notices a flipped bit in the text", () => {
    const png = Buffer.from(writePngText(makePng(), SPEC_KEYWORD, SHORT));
    png[60]! ^= 1;
    expect(() => readPngText(png, SPEC_KEYWORD)).toThrow("damaged");
  });

  it("stops inflating a bomb at the limit", () => {
    const bomb = deflateSync(Buffer.alloc(TEXT_LIMIT * 4), { level: 9 });
    expect(bomb.length).toBeLessThan(TEXT_LIMIT / 200);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => readPngText(makePng([textChunk(SPEC_KEYWORD, [1, 0], bomb)]), SPEC_KEYWORD)).toThrow("longer than");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(TEXT_LIMIT * 3);
  });

  it("throws no other error on mutated bytes (property)", () => {
    const png = writePngText(makePng(), SPEC_KEYWORD, SHORT.repeat(50));
    const mutation = fc.tuple(fc.nat(png.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 8 }), (mutations) => {
        const mutant = png.slice();
        for (const [at, byte] of mutations) mutant[at] = byte;
        try {
          readPngText(mutant, SPEC_KEYWORD);
        } catch (error) {
          expect(error).toBeInstanceOf(PngTextError);
        }
      }),
      { seed: 11, numRuns: 2000 },
    );
  });
});
