import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeContours } from "../../../../src/drawing/scales/contour-levels";
import { fitCurvatureScale } from "../../../../src/drawing/scales/curvature-scale";
import { countClipped, fitLossScale } from "../../../../src/drawing/scales/loss-scale";
import { findRobustLimits, measureRange, takeQuantile } from "../../../../src/drawing/scales/robust-limits";
import { HEIGHTS } from "../../../../src/experiment/view";

const backend = { kind: "reference", renderer: "test", floatBits: 64 } as const;
const fitScale = (values: ArrayLike<number>, height: (typeof HEIGHTS)[number]) =>
  fitLossScale({ loss: Float64Array.from(values), backend }, height);
const ramp = (count: number, f: (t: number) => number) => Array.from({ length: count }, (_, i) => f(i / (count - 1)));

describe("quantiles and robust limits", () => {
  it("interpolates between the values of a sample", () => {
    const sample = Float64Array.of(0, 1, 2, 10);
    expect(takeQuantile(sample, 0.5)).toBe(1.5);
    expect(takeQuantile(sample, 1)).toBe(10);
    expect(() => takeQuantile(new Float64Array(0), 0.5)).toThrow(RangeError);
  });

  it("leaves an even surface whole and cuts a spike", () => {
    const even = ramp(1000, (t) => 3 * t);
    expect(findRobustLimits(measureRange(even))).toEqual([0, 3]);
    const [low, high] = findRobustLimits(measureRange([...even, 1e9]));
    expect(low).toBe(0);
    expect(high).toBeLessThan(6.01);
    expect(high).toBeGreaterThan(3);
  });

  it("takes the full range of a plateau with a dip, also where the plateau trembles by rounding", () => {
    const plateau = ramp(1000, (t) => 1 + 1e-12 * Math.sin(1e4 * t));
    plateau[500] = 0.2;
    const [low, high] = findRobustLimits(measureRange(plateau), 1e-10);
    expect(low).toBe(0.2);
    expect(high).toBeCloseTo(1, 9);
  });
});

describe.each(HEIGHTS)("%s height", (height) => {
  it("rises with the loss and is inverted between its limits", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (losses, level) => {
          const scale = fitScale(losses, height);
          if (scale.flat) return;
          // lossAt passes through sinh or 10^x: its rounding is relative to the larger of value and range.
          const back = scale.levelOf(scale.lossAt(level));
          expect(Math.abs(back - level)).toBeLessThan(1e-6);
          const sorted = [...losses].sort((a, b) => a - b).map(scale.levelOf);
          for (let i = 1; i < sorted.length; i++) expect(sorted[i]!).toBeGreaterThanOrEqual(sorted[i - 1]!);
        },
      ),
      { seed: 20_240_601, numRuns: 200 },
    );
  });

  it("draws a constant loss as one level with one tick", () => {
    const scale = fitScale(new Array(50).fill(0.75), height);
    expect(scale.flat).toBe(true);
    expect(scale.levelOf(0.75)).toBe(0.5);
    expect(scale.ticks.major).toEqual([0.75]);
    expect(placeContours(scale)).toEqual([]);
  });

  it("puts every tick and contour within the box", () => {
    for (const losses of [
      ramp(500, (t) => t * t),
      ramp(500, (t) => 10 ** (30 * t - 30)),
      ramp(500, (t) => 7 + t / 100),
    ]) {
      const scale = fitScale(losses, height);
      for (const { level } of placeContours(scale)) {
        expect(level).toBeGreaterThan(-1e-6);
        expect(level).toBeLessThan(1 + 1e-6);
      }
      expect(scale.ticks.major.length).toBeGreaterThanOrEqual(2);
    }
  });

  it("survives a slice without one finite loss", () => {
    const scale = fitScale([Number.NaN, Number.POSITIVE_INFINITY], height);
    expect(scale.flat).toBe(true);
    expect(scale.ticks.major).toEqual([]);
  });
});

describe("losses as they come", () => {
  it("log: zeros and negatives lie at the least positive loss and are counted", () => {
    const losses = [0, -2, 1e-4, 1e-2, 1];
    const scale = fitScale(losses, "log");
    expect(scale.levelOf(0)).toBe(scale.levelOf(1e-4));
    expect(scale.levelOf(-2)).toBe(scale.levelOf(1e-4));
    expect(countClipped(losses, scale).notPositive).toBe(2);
  });

  it("log of nothing positive falls back to linear and says so", () => {
    const scale = fitScale([-3, -2, -1], "log");
    expect(scale.map).toBe("linear");
    expect(scale.requested).toBe("log");
  });

  it("log over thirty decades marks every fifth power of ten", () => {
    const scale = fitScale(
      ramp(2000, (t) => 10 ** (30 * t - 30)),
      "log",
    );
    expect(scale.ticks.major).toEqual([1e-30, 1e-25, 1e-20, 1e-15, 1e-10, 1e-5, 1]);
  });

  it("linear: a steep corner is cut off and leaves the bowl its height", () => {
    const losses = ramp(1000, (t) => t * t);
    losses[0] = 1e6;
    const scale = fitScale(losses, "linear");
    expect(scale.levelOf(0.9)).toBeGreaterThan(0.4);
    expect(countClipped(losses, scale)).toMatchObject({ above: 1, below: 0 });
  });

  it("counts what is not finite apart from what is cut off", () => {
    const losses = [...ramp(100, (t) => t), Number.NaN, Number.POSITIVE_INFINITY];
    expect(countClipped(losses, fitScale(losses, "asinh"))).toEqual({
      above: 0,
      below: 0,
      notPositive: 0,
      notFinite: 2,
    });
  });

  it("keeps a span near the end of float64 finite", () => {
    const scale = fitScale(
      ramp(100, (t) => (2 * t - 1) * 1.5e308),
      "linear",
    );
    expect(scale.levelOf(0)).toBeCloseTo(0.5, 2);
  });
});

describe("curvature scale", () => {
  it("is odd about 0 in colour and in ticks", () => {
    const scale = fitCurvatureScale(Float64Array.from(ramp(999, (t) => 40 * (t - 0.2) ** 3)));
    expect(scale.positionOf(0)).toBe(0.5);
    for (const value of [0.01, 0.5, 3]) expect(scale.positionOf(value) + scale.positionOf(-value)).toBeCloseTo(1, 12);
    expect(
      scale.ticks
        .map((tick) => -tick)
        .reverse()
        .map((tick) => tick + 0),
    ).toEqual(scale.ticks);
  });

  it("gives a slice without curvature the middle colour", () => {
    expect(fitCurvatureScale(new Float64Array(9)).positionOf(0)).toBe(0.5);
  });
});
