import { describe, expect, it } from "vitest";
import { planStages } from "../../../../src/compute/jobs/evaluation-stages";
import { makeGrid } from "../../../../src/slice/grid";

const over = (columns: number, rows = columns) =>
  ({ columns, rows, xRange: [-1, 2.1], yRange: [-3, 1] }) as Parameters<typeof planStages>[0];

describe("the grids of an evaluation", () => {
  it.each([
    [2, ["2×2"]],
    [33, ["33×33"]],
    [48, ["48×48"]],
    [64, ["22×22", "64×64"]],
    [65, ["33×33", "65×65"]],
    [97, ["33×33", "97×97"]],
    [98, ["33×33", "98×98"]],
    [129, ["33×33", "65×65", "129×129"]],
    [257, ["33×33", "65×65", "129×129", "257×257"]],
    [513, ["33×33", "65×65", "129×129", "513×513"]],
  ])("for %i² are %j", (side, expected) => {
    expect(planStages(over(side)).map(({ grid }) => `${grid.columns}×${grid.rows}`)).toEqual(expected);
  });

  it("thin each side by itself", () => {
    expect(planStages(over(1025, 3)).map(({ grid }) => `${grid.columns}×${grid.rows}`)).toEqual([
      "33×3",
      "129×3",
      "1025×3",
    ]);
  });

  it.each([
    [65, 65],
    [97, 97],
    [97, 49],
    [101, 129],
    [513, 257],
    [1025, 1025],
  ])("have the very points of the last one: %i × %i", (columns, rows) => {
    const stages = planStages(over(columns, rows));
    const last = makeGrid(over(columns, rows));
    expect(stages.length).toBeGreaterThan(1);
    for (const { grid, shared } of stages) {
      expect(shared).toHaveLength(grid.columns * grid.rows);
      const strangers = shared!.filter((at, point) => {
        const [row, column] = [Math.floor(point / grid.columns), point % grid.columns];
        return last.x[at % columns] !== grid.x[column] || last.y[Math.floor(at / columns)] !== grid.y[row];
      });
      expect(strangers).toHaveLength(0);
      const steps = grid.x.slice(1).map((x, i) => x - grid.x[i]!);
      expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(1e-14);
      expect([grid.x[0], grid.x.at(-1)]).toEqual([-1, 2.1]);
    }
  });

  it("have points of their own where no stride divides the steps", () => {
    const [coarse, last] = planStages(over(98));
    expect([coarse!.shared, last!.shared?.length]).toEqual([null, 98 * 98]);
    expect(coarse!.grid).toEqual(makeGrid(over(33)));
  });
});
