import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measureLength } from "../../../../src/figure/contour/contour-strokes";
import { hatchRegion, stippleRegion } from "../../../../src/figure/contour/hatching";
import { outlineWholeCells } from "../../../../src/figure/contour/whole-cells";
import {
  clipLine,
  cutOutBoxes,
  type Line,
  simplifyLine,
  simplifyRing,
  type TurnedBox,
  turnInto,
} from "../../../../src/figure/layout/geometry";
import { isInRings, signedArea } from "../../../support/svg-shapes";

const place = fc.double({ min: -10, max: 10, noNaN: true });
const line: fc.Arbitrary<Line> = fc.array(fc.tuple(place, place), { minLength: 2, maxLength: 12 });
const box: fc.Arbitrary<TurnedBox> = fc.record({
  x: place,
  y: place,
  halfWidth: fc.double({ min: 0.1, max: 5, noNaN: true }),
  halfHeight: fc.double({ min: 0.1, max: 5, noNaN: true }),
  angle: fc.double({ min: -3, max: 3, noNaN: true }),
});
const total = (lines: readonly Line[]) => lines.reduce((sum, one) => sum + measureLength(one), 0);
/** Lengths of some tens in float64 come out a few thousand units of rounding apart at most. */
const ROUNDING = 1e-9;

describe("lines", () => {
  it("is cut by a box into what is inside and what is outside, nothing lost and nothing twice", () => {
    const upright = { left: -4, right: 3, top: -2, bottom: 5 };
    const same: TurnedBox = { x: -0.5, y: 1.5, halfWidth: 3.5, halfHeight: 3.5, angle: 0 };
    fc.assert(
      fc.property(line, (whole) => {
        const parts = total(clipLine(whole, upright)) + total(cutOutBoxes(whole, [same]));
        expect(Math.abs(parts - measureLength(whole))).toBeLessThan(ROUNDING);
      }),
    );
  });

  it("leaves turned boxes free", () => {
    fc.assert(
      fc.property(line, fc.array(box, { maxLength: 3 }), (whole, boxes) => {
        for (const stretch of cutOutBoxes(whole, boxes)) {
          for (let index = 1; index < stretch.length; index++) {
            const [a, b] = [stretch[index - 1]!, stretch[index]!];
            for (const free of boxes) {
              const [x, y] = turnInto(free, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
              expect(Math.abs(x) >= free.halfWidth - ROUNDING || Math.abs(y) >= free.halfHeight - ROUNDING).toBe(true);
            }
          }
        }
      }),
    );
  });

  it("keeps its ends and stays within the tolerance when it is simplified", () => {
    fc.assert(
      fc.property(line, fc.double({ min: 0, max: 2, noNaN: true }), (whole, tolerance) => {
        const simple = simplifyLine(whole, tolerance);
        expect(simple[0]).toBe(whole[0]);
        expect(simple.at(-1)).toBe(whole.at(-1));
        for (const point of whole) {
          const nearest = Math.min(...simple.slice(1).map((to, index) => distance(point, simple[index]!, to)));
          expect(nearest).toBeLessThanOrEqual(tolerance + ROUNDING);
        }
      }),
    );
    expect(
      simplifyRing(
        [
          [0, 0],
          [1, 0],
          [2, 0],
          [2, 2],
          [0, 2],
        ],
        0.01,
      ),
    ).toHaveLength(4);
  });
});

function distance(point: readonly [number, number], from: readonly [number, number], to: readonly [number, number]) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const square = dx * dx + dy * dy;
  const along = square > 0 ? ((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / square : 0;
  const part = Math.min(1, Math.max(0, along));
  return Math.hypot(point[0] - from[0] - part * dx, point[1] - from[1] - part * dy);
}

describe("patterns", () => {
  // Off the lattice of the patterns, where a dot on the rim is neither inside nor outside.
  const shift = (points: Line): Line => points.map(([x, y]) => [x + Math.SQRT2 / 9, y + Math.E / 9]);
  const ring = shift([
    [0, 0],
    [30, 4],
    [26, 30],
    [10, 22],
    [-4, 28],
  ]);
  const hole = shift([
    [8, 8],
    [8, 14],
    [15, 14],
    [15, 8],
  ]);
  const area = Math.abs(signedArea(ring)) - Math.abs(signedArea(hole));

  it.each([1, -1] as const)("covers a region with a hole evenly, in direction %i", (direction) => {
    const pitch = 0.05;
    const lines = hatchRegion([ring, hole], pitch, direction);
    // A sum of strips of the pitch's width is a midpoint sum: its error is of the rim's length times the pitch squared.
    expect(Math.abs(total(lines) * pitch - area) / area).toBeLessThan(1e-3);
    for (const [from, to] of lines) {
      const [x, y] = [(from![0] + to![0]) / 2, (from![1] + to![1]) / 2];
      expect(isInRings([ring, hole], x, y)).toBe(true);
      // y points down: "/" rises to the right where y falls.
      expect(Math.sign((to![1] - from![1]) * (to![0] - from![0]))).toBe(-direction);
    }
  });

  it("stipples the region and nothing else, as densely as its pitch says", () => {
    const pitch = 0.1;
    const dots = stippleRegion([ring, hole], pitch);
    for (const [x, y] of dots) expect(isInRings([ring, hole], x, y)).toBe(true);
    expect(Math.abs(dots.length * pitch ** 2 - area) / area).toBeLessThan(1e-2);
  });

  it("leaves room for text", () => {
    const free: TurnedBox = { x: 4, y: 4, halfWidth: 3, halfHeight: 1, angle: 0.4 };
    const inside = (x: number, y: number) => {
      const [u, v] = turnInto(free, [x, y]);
      return Math.abs(u) < free.halfWidth - ROUNDING && Math.abs(v) < free.halfHeight - ROUNDING;
    };
    for (const [from, to] of hatchRegion([ring], 0.2, 1, [free])) {
      expect(inside((from![0] + to![0]) / 2, (from![1] + to![1]) / 2)).toBe(false);
    }
    expect(stippleRegion([ring], 0.2, [free]).some(([x, y]) => inside(x, y))).toBe(false);
  });
});

describe("the outline of what is drawn", () => {
  it("encloses exactly the cells whose corners are finite, whatever holes there are", () => {
    const columns = 7;
    const rows = 6;
    const losses = fc.array(fc.constantFrom(1, 1, 1, Number.NaN, Number.POSITIVE_INFINITY), {
      minLength: columns * rows,
      maxLength: columns * rows,
    });
    fc.assert(
      fc.property(losses, (values) => {
        const rings = outlineWholeCells(columns, rows, Float64Array.from(values));
        const isOpen = (c: number, r: number) =>
          [0, 1, columns, columns + 1].some((step) => !Number.isFinite(values[r * columns + c + step]));
        for (let row = 0; row < rows - 1; row++) {
          for (let column = 0; column < columns - 1; column++) {
            const drawn = rings === null || isInRings(rings, column + 0.5, row + 0.5);
            expect(drawn).toBe(!isOpen(column, row));
          }
        }
      }),
    );
  });
});
