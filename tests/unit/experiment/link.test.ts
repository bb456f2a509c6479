import fc from "fast-check";
import { deflateSync, inflateSync, strToU8 } from "fflate";
import { describe, expect, it } from "vitest";
import { DEFAULT_SPEC } from "../../../src/experiment/defaults";
import { decodeLink, encodeLink, findLink } from "../../../src/experiment/link";
import { parseSpec, SpecError } from "../../../src/experiment/parse";
import { DEFAULT_VIEW } from "../../../src/experiment/view";
import { arbitrarySpec } from "../../support/arbitrary-spec";
import { EXAMPLE_SPEC } from "../../support/example-spec";

const example = { spec: parseSpec(EXAMPLE_SPEC), view: { ...DEFAULT_VIEW, height: "log" as const, contours: false } };

/** A hash with any bytes. */
function pack(bytes: Uint8Array): string {
  return `e=${Buffer.from(bytes).toString("base64url")}`;
}

function packText(text: string): string {
  return pack(deflateSync(strToU8(text)));
}

function complaintOf(hash: string): string {
  try {
    decodeLink(hash);
  } catch (error) {
    expect(error).toBeInstanceOf(SpecError);
    const { message } = error as SpecError;
    expect(message).not.toContain("\n");
    return message;
  }
  throw new Error("the link was taken");
}

describe("links", () => {
  it("carry the experiment and its view, with # or without", () => {
    const hash = encodeLink(example);
    expect(hash).toMatch(/^e=[A-Za-z0-9_-]+$/);
    expect(decodeLink(hash)).toEqual(example);
    expect(decodeLink(`#${hash}`)).toEqual(example);
  });

  it("carry pins, and refuse too many, too long names and places that are none", () => {
    const pins = [
      { x: 0.5, y: -1, name: "a saddle" },
      { x: 2e5, y: 0, name: "" },
    ];
    expect(decodeLink(encodeLink({ ...example, view: { ...DEFAULT_VIEW, pins } })).view.pins).toEqual(pins);
    const complain = (wrong: unknown) =>
      complaintOf(packText(JSON.stringify({ spec: EXAMPLE_SPEC, view: { pins: wrong } })));
    expect(complain(Array.from({ length: 21 }, () => pins[0]))).toBe("view.pins: 21 entries are more than 20");
    expect(complain([{ x: 0, y: 0, name: "x".repeat(41) }])).toBe("view.pins[0].name: 41 characters are more than 40");
    expect(complain([{ x: 0, y: 1e9, name: "far" }])).toBe("view.pins[0].y: 1000000000 is above 1000000");
    expect(complain([{ x: null, y: 0, name: "no" }])).toMatch(/^view\.pins\[0\]\.x: /);
  });

  it("can hold any valid spec, and the decoded spec is frozen", () => {
    fc.assert(
      fc.property(arbitrarySpec, (input) => {
        const spec = parseSpec(input);
        const link = decodeLink(encodeLink({ spec, view: DEFAULT_VIEW }));
        expect(link).toEqual({ spec, view: DEFAULT_VIEW });
        expect(Object.isFrozen(link.spec.network.layers)).toBe(true);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it("parse(JSON(parse(x))) is parse(x)", () => {
    fc.assert(
      fc.property(arbitrarySpec, (input) => {
        const spec = parseSpec(input);
        expect(parseSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it("cut short anywhere, or with a character changed here and there, give one sentence or a valid experiment", () => {
    const hash = encodeLink({ spec: DEFAULT_SPEC, view: DEFAULT_VIEW });
    const attempt = (damaged: string) => {
      try {
        expect(parseSpec(decodeLink(damaged).spec)).toBeDefined();
      } catch (error) {
        expect(error, damaged).toBeInstanceOf(SpecError);
      }
    };
    for (let length = 0; length < hash.length; length++) attempt(hash.slice(0, length));
    for (let at = 2; at < hash.length; at += 2) {
      for (const character of "A_%€") attempt(hash.slice(0, at) + character + hash.slice(at + 1));
    }
  });

  it("survive what mail, chats and forums do to them", () => {
    const hash = encodeLink(example);
    for (const end of [")", ".", ",", ">", '"', "'", "]", ";", ">.", "%22", "&gt;", "&utm_source=mail", "…"])
      expect(decodeLink(`#${hash}${end}`), end).toEqual(example);
    const [start, rest] = [hash.slice(0, 90), hash.slice(90)];
    for (const cut of ["\n", "\r\n", "=\r\n", "%0D%0A", "%20", "\u200b"])
      expect(decodeLink(`#${start}${cut}${rest}`), cut).toEqual(example);
    for (const sign of ["%3D", "%3d", "%253D"])
      expect(decodeLink(`#${hash.replace("=", sign)}`), sign).toEqual(example);
    for (const mark of ["#", "%23"]) {
      const address = `https://example.org/losscape/?embed${mark}${hash})`;
      expect(decodeLink(findLink(address)), mark).toEqual(example);
    }
    expect(findLink("https://example.org/losscape/#")).toBe("");
    expect(findLink("https://example.org/losscape/")).toBe("");
  });

  it("say that they were cut short, wherever they were", () => {
    const hash = encodeLink(example);
    for (let length = 3; length < hash.length; length++)
      expect(complaintOf(hash.slice(0, length)), `${length}`).toBe("link: it was cut short, so the defaults are shown");
  });

  it("of random text give one sentence", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.base64String()), (text) => {
        expect(complaintOf(`e=${text}`)).toMatch(/^link: /);
        expect(complaintOf(text.replaceAll("e=", ""))).toMatch(/^link: /);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it("that unpack to something huge are refused at once", () => {
    // Valid except for its length: 100 MB of spaces after, or before, a valid experiment.
    const blanks = new Uint8Array(100_000_000).fill(32);
    const text = strToU8(JSON.stringify({ spec: EXAMPLE_SPEC }));
    for (const place of [0, blanks.length - text.length]) {
      const padded = blanks.slice();
      padded.set(text, place);
      const deflated = deflateSync(padded, { level: 9 });
      const bomb = pack(deflated);
      expect(bomb.length).toBeLessThan(200_000);
      expect(complaintOf(bomb)).toBe("link: it unpacks to more than 16000000 bytes");
      // The limit is in the first sixth of the stream. A reader that continues past the half would report the damage there instead.
      const damaged = deflated.slice().fill(255, deflated.length >> 1);
      expect(() => inflateSync(damaged)).toThrow();
      expect(complaintOf(pack(damaged))).toBe("link: it unpacks to more than 16000000 bytes");
    }
    expect(complaintOf(`e=${"A".repeat(2_000_001)}`)).toBe("link: 2000001 characters are more than 2000000");
  });

  it("with hostile JSON give the field's own sentence, or the link's", () => {
    const spec = JSON.stringify(EXAMPLE_SPEC);
    expect(complaintOf(packText("null"))).toMatch(/^link: /);
    expect(complaintOf(packText("[]"))).toMatch(/^link: /);
    expect(complaintOf(packText(`{"view":{}}`))).toMatch(/^link: /);
    expect(complaintOf(packText(`{"__proto__":{"spec":${spec}}}`))).toMatch(/^link: /);
    expect(complaintOf(packText(`{"spec":null}`))).toMatch(/^spec: /);
    expect(complaintOf(packText(`{"spec":${spec.replace('"columns":41', '"columns":5000')}}`))).toBe(
      "spec.grid.columns: 5000 is above 1025",
    );
    expect(complaintOf(packText(`{"spec":${spec},"view":{"height":"up"}}`))).toMatch(/^view\.height: "up" is not /);
    expect(complaintOf(packText(`{"spec":${spec},"view":{"camera":{"azimuth":1e999}}}`))).toMatch(/^view\.camera/);
    expect(decodeLink(packText(`{"spec":${spec}}`)).view).toEqual(DEFAULT_VIEW);
  });
});
