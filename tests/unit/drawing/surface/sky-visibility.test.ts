import { describe, expect, it } from "vitest";
import { measureSkyVisibility } from "../../../../src/drawing/surface/sky-visibility";
import { HOLE_LEVEL, MARK_BYTES, type SurfaceField } from "../../../../src/drawing/surface/surface-field";

const BOX = { halfWidth: 1, halfHeight: 0.5, halfDepth: 1, xRange: [-1, 1], yRange: [-1, 1] } as const;

function fieldOf(side: number, levelAt: (x: number, y: number) => number): SurfaceField {
  const levels = new Float32Array(side * side * 2);
  for (let index = 0; index < side * side; index++) {
    const [x, y] = [index % side, Math.floor(index / side)].map((place) => (2 * place) / (side - 1) - 1);
    levels[2 * index] = levelAt(x!, y!);
  }
  return { columns: side, rows: side, levels, marks: new Uint8Array(side * side * MARK_BYTES) };
}

const middleOf = ({ columns, rows, values }: ReturnType<typeof measureSkyVisibility>) =>
  values[Math.floor(rows / 2) * columns + Math.floor(columns / 2)]!;

describe("sky visibility", () => {
  it("a plain and the top of a hill see the whole sky", () => {
    expect(
      measureSkyVisibility(
        fieldOf(33, () => 0.3),
        BOX,
      ).values.every((value) => value === 255),
    ).toBe(true);
    expect(
      middleOf(
        measureSkyVisibility(
          fieldOf(33, (x, y) => 1 - (x * x + y * y) / 2),
          BOX,
        ),
      ),
    ).toBe(255);
  });

  it("in a cone the sky ends at the slope of its walls on every side", () => {
    // The wall rises by 1 over a length of 1: cos² 45° = 1/2.
    const cone = fieldOf(65, (x, y) => Math.hypot(x, y));
    expect(Math.abs(middleOf(measureSkyVisibility(cone, BOX)) - 127.5)).toBeLessThanOrEqual(1);
  });

  it("a valley is darker than the ridge beside it, on a fine grid too", () => {
    for (const side of [33, 257]) {
      const { columns, rows, values } = measureSkyVisibility(
        fieldOf(side, (x) => 0.5 + 0.5 * Math.cos(3 * Math.PI * x)),
        BOX,
      );
      expect(columns).toBeLessThanOrEqual(129);
      const row = Math.floor(rows / 2) * columns;
      const at = (x: number) => values[row + Math.round(((x + 1) / 2) * (columns - 1))]!;
      expect(at(1 / 3)).toBeLessThan(0.6 * at(0));
    }
  });

  it("a hole hides nothing", () => {
    const holed = fieldOf(33, (x) => (x > 0.5 ? HOLE_LEVEL : 0.5));
    expect(middleOf(measureSkyVisibility(holed, BOX))).toBe(255);
  });
});
