import { describe, expect, it } from "vitest";
import { findRoundest, placeDecadeTicks, placeLinearTicks } from "../../../../src/drawing/scales/ticks";

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
