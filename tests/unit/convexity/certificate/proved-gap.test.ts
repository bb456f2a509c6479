import fc from "fast-check";
import { expect, it } from "vitest";
import { formatDecimal } from "../../../../src/convexity/certificate/schema";
import { readProvedGap } from "../../../../src/convexity/certificate/search/proved-gap";
import { writeLowerBound } from "../../../../src/words/numbers";

/** A float64 as a fraction. */
function readFloat(value: number): { numerator: bigint; denominator: bigint } {
  let [integer, denominator] = [value, 1n];
  for (; !Number.isInteger(integer); denominator *= 2n) integer *= 2;
  return { numerator: BigInt(integer), denominator };
}

/** A number of a sentence as a fraction: 0.0132, 3×10⁻⁸. */
function readSentence(text: string): { numerator: bigint; denominator: bigint } {
  const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const [significand = "", power = ""] = text.split("×10");
  const size = [...power.replace("⁻", "")].map((digit) => raised.indexOf(digit)).join("");
  const exponent = Number(size) * (power.startsWith("⁻") ? -1 : 1);
  const [whole = "", fraction = ""] = significand.split(".");
  const shift = exponent - fraction.length;
  const digits = BigInt(whole + fraction);
  return shift >= 0
    ? { numerator: digits * 10n ** BigInt(shift), denominator: 1n }
    : { numerator: digits, denominator: 10n ** BigInt(-shift) };
}

it("no number and no sentence states more than was proved, and none states much less", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 40n }),
      fc.integer({ min: 0, max: 400 }),
      fc.integer({ min: 1, max: 10_000 }),
      (numerator, doublings, samples) => {
        const denominator = 1n << BigInt(doublings);
        const bound = formatDecimal(numerator, denominator, "down");
        const gap = readProvedGap(bound, samples);
        // gap · samples ≤ numerator / denominator
        const exact = readFloat(gap);
        expect(exact.numerator * BigInt(samples) * denominator <= numerator * exact.denominator).toBe(true);
        const said = readSentence(writeLowerBound(gap));
        expect(said.numerator * BigInt(samples) * denominator <= numerator * said.denominator).toBe(true);
        const proved = Number(numerator) / Number(denominator) / samples;
        expect(gap).toBeGreaterThanOrEqual(proved * (1 - 1e-15));
        expect(Number(said.numerator) / Number(said.denominator)).toBeGreaterThanOrEqual(proved * (1 - 0.0101));
      },
    ),
    { numRuns: 5000 },
  );
});

it("a gap that a float64 holds is that float64", () => {
  expect(readProvedGap("2", 1)).toBe(2);
  expect(readProvedGap("0.125", 1)).toBe(0.125);
  expect(readProvedGap("3", 4)).toBe(0.75);
});
