import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatAtLeast,
  formatAtMost,
  formatExact,
  formatFixed,
  formatForBox,
  formatFraction,
  formatNumber,
  formatProgress,
  formatSeconds,
  formatTicks,
} from "../../../src/words/numbers";
import { addFractions, compareFractions, readFloat, readText } from "../../support/fractions";

const SPACE = "\u00a0";

describe("the house style", () => {
  it.each([
    [0, "0"],
    [-0, "0"],
    [-2.4, "−2.4"],
    [0.5, "0.5"],
    [0.000354, "0.000354"],
    [-0.0000354, "−3.54×10⁻⁵"],
    [999.6, "1,000"],
    [9.999, "10"],
    [12_345, "12,300"],
    [353_900, "354,000"],
    [999_600, "10⁶"],
    [1e-20, "10⁻²⁰"],
    [-3e-8, "−3×10⁻⁸"],
    [1.5e12, "1.5×10¹²"],
    [5e-324, "4.94×10⁻³²⁴"],
    [Number.POSITIVE_INFINITY, "∞"],
    [Number.NEGATIVE_INFINITY, "−∞"],
    [Number.NaN, "not a number"],
  ])("measured: %d", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it.each([
    [12_800, "12,800"],
    [1_234_567, "1,234,567"],
    [123, "123"],
    [0.012345, "0.012345"],
    [1e-7, "10⁻⁷"],
    [-1234.5, "−1,234.5"],
    [1e300, "10³⁰⁰"],
  ])("chosen or counted: %d", (value, text) => {
    expect(formatExact(value)).toBe(text);
  });

  it("a chosen number can be read back", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const { numerator, denominator } = readText(formatExact(value));
        const read = denominator === 1n ? Number(numerator) : Number(`${numerator}e-${`${denominator}`.length - 1}`);
        expect(read).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it("gives the numbers of an axis one count of decimals", () => {
    expect(formatTicks([-1, -0.5, 0, 0.5])).toEqual(["−1.0", "−0.5", "0.0", "0.5"]);
    expect(formatTicks([0, 10_000, 20_000])).toEqual(["0", "10,000", "20,000"]);
    expect(formatTicks([0, 1e-8])).toEqual(["0", "10⁻⁸"]);
    expect([formatFixed(-0.7051, 2), formatFixed(-0.001, 2), formatFixed(1234.5, 1)]).toEqual([
      "−0.71",
      "0.00",
      "1,234.5",
    ]);
  });

  it("writes times, progress and number boxes", () => {
    expect([formatSeconds(2.1), formatSeconds(125)]).toEqual([`3${SPACE}s`, `2${SPACE}min 5${SPACE}s`]);
    expect([formatProgress(0.999), formatProgress(1)]).toEqual([`99${SPACE}%`, `100${SPACE}%`]);
    expect(formatForBox(-12345.678)).toBe("-12346");
  });
});

/** Any float64, numbers near powers of ten, and such as carry. */
const anyNumber = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -1e-307, max: 1e-307, noNaN: true }),
  fc
    .tuple(fc.constantFrom(1, 9.99, 9.995, 9.999, 1.005, 0.3), fc.integer({ min: -320, max: 300 }), fc.boolean())
    .map(([lead, power, isNegative]) => (isNegative ? -1 : 1) * Number(`${lead}e${power}`)),
);
const digits = fc.integer({ min: 1, max: 15 });

describe("what is proved", () => {
  it("is never written beyond the bound, nor far within it", () => {
    const error = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e-3, noNaN: true }));
    fc.assert(
      fc.property(anyNumber, error, digits, (value, bound, count) => {
        const [exact, shift] = [readFloat(value), readFloat(bound)];
        const least = addFractions(exact, { ...shift, numerator: -shift.numerator });
        const most = addFractions(exact, shift);
        const [low, high] = [readText(formatAtLeast(value, bound, count)), readText(formatAtMost(value, bound, count))];
        expect(compareFractions(low, least)).toBeLessThanOrEqual(0);
        expect(compareFractions(high, most)).toBeGreaterThanOrEqual(0);
        // Within one unit of the last digit, which is at most 10^(1 − count) of the number.
        for (const [written, bounded] of [[low, least] as const, [high, most] as const]) {
          const off = addFractions(written, { ...bounded, numerator: -bounded.numerator });
          const slack = {
            numerator: bounded.numerator < 0n ? -bounded.numerator : bounded.numerator,
            denominator: bounded.denominator * 10n ** BigInt(count - 1),
          };
          const size = { ...off, numerator: off.numerator < 0n ? -off.numerator : off.numerator };
          expect(compareFractions(size, slack)).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    [0.1236, 0, "0.123", "0.124"],
    [-0.3541, 0, "−0.355", "−0.354"],
    [9.999, 0, "9.99", "10"],
    [0.5, 0, "0.5", "0.5"],
    [0.3, 0, "0.299", "0.3"],
    [1, 1e-20, "0.999", "1.01"],
    [Number.POSITIVE_INFINITY, 0, "∞", "∞"],
    [0, 0, "0", "0"],
  ])("%d ± %d", (value, error, least, most) => {
    expect([formatAtLeast(value, error), formatAtMost(value, error)]).toEqual([least, most]);
  });

  it("a share of points claims none that is not there", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_050_625 }), fc.nat(), (total, seed) => {
        const count = seed % (total + 1);
        const written = readText(formatFraction(count / total).replace(`${SPACE}%`, ""));
        const exact = { numerator: 100n * BigInt(count), denominator: BigInt(total) };
        expect(compareFractions(written, exact)).toBeLessThanOrEqual(0);
        expect(
          compareFractions(written, {
            ...exact,
            numerator: exact.numerator * 99n,
            denominator: exact.denominator * 100n,
          }),
        ).toBeGreaterThanOrEqual(0);
      }),
    );
    expect([0, 1, 0.29, 0.5, 0.31, 1 - 1 / 263_169, 1 / 263_169].map((share) => formatFraction(share))).toEqual(
      ["0", "100", "29", "50", "31", "99.9", "0.000379"].map((text) => `${text}${SPACE}%`),
    );
  });
});
