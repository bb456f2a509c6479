import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSvgText, readSvgMetadata, writeSvgMetadata } from "../../../../src/formats/pictures/svg-metadata";
import { arbitrarySpec } from "../../../support/arbitrary-spec";

const DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>a</title><path d="M0 0"/></svg>';

describe("what a drawing carries", () => {
  it("is read unchanged, and does not change the drawing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const svg = writeSvgMetadata(DRAWING, text);
        expect(readSvgMetadata(svg)).toBe(text);
        expect(svg.replace(/<metadata>.*<\/metadata>/s, "")).toBe(DRAWING);
      }),
    );
  });

  it("holds any experiment", () => {
    fc.assert(
      fc.property(arbitrarySpec, (spec) => {
        const text = JSON.stringify({ spec });
        expect(JSON.parse(readSvgMetadata(writeSvgMetadata(DRAWING, text))!)).toEqual({ spec });
      }),
      { numRuns: 30 },
    );
  });

  it("is found after another program has written it again: other prefix, line breaks, CDATA, numbered entities", () => {
    const rewritten = (inner: string) =>
      `<?xml version="1.0" encoding="UTF-8"?>\n<!-- Created with Inkscape -->\n<svg xmlns="http://www.w3.org/2000/svg">
      <metadata id="m7"><rdf:RDF/><ns1:experiment
         id="e1" xmlns:ns1="urn:losscape:experiment:1">${inner}</ns1:experiment ></metadata></svg>`;
    expect(readSvgMetadata(rewritten("{&quot;a&quot;:&#38;&#x3c;}"))).toBe('{"a":&<}');
    expect(readSvgMetadata(rewritten('<![CDATA[{"a":"<&"}]]>'))).toBe('{"a":"<&"}');
    expect(isSvgText(rewritten(""))).toBe(true);
  });

  it("is null in other drawings, and damage is reported", () => {
    expect(readSvgMetadata(DRAWING)).toBeNull();
    expect(readSvgMetadata('<svg><metadata><experiment xmlns="urn:other">1</experiment></metadata></svg>')).toBeNull();
    const cut = writeSvgMetadata(DRAWING, "{}").split("</losscape")[0]!;
    expect(() => readSvgMetadata(cut)).toThrow("damaged");
    expect(() => writeSvgMetadata("<html/>", "{}")).toThrow("not an SVG drawing");
  });

  it("leaves entities of its own making unexpanded", () => {
    const bomb = `<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>${'<metadata><x:experiment xmlns:x="urn:losscape:experiment:1">&a;&constructor;</x:experiment></metadata>'}</svg>`;
    expect(readSvgMetadata(bomb)).toBe("&a;&constructor;");
  });

  it.each([
    [DRAWING, true],
    ["\ufeff  <svg>", true],
    ["<!DOCTYPE html><html><svg>", false],
    ['{"format":"losscape-spec"}', false],
    ["<svgx>", false],
  ])("tells drawings from other texts: %s", (text, is) => {
    expect(isSvgText(text)).toBe(is);
  });
});
