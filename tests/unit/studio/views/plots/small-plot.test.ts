import { describe, expect, it } from "vitest";
import {
  drawBand,
  drawLine,
  fitRange,
  nameTicks,
  openFrame,
  type PlotPoint,
} from "../../../../../src/studio/views/plots/small-plot";

const FRAME = openFrame({ left: 10, right: 110, top: 5, bottom: 55 }, [0, 1], [-1, 1]);

describe("a small plot", () => {
  it("has a margin around the finite values, and no range for fewer than two", () => {
    expect(fitRange([1, Number.NaN, 3, Infinity])).toEqual([1 - 0.16, 3 + 0.16]);
    const [low, high] = fitRange([2, 2])!;
    expect([low, high].map((value) => Math.abs(value - 2))).toEqual([expect.closeTo(0.16), expect.closeTo(0.16)]);
    expect(fitRange([0, 0])).toEqual([-0.08, 0.08]);
    expect(fitRange([1, Number.NaN])).toBeNull();
  });

  it("places values on its pixels, y upwards", () => {
    expect([FRAME.x(0), FRAME.x(1), FRAME.y(-1), FRAME.y(1), FRAME.y(0)]).toEqual([10, 110, 55, 5, 30]);
  });

  it("names round values that line up", () => {
    expect(nameTicks([-0.1, 1.1], 3)).toEqual([
      [0, "0.0"],
      [0.5, "0.5"],
      [1, "1.0"],
    ]);
  });

  it("breaks a line where a value is not finite", () => {
    const points: readonly PlotPoint[] = [
      [0, -1],
      [0.25, 0],
      [0.5, Number.NaN],
      [0.75, 0],
      [1, 1],
    ];
    expect(drawLine(FRAME, points, "curve").values).toEqual(["curve", "M10,55L35,30M85,30L110,5"]);
    expect(drawLine(FRAME, [], "curve").values).toEqual(["curve", ""]);
  });

  it("cuts a band without end off at the edges of the plot", () => {
    const band = [
      [0, -Infinity, Infinity],
      [1, 0, 0],
    ] as const;
    expect(drawBand(FRAME, band, "band").values).toEqual(["band", "M10,5L110,30L110,30L10,55Z"]);
  });
});
