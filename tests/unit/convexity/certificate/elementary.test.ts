import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SMOOTH_FUNCTIONS } from "../../../../src/convexity/certificate/elementary";
import { readRows, round } from "../../../../src/convexity/certificate/enclosure";
import { amount } from "../../../support/long-run";

interface KnownValues {
  readonly values: readonly ({ readonly x: number } & Readonly<Record<string, string | number>>)[];
}

const known = JSON.parse(readFileSync(new URL("known-values.json", import.meta.url), "utf8")) as KnownValues;
const KNOWN_BITS = 300;
const NAMES = Object.keys(SMOOTH_FUNCTIONS);

/** The true value is in [n, n + 1) / 2^300, and equals n / 2^300 for the few dyadic ones. */
function readKnown(text: string): bigint {
  return text.startsWith("-") ? -BigInt(text.slice(1)) : BigInt(text);
}

function enclose(name: string, from: number, to: number, bits: number) {
  const [first, last] = round(readRows([[from, to]])[0]!, bits).entries;
  return SMOOTH_FUNCTIONS[name]!({ lo: first!.lo, hi: last!.hi }, bits);
}

describe.each([24, 40, 128, 256])("smooth functions with %i bits", (bits) => {
  const shift = BigInt(KNOWN_BITS - bits);
  it.each(NAMES)("%s contains every known value, tightly", (name) => {
    for (const row of known.values) {
      const value = readKnown(row[name] as string);
      const { lo, hi } = enclose(name, row.x, row.x, bits);
      expect(lo << shift <= value, `${name}(${row.x}) from below`).toBe(true);
      expect(value <= hi << shift, `${name}(${row.x}) from above`).toBe(true);
      // A few units; the same number for each unit of |x| where the function is x times another function.
      expect(hi - lo, `${name}(${row.x})`).toBeLessThanOrEqual(6n + BigInt(Math.ceil(Math.abs(row.x))) * 4n);
    }
  });

  it.each(NAMES)("%s over a wide interval contains the known values inside", (name) => {
    const rows = [...known.values].sort((a, b) => a.x - b.x);
    const index = fc.integer({ min: 0, max: rows.length - 1 });
    fc.assert(
      fc.property(index, index, index, (a, b, c) => {
        const [from, inside, to] = [a, b, c].sort((left, right) => left - right).map((i) => rows[i]!);
        const { lo, hi } = enclose(name, from!.x, to!.x, bits);
        const value = readKnown(inside![name] as string);
        expect(lo << shift <= value && value <= hi << shift).toBe(true);
      }),
      { seed: bits, numRuns: amount(500, 2000) },
    );
  });
});

describe("smooth functions at the limits of their reductions", () => {
  it.each(NAMES)("%s is bounded and quick far out", (name) => {
    const start = performance.now();
    for (const exponent of [10, 60, 100, 127, 128, 129, 400, 1500]) {
      for (const sign of [1n, -1n]) {
        const x = sign << BigInt(exponent + 128);
        const { lo, hi } = SMOOTH_FUNCTIONS[name]!({ lo: x, hi: x }, 128);
        expect(lo <= hi).toBe(true);
        if (["sigmoid", "tanh", "sin"].includes(name)) {
          expect(hi <= (1n << 128n) + 8n && lo >= -(1n << 128n) - 8n).toBe(true);
        }
      }
    }
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it("tanh holds the true value at 0.4836391298655265, where a package's interval does not", () => {
    const row = known.values.find(({ x }) => x === 0.4836391298655265)!;
    const { lo, hi } = enclose("tanh", row.x, row.x, 128);
    const value = readKnown(row.tanh as string) >> 172n;
    expect(lo <= value && value <= hi).toBe(true);
  });
});
