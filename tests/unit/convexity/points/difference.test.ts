import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DIFFERENCE_CLASSES, subtractLandscapes } from "../../../../src/convexity/points/difference";
import type { Landscape } from "../../../../src/convexity/points/landscape";
import { makeLandscape } from "../../studio/landscapes";

function landscapeOf(losses: readonly number[], errors: readonly number[]): Landscape {
  const plain = makeLandscape(
    losses.length,
    losses.map(() => "convex"),
    losses.map(() => 0),
  );
  return { ...plain, loss: Float64Array.from(losses), lossError: Float64Array.from(errors) };
}

describe("the difference of two slices", () => {
  it("is B less A, and calls a side lower only beyond both error bounds", () => {
    const a = landscapeOf([1, 1, 1, 1, 1], [0.1, 0.1, 0.1, 0, 0.1]);
    const b = landscapeOf([2, 0, 1.15, 1, Number.NaN], [0.1, 0.1, 0.1, 0, 0.1]);
    const { values, classes, summary } = subtractLandscapes(a, b)!;
    expect([...values]).toEqual([1, -1, expect.closeTo(0.15, 12), 0, Number.NaN]);
    expect(Array.from(classes, (index) => DIFFERENCE_CLASSES[index])).toEqual([
      "higher",
      "lower",
      "undecided",
      "undecided",
      "not-finite",
    ]);
    expect(summary).toEqual({ lower: 0.2, higher: 0.2, undecided: 0.4, "not-finite": 0.2 });
  });

  it("calls infinite losses not finite, and is undecided where no error bound is known", () => {
    const a = landscapeOf([1, Number.POSITIVE_INFINITY, 3], [0, 0, Number.POSITIVE_INFINITY]);
    const b = landscapeOf([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 1e9], [0, 0, 0]);
    const { classes, values } = subtractLandscapes(a, b)!;
    expect(Array.from(classes, (index) => DIFFERENCE_CLASSES[index])).toEqual([
      "not-finite",
      "not-finite",
      "undecided",
    ]);
    expect(Number.isNaN(values[0]!)).toBe(true);
  });

  it("is none where the grids are not the same", () => {
    const a = landscapeOf([1, 2, 3], [0, 0, 0]);
    expect(subtractLandscapes(a, landscapeOf([1, 2], [0, 0]))).toBeNull();
    const shifted = { ...a, grid: { ...a.grid, x: a.grid.x.map((value) => value + 1e-9) } };
    expect(subtractLandscapes(a, shifted)).toBeNull();
  });

  it("never contradicts the true losses within their bounds, and changes sign with the order", () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const part = fc.double({ min: -1, max: 1, noNaN: true });
    const bound = fc.double({ min: 0, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(value, bound, part), fc.tuple(value, bound, part), (one, other) => {
        const [a, b] = [one, other].map(([loss, error]) => landscapeOf([loss], [error]));
        const { classes, values } = subtractLandscapes(a!, b!)!;
        // A place between the bounds, clear of their ends by more than its own rounding.
        const [trueA, trueB] = [one, other].map(([loss, error, share]) => loss + 0.999 * share * error);
        const found = DIFFERENCE_CLASSES[classes[0]!];
        if (found === "lower") expect(trueB!).toBeLessThan(trueA!);
        if (found === "higher") expect(trueB!).toBeGreaterThan(trueA!);
        const back = subtractLandscapes(b!, a!)!;
        expect(back.values[0]! + values[0]!).toBe(0);
        expect(DIFFERENCE_CLASSES[back.classes[0]!]).toBe(
          { lower: "higher", higher: "lower", undecided: "undecided", "not-finite": "not-finite" }[found!],
        );
      }),
      { seed: 20_241_105, numRuns: 400 },
    );
  });
});
