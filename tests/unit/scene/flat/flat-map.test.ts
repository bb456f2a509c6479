import { describe, expect, it } from "vitest";
import { boxOfGrid, placeInBox } from "../../../../src/drawing/surface/surface-box";
import type { SurfaceField } from "../../../../src/drawing/surface/surface-field";
import { frameMap, MAP_MARGIN, projectOntoMap } from "../../../../src/scene/flat/map-projection";

const GRID = { columns: 5, rows: 3, x: Float64Array.of(-2, -1, 0, 1, 2), y: Float64Array.of(0, 1, 2) };
const FIELD: SurfaceField = { columns: 5, rows: 3, levels: new Float32Array(30), marks: new Uint8Array(30) };

describe("the map of a slice", () => {
  it("is a square in the middle of its place, and nothing where there is no room", () => {
    expect(frameMap({ width: 400, height: 248 })).toEqual({ left: 100, top: MAP_MARGIN, side: 200 });
    expect(frameMap({ width: 20, height: 300 }).side).toBe(0);
    const free = { left: 100, top: 50, right: 60, bottom: 0 };
    expect(frameMap({ width: 400, height: 298 }, free)).toEqual({ left: 124, top: 78, side: 192 });
  });

  it("has each point of the grid in the middle of its square, whatever its height", () => {
    const box = boxOfGrid(GRID);
    const size = { width: 248, height: 248 };
    const { project } = projectOntoMap({ grid: GRID, box, field: FIELD }, size, frameMap(size));
    const side = 200;
    for (const [column, x] of GRID.x.entries()) {
      for (const [row, y] of GRID.y.entries()) {
        for (const level of [0, 1]) {
          const at = project(placeInBox(box, x, y, level))!;
          expect(at.x).toBeCloseTo(MAP_MARGIN + ((column + 0.5) / 5) * side, 9);
          expect(at.y).toBeCloseTo(MAP_MARGIN + side - ((row + 0.5) / 3) * side, 9);
        }
      }
    }
  });
});
