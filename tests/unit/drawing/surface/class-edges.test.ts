import { describe, expect, it } from "vitest";
import { classifyLandscape } from "../../../../src/convexity/points/classify";
import type { Landscape } from "../../../../src/convexity/points/landscape";
import { POINT_CLASSES } from "../../../../src/convexity/points/point-class";
import { measureClassEdges } from "../../../../src/drawing/surface/class-edges";
import type { Grid } from "../../../../src/slice/grid";

const SIDE = 33;
const GRID: Grid = {
  columns: SIDE,
  rows: SIDE,
  x: Float64Array.from({ length: SIDE }, (_, index) => -1 + index / 16),
  y: Float64Array.from({ length: SIDE }, (_, index) => -1 + index / 16),
};

interface Jet {
  readonly loss: number;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

function landscapeOf(jetAt: (x: number, y: number) => Jet): Landscape {
  const jets = Array.from({ length: SIDE * SIDE }, (_, index) =>
    jetAt(GRID.x[index % SIDE]!, GRID.y[Math.floor(index / SIDE)]!),
  );
  const take = (key: keyof Jet) => Float64Array.from(jets, (jet) => jet[key]);
  const none = new Float64Array(jets.length);
  const fields = {
    loss: take("loss"),
    xx: take("xx"),
    xy: take("xy"),
    yy: take("yy"),
    lossError: none,
    curvatureError: none,
  };
  return classifyLandscape(fields, GRID, { kind: "reference", renderer: "closed form", floatBits: 64 });
}

/** (x² − r²)-shaped curvature: x⁴/12 − r²x²/2 bends down for |x| < r. */
const smooth = (r: number) =>
  landscapeOf((x, y) => ({ loss: x ** 4 / 12 - (r * r * x * x) / 2 + 2 * y * y, xx: x * x - r * r, xy: 0, yy: 4 }));

/** Strips of width 1 that bend by −9 and +9 in turn. */
const jumping = landscapeOf((x, y) => {
  const bend = x < 0.1 ? -9 : 9;
  return { loss: (bend * (x - 0.1) ** 2) / 2 + 10 * y * y, xx: bend, xy: 0, yy: 20 };
});

const isNonconvex = (landscape: Landscape, index: number) =>
  POINT_CLASSES[landscape.classes[index]!]!.startsWith("nonconvex");

describe("edges of what is not convex", () => {
  it.each([
    ["smooth", smooth(0.4)],
    ["jumping", jumping],
  ])("no grid point changes its side: %s", (_, landscape) => {
    const { places } = measureClassEdges(landscape);
    expect(places.some((place) => place < 0)).toBe(true);
    for (const [index, place] of places.entries()) {
      expect(Math.abs(place)).toBeGreaterThan(0);
      expect(Math.abs(place)).toBeLessThanOrEqual(1);
      expect(place < 0).toBe(isNonconvex(landscape, index));
    }
  });

  it("where the deciding number changes evenly, the edge is at its zero", () => {
    for (const r of [0.35, 0.4, 0.47]) {
      // Chords reach beyond the zero of the curvature: the classes here are those of the curvature alone.
      const landscape = smooth(r);
      const classes = landscape.curvatureMin.map((bend) => (bend < 0 ? 0 : 2));
      const { places, known } = measureClassEdges({ ...landscape, classes: Uint8Array.from(classes) });
      const row = 16 * SIDE;
      const column = GRID.x.findIndex((x) => x > r);
      const [inside, outside] = [places[row + column - 1]!, places[row + column]!];
      expect([known[row + column - 1], known[row + column]]).toEqual([1, 1]);
      const edge = GRID.x[column - 1]! + inside / (inside - outside) / 16;
      expect(Math.abs(edge - r)).toBeLessThan(0.1 / 16);
    }
  });

  it("where it jumps, the edge is half-way between the classes", () => {
    const classes = Uint8Array.from(jumping.curvatureMin, (bend) => (bend < 0 ? 0 : 2));
    const { places, known } = measureClassEdges({ ...jumping, classes });
    expect(places.every((place) => Math.abs(place) === 1)).toBe(true);
    expect(known.every((flag) => flag === 0)).toBe(true);
  });

  it("a chord's edge lies where its gap is 0", () => {
    // A chord of half length h over the crease at 0 has the gap h − |x| − 0.3·h², and the longest that fits beside 0.425 has h = 1/2.
    const creased = landscapeOf((x) => ({ loss: 0.3 * x * x - Math.abs(x), xx: 0.6, xy: 0, yy: 0 }));
    const { places, known } = measureClassEdges(creased);
    const row = 16 * SIDE;
    const column = GRID.x.findIndex((x) => x > 0.425);
    const [inside, outside] = [places[row + column - 1]!, places[row + column]!];
    expect(POINT_CLASSES[creased.classes[row + column - 1]!]).toBe("nonconvex-chord");
    expect([known[row + column - 1], known[row + column]]).toEqual([1, 1]);
    expect(GRID.x[column - 1]! + inside / (inside - outside) / 16).toBeCloseTo(0.425, 3);
  });
});
