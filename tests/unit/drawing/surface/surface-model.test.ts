import { describe, expect, it } from "vitest";
import { listColors } from "../../../../src/drawing/colors/color-map";
import { modelSurface } from "../../../../src/drawing/surface/surface-model";

const LOOK = { coloring: "loss", colorMap: "viridis" } as const;

/** A plane of 3 × 2 points whose loss rises with x: uneven in x. */
function model(loss: readonly number[]) {
  const grid = { columns: 3, rows: 2, x: Float64Array.of(0, 1, 4), y: Float64Array.of(0, 2) };
  const classes = new Uint8Array(6);
  return modelSurface({ grid, loss: Float64Array.from(loss), curvatureMin: new Float64Array(6), classes }, LOOK);
}

describe("a surface as a model", () => {
  const plain = model([0, 1, 4, 0, 1, 4]);

  it("has heights in proportion to the loss, in the box of the picture", () => {
    const places = Array.from({ length: 6 }, (_, point) => [...plain.places.slice(3 * point, 3 * point + 3)]);
    expect(places.map(([x]) => x)).toEqual([-1, -0.5, 1, -1, -0.5, 1]);
    expect(places.map(([, up]) => up)).toEqual([-0.5, -0.25, 0.5, -0.5, -0.25, 0.5]);
    // Slice y rises away from the viewer.
    expect(places[3]![2]).toBeLessThan(places[0]![2]!);
    expect(plain.clipped).toBe(0);
  });

  it("has the colours of the picture", () => {
    const table = listColors(LOOK);
    expect([...plain.colors.slice(0, 3)]).toEqual([...Float32Array.from(table[0]!)]);
    expect([...plain.colors.slice(6, 9)]).toEqual([...Float32Array.from(table.at(-1)!)]);
  });

  it("lays a point of the slice on the surface, also between uneven columns", () => {
    const [x, up] = plain.placeOn(2.5, 1)!;
    expect(x).toBeCloseTo(0.25, 12);
    expect(up).toBeCloseTo(2.5 / 4 - 0.5, 2);
    expect(plain.placeOn(4.1, 1)).toBeNull();
    expect(plain.placeOn(-0.1, 1)).toBeNull();
  });

  it("has a hole where there is no loss", () => {
    const holed = model([0, 1, Number.NaN, 0, 1, 4]);
    expect(holed.places[7]).toBeNaN();
    expect(holed.placeOn(3, 0.5)).toBeNull();
    expect(holed.placeOn(0.5, 0.5)).not.toBeNull();
  });
});
