import { describe, expect, it } from "vitest";
import { formatFraction, formatNumber, formatTicks } from "../../../src/scene/number-text";
import { findRoundest, placeDecadeTicks, placeLinearTicks } from "../../../src/scene/ticks";

describe("round values", () => {
  it.each([
    [-1, 1, 4, [-1, -0.5, 0, 0.5, 1]],
    [0, 1.23, 5, [0, 0.2, 0.4, 0.6, 0.8, 1, 1.2]],
    [100, 101, 5, [100, 100.2, 100.4, 100.6, 100.8, 101]],
    [-3e-7, 3e-7, 4, [-2e-7, 0, 2e-7]],
  ])("linear from %d to %d", (low, high, count, expected) => {
    expect(placeLinearTicks(low, high, count).major).toEqual(expected);
  });

  it("puts fine ticks between the labelled ones and never on them", () => {
    const { major, minor } = placeLinearTicks(0, 2, 4);
    expect(major).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(minor).toHaveLength(16);
    expect(minor.some((value) => major.includes(value))).toBe(false);
  });

  it("finds the value with the fewest digits", () => {
    expect(findRoundest(-1, 2, 1)).toBe(0);
    expect(findRoundest(0.03, 40, 1.1)).toBe(1);
    expect(findRoundest(1.3, 8, 4)).toBe(5);
    expect(findRoundest(-8, -1.3, -4)).toBe(-5);
    expect(findRoundest(6.25, 6.35, 6.31)).toBe(6.3);
  });

  it("steps by whole decades where there are many", () => {
    expect(placeDecadeTicks(-4.2, 0.3, 5).major).toEqual([1e-4, 1e-3, 1e-2, 0.1, 1]);
    expect(placeDecadeTicks(-1, 1, 5).minor).toEqual([0.2, 0.5, 2, 5]);
  });
});

describe("numbers as text", () => {
  it.each([
    [0, "0"],
    [-2.4, "−2.4"],
    [0.000123, "0.000123"],
    [1e-20, "10⁻²⁰"],
    [-3e-8, "−3×10⁻⁸"],
    [123456, "123000"],
    [1.5e12, "1.5×10¹²"],
    [Number.POSITIVE_INFINITY, "∞"],
    [Number.NaN, "not a number"],
  ])("%d", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it("gives the numbers of an axis one count of decimals", () => {
    expect(formatTicks([-1, -0.5, 0, 0.5])).toEqual(["−1.0", "−0.5", "0.0", "0.5"]);
    expect(formatTicks([0, 1, 2])).toEqual(["0", "1", "2"]);
  });

  it("writes fractions with three digits and never rounds a point away", () => {
    const space = "\u00a0";
    expect(formatFraction(0)).toBe(`0${space}%`);
    expect(formatFraction(1)).toBe(`100${space}%`);
    expect(formatFraction(0.31)).toBe(`31.0${space}%`);
    expect(formatFraction(1 - 1 / 263169)).toBe(`>${space}99.9${space}%`);
    expect(formatFraction(1 / 263169)).toBe(`0.00038${space}%`);
  });
});
