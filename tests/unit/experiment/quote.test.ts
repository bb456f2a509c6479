import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSpec, parseSpecText, SpecError } from "../../../src/experiment/parse";
import { escapeInvisible, quoteText } from "../../../src/experiment/quote";
import { EXAMPLE_SPEC } from "../../support/example-spec";

/** Characters that no message may contain: controls, formats, line and paragraph separators, unpaired surrogates, private and unassigned code points. */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/u;

/** Every code point, unpaired surrogates among them. */
function* allCharacters(): Generator<string> {
  for (let code = 0; code <= 0x10ffff; code++) yield String.fromCodePoint(code);
}

describe("escaping what cannot be seen", () => {
  it("leaves none of it, over all of Unicode, and touches nothing else but spaces and what fonts may ignore", () => {
    const ignorable = /[\p{Zs}\p{Default_Ignorable_Code_Point}\u2800]/u;
    const faults: string[] = [];
    for (const character of allCharacters()) {
      const escaped = escapeInvisible(character);
      const changed = escaped !== character;
      if (FORBIDDEN.test(escaped)) faults.push(escaped);
      if (changed && escaped !== `\\u{${character.codePointAt(0)!.toString(16)}}`) faults.push(escaped);
      if (changed && !FORBIDDEN.test(character) && !ignorable.test(character)) faults.push(escaped);
    }
    expect(faults).toEqual([]);
  });

  it.each([
    ["\u202e", "\\u{202e}"],
    ["a\u2028b", "a\\u{2028}b"],
    ["zero\u200bwidth", "zero\\u{200b}width"],
    ["\ud83d", "\\u{d83d}"],
    ["\u{e0041}", "\\u{e0041}"],
    ["no\u00a0break", "no\\u{a0}break"],
    ["\u3164", "\\u{3164}"],
    ["λ ≤ ½ 🙂 – “é”", "λ ≤ ½ 🙂 – “é”"],
    ["a b", "a b"],
  ])("%j", (text, escaped) => {
    expect(escapeInvisible(text)).toBe(escaped);
    expect(escapeInvisible(escaped)).toBe(escaped);
  });

  it("quotes to a length, and cuts no escape or character in two", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.integer({ min: 12, max: 80 }), (text, most) => {
        const quoted = quoteText(text, most);
        expect(quoted.length).toBeLessThanOrEqual(most + 1);
        expect(quoted).not.toMatch(FORBIDDEN);
        expect(escapeInvisible(text).startsWith(quoted.replace(/…$/, ""))).toBe(true);
        if (!quoted.endsWith("…")) expect(quoted).toBe(escapeInvisible(text));
      }),
      { numRuns: 300 },
    );
  });
});

describe("the parser's messages", () => {
  const messageOf = (read: () => unknown): string => {
    try {
      read();
    } catch (error) {
      if (error instanceof SpecError) return error.message;
      throw error;
    }
    throw new Error("nothing was refused");
  };

  it("hold nothing invisible, whatever a field or its name holds", () => {
    // The beginning of every plane, where most invisible characters are, and a sample of the others.
    const codes = Array.from({ length: 0x2100 }, (_, code) => code);
    for (let code = 0x2100; code <= 0x10ffff; code += 4999) codes.push(code);
    for (const code of [0xd800, 0xdfff, 0xe000, 0xfeff, 0xfff9, 0xfffe, 0xe0001, 0x10ffff]) codes.push(code);
    for (const code of codes) {
      const character = String.fromCodePoint(code);
      const value = messageOf(() => parseSpec({ format: character }));
      expect(value).toMatch(/^spec\.format: ".*" is not losscape-spec$/u);
      expect(value).not.toMatch(FORBIDDEN);
    }
    for (const code of codes.filter((code) => code % 8 === 0)) {
      const name = messageOf(() => parseSpec({ ...EXAMPLE_SPEC, [`${String.fromCodePoint(code)}!`]: 1 }));
      expect(name).toMatch(/^spec\..*!: is not a known field$/u);
      expect(name).not.toMatch(FORBIDDEN);
    }
  });

  it("name a field that turns the reading direction round as it is spelt", () => {
    const message = messageOf(() => parseSpecText('{"format":"losscape-spec","version":"\\u202e1"}'));
    expect(message).toBe('spec.version: "\\u{202e}1" is not 1');
  });
});
