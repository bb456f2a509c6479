import { describe, expect, it } from "vitest";
import { stageGrids } from "../../../../src/compute/jobs/evaluation-stages";
import { makeGrid } from "../../../../src/slice/grid";

const over = (columns: number, rows = columns) =>
  ({ columns, rows, xRange: [-1, 2], yRange: [-3, 1] }) as Parameters<typeof stageGrids>[0];

describe("the grids of an evaluation", () => {
  it.each([
    [2, ["2×2"]],
    [33, ["33×33"]],
    [64, ["64×64"]],
    [65, ["33×33", "65×65"]],
    [97, ["33×33", "97×97"]],
    [129, ["33×33", "65×65", "129×129"]],
    [513, ["33×33", "65×65", "129×129", "513×513"]],
  ])("for %i² are %j", (side, expected) => {
    expect(stageGrids(over(side)).map(({ columns, rows }) => `${columns}×${rows}`)).toEqual(expected);
  });

  it("thin each side by itself", () => {
    expect(stageGrids(over(1025, 3)).map(({ columns, rows }) => `${columns}×${rows}`)).toEqual([
      "33×3",
      "129×3",
      "1025×3",
    ]);
  });

  it.each([65, 97, 129, 257, 513, 1025])("are nested for %i²", (side) => {
    const grids = stageGrids(over(side)).map(makeGrid);
    const finest = grids.at(-1)!;
    for (const { x, y } of grids) {
      const [stride] = [(side - 1) / (x.length - 1)];
      expect(Number.isInteger(stride)).toBe(true);
      x.forEach((value, i) => {
        expect(value).toBeCloseTo(finest.x[i * stride]!, 12);
      });
      y.forEach((value, i) => {
        expect(value).toBeCloseTo(finest.y[i * stride]!, 12);
      });
    }
  });
});
