import { describe, expect, it } from "vitest";
import { classifySamples, isEven } from "../../../../src/convexity/points/classify-samples";
import { POINT_CLASSES } from "../../../../src/convexity/points/point-class";
import type { Grid } from "../../../../src/slice/grid";

const EVEN = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5];
const UNEVEN = [-1, -0.9, -0.5, -0.25, 0, 0.3, 1];

function sample(
  x: readonly number[],
  y: readonly number[],
  loss: (x: number, y: number) => number,
  relative = 2 ** -53,
) {
  const grid: Grid = { columns: x.length, rows: y.length, x: Float64Array.from(x), y: Float64Array.from(y) };
  const values = Float64Array.from(y.flatMap((v) => x.map((u) => loss(u, v))));
  const sampled = classifySamples({
    grid,
    loss: values,
    lossError: values.map((value) => Math.abs(value) * relative || 0),
  });
  return { grid, values, sampled, classes: [...sampled.classes].map((index) => POINT_CLASSES[index]!) };
}

describe("numbers without a function", () => {
  it.each([
    [EVEN, EVEN],
    [UNEVEN, EVEN],
    [UNEVEN, UNEVEN],
  ])("have the curvature of a quadratic between x %j and y %j, and no class where they are convex", (x, y) => {
    const { grid, sampled, classes } = sample(x, y, (u, v) => 1 + u - 2 * v + 1.5 * u * u + 0.5 * u * v + v * v);
    for (let row = 1; row + 1 < grid.rows; row++) {
      for (let column = 1; column + 1 < grid.columns; column++) {
        const point = row * grid.columns + column;
        expect(sampled.xx[point]).toBeCloseTo(3, 10);
        expect(sampled.yy[point]).toBeCloseTo(2, 10);
        expect(sampled.xy[point]).toBeCloseTo(0.5, 10);
        expect(sampled.min[point]! + sampled.max[point]!).toBeCloseTo(5, 10);
      }
    }
    expect(new Set(classes)).toEqual(new Set(["undecided"]));
    expect(sampled.summary.undecided).toBe(1);
    // A number at the border has no second neighbour.
    expect(sampled.xx[0]).toBeNaN();
  });

  it.each([
    [EVEN, EVEN],
    [UNEVEN, EVEN],
    [UNEVEN, UNEVEN],
  ])("lie above a chord of two others wherever a concave function bends, between x %j and y %j", (x, y) => {
    const { grid, classes } = sample(x, y, (u, v) => v - u * u);
    for (let point = 0; point < classes.length; point++) {
      const column = point % grid.columns;
      const isInside = column > 0 && column + 1 < grid.columns;
      expect(classes[point]).toBe(isInside ? "nonconvex-chord" : "undecided");
    }
  });

  it("never disprove the convexity of a convex function on an uneven grid, where the middle of a chord is not its point", () => {
    const { classes } = sample(UNEVEN, UNEVEN, (u, v) => Math.exp(u) + Math.abs(v + 0.2) + Math.max(0, u - v));
    expect(classes).not.toContain("nonconvex-chord");
    expect(classes).not.toContain("nonconvex-curvature");
  });

  it("prove nothing by the rounding of their storage", () => {
    const plane = (u: number, v: number) => Math.fround(0.1 * u + 0.7 * v + 3);
    expect(sample(EVEN, EVEN, plane, 2 ** -24).classes).not.toContain("nonconvex-chord");
    // Taken as exact, the same numbers do lie above chords.
    expect(sample(EVEN, EVEN, plane, 0).classes).toContain("nonconvex-chord");
  });

  it("are not finite where one is missing, and undecided beside it", () => {
    const { sampled, classes } = sample(EVEN, EVEN, (u, v) => (u === 0 && v === 0 ? Number.NaN : u * u + v * v));
    const middle = 4 * 7 + 4;
    expect(classes[middle]).toBe("not-finite");
    expect(classes.filter((name) => name === "not-finite")).toHaveLength(1);
    expect(sampled.xx[middle + 1]).toBeNaN();
    expect(sampled.xx[middle + 7]).toBeCloseTo(2, 10);
  });

  it("of one row are a curve: the chords along it decide", () => {
    const { sampled, classes } = sample(EVEN, [0], (u) => Math.cos(2 * u));
    expect(classes[4]).toBe("nonconvex-chord");
    expect(sampled.xx[4]).toBeLessThan(0);
    expect(sampled.yy[4]).toBeNaN();
  });
});

it("a grid is even where rounding to float32 explains its distances", () => {
  const thirds = Array.from({ length: 10 }, (_, i) => -1 + i / 3);
  expect(isEven(Float64Array.from(thirds, Math.fround))).toBe(true);
  expect(isEven(Float64Array.from(UNEVEN))).toBe(false);
  expect(isEven(Float64Array.of(0))).toBe(true);
  expect(isEven(Float64Array.of(-3e19, 0, 3e19))).toBe(true);
});
