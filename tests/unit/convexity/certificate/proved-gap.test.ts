import fc from "fast-check";
import { expect, it } from "vitest";
import { formatDecimal } from "../../../../src/convexity/certificate/schema";
import { readGapLimit, readProvedGap } from "../../../../src/convexity/certificate/search/proved-gap";
import { compareFractions, readFloat } from "../../../support/fractions";

it("no float64 states more than was proved, and none states much less", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
      fc.integer({ min: -1000, max: 1100 }),
      fc.integer({ min: 1, max: 10_000 }),
      (integer, doublings, samples) => {
        const numerator = doublings < 0 ? integer << BigInt(-doublings) : integer;
        const denominator = doublings < 0 ? 1n : 1n << BigInt(doublings);
        const exact = { numerator, denominator: denominator * BigInt(samples) };
        const low = readProvedGap(formatDecimal(numerator, denominator, "down"), samples);
        const high = readGapLimit(formatDecimal(numerator, denominator, "up"), samples);
        if (Number.isFinite(low)) expect(compareFractions(readFloat(low), exact)).toBeLessThanOrEqual(0);
        if (Number.isFinite(high)) expect(compareFractions(readFloat(high), exact)).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThan(Number.POSITIVE_INFINITY);
        expect(high).toBeGreaterThan(Number.NEGATIVE_INFINITY);
        const proved = Number(numerator) / Number(denominator) / samples;
        if (Math.abs(proved) < 1e-300 || Math.abs(proved) > 1e300 || Number.isNaN(proved)) return;
        expect(Math.abs(low - proved)).toBeLessThanOrEqual(1e-15 * Math.abs(proved));
        expect(Math.abs(high - proved)).toBeLessThanOrEqual(1e-15 * Math.abs(proved));
      },
    ),
    { numRuns: 3000 },
  );
});

it("a gap that a float64 holds is that float64", () => {
  for (const read of [readProvedGap, readGapLimit]) {
    expect(read("2", 1)).toBe(2);
    expect(read("0.125", 1)).toBe(0.125);
    expect(read("3", 4)).toBe(0.75);
    expect(read("-0.5", 2)).toBe(-0.25);
  }
});
