import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { POINT_CLASSES } from "../../../../src/convexity/points/point-class";
import { sampleColorMap } from "../../../../src/drawing/colors/color-map";
import { DEFAULT_VIEW } from "../../../../src/experiment/view";
import { findClassRegions } from "../../../../src/figure/contour/class-regions";
import { layOutLayers } from "../../../../src/figure/contour/figure-layers";
import { openRings, traceAbove } from "../../../../src/figure/contour/traced-levels";
import { evaluateSynthetic, SYNTHETIC_SLICES } from "../../../render/synthetic-landscapes";
import { isInRings } from "../../../support/svg-shapes";

describe("traced levels", () => {
  it("have each point of the grid on its own side, and their lines where the field has the level", () => {
    const [columns, rows] = [7, 5];
    const field = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
      minLength: columns * rows,
      maxLength: columns * rows,
    });
    fc.assert(
      fc.property(field, (list) => {
        // Off the level itself, where a point is on no side.
        const values = Float64Array.from(list, (value) => (Math.abs(value) < 1e-3 ? 0.5 : value));
        const rings = traceAbove({ columns, rows, values }, 0);
        for (let row = 1; row < rows - 1; row++) {
          for (let column = 1; column < columns - 1; column++) {
            expect(isInRings(rings, column, row)).toBe(values[row * columns + column]! >= 0);
          }
        }
        for (const [x, y] of openRings(rings, columns, rows).flat()) {
          const [c, r] = [Math.min(columns - 2, Math.floor(x)), Math.min(rows - 2, Math.floor(y))];
          const [p, q] = [x - c, y - r];
          const at = (dc: number, dr: number) => values[(r + dr) * columns + c + dc]!;
          const level = (1 - q) * ((1 - p) * at(0, 0) + p * at(1, 0)) + q * ((1 - p) * at(0, 1) + p * at(1, 1));
          expect(Math.abs(level)).toBeLessThan(1e-9);
        }
      }),
    );
  });

  it("end at the border of the grid", () => {
    const values = Float64Array.from({ length: 25 }, (_, index) => (index % 5) - 1.25);
    const [line, ...others] = openRings(traceAbove({ columns: 5, rows: 5, values }, 0), 5, 5);
    expect(others).toEqual([]);
    expect(line!.every(([x]) => Math.abs(x - 1.25) < 1e-12)).toBe(true);
    expect([line![0]![1], line!.at(-1)![1]].sort()).toEqual([0, 4]);
  });
});

describe("regions of classes", () => {
  it("show no point of the grid as anything but its own class", () => {
    const [columns, rows] = [6, 5];
    const classes = fc.array(fc.nat(POINT_CLASSES.length - 1), {
      minLength: columns * rows,
      maxLength: columns * rows,
    });
    fc.assert(
      fc.property(classes, (list) => {
        // The numbers of the slice belong to other classes, so that only the classes can decide.
        const landscape = evaluateSynthetic(SYNTHETIC_SLICES.network, columns, rows);
        const regions = findClassRegions({ ...landscape, classes: Uint8Array.from(list) });
        for (let row = 1; row < rows - 1; row++) {
          for (let column = 1; column < columns - 1; column++) {
            const own = POINT_CLASSES[list[row * columns + column]!];
            expect(isInRings(regions.nonconvex, column, row)).toBe(own?.startsWith("nonconvex"));
            expect(regions.isNonconvexAt([column, row])).toBe(own?.startsWith("nonconvex"));
            expect(isInRings(regions.curvature, column, row)).toBe(own === "nonconvex-curvature");
            expect(isInRings(regions.chord, column, row)).toBe(own === "nonconvex-chord");
            expect(isInRings(regions.undecided, column, row)).toBe(own === "undecided");
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("the layers of a figure", () => {
  const layersOf = (name: keyof typeof SYNTHETIC_SLICES, look = {}) =>
    layOutLayers(evaluateSynthetic(SYNTHETIC_SLICES[name], 33), { ...DEFAULT_VIEW, ...look });

  it("colour each point by the band that its level lies in", () => {
    const layers = layersOf("network");
    const { columns, values } = layers.levels;
    for (const index of [200, 500, 700, 900]) {
      const [column, row] = [index % columns, Math.floor(index / columns)];
      const shown = layers.bands.findLast(({ rings }) => isInRings(rings, column + 1e-7, row + 1e-7))!;
      expect(values[index]).toBeGreaterThan(shown.from - 1e-4);
      expect(values[index]).toBeLessThan(shown.to + 1e-4);
      expect(shown.color).toBe(sampleColorMap(DEFAULT_VIEW, (shown.from + shown.to) / 2));
    }
  });

  it("are one colour and no line where the loss is constant, and smooth where no contours are wanted", () => {
    const flat = layersOf("constant");
    expect(flat.bands).toHaveLength(1);
    expect(flat.contours).toEqual([]);
    expect(layersOf("bowl", { contours: false }).bands.length).toBeGreaterThan(48);
  });

  it("leave marks and holes out where there are none", () => {
    const layers = layersOf("bowl", { marks: false });
    expect(layers.regions).toBeNull();
    expect(layers.whole).toBeNull();
    expect(layersOf("holes").whole!.length).toBeGreaterThan(1);
  });
});
