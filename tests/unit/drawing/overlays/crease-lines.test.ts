import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Crease, CreaseSet } from "../../../../src/convexity/creases/crease-set";
import {
  chooseCreases,
  layCreases,
  layOnSurface,
  MOST_DRAWN_LINES,
  packSegments,
  SEGMENT_FLOATS,
} from "../../../../src/drawing/overlays/crease-lines";
import { fitLossScale } from "../../../../src/drawing/scales/loss-scale";
import { marchRay } from "../../../../src/drawing/surface/ray-march";
import { boxOfGrid, type ScenePoint } from "../../../../src/drawing/surface/surface-box";
import { packSurfaceField } from "../../../../src/drawing/surface/surface-field";
import { evaluateSynthetic, SYNTHETIC_SLICES, type SyntheticName } from "../../../render/synthetic-landscapes";

function makeCrease(
  jump: number,
  points: Crease["points"] = [
    [-1, 0],
    [1, 0],
  ],
  unit = 0,
): Crease {
  return { layer: 0, unit, sample: 0, exact: true, points, jump, kind: jump < 0 ? "concave" : "convex" };
}

function setOf(creases: readonly Crease[], omitted = 0): CreaseSet {
  return { creases, omitted, unexamined: 0 };
}

function makeShape(name: SyntheticName, columns = 33, rows = columns) {
  const landscape = evaluateSynthetic(SYNTHETIC_SLICES[name], columns, rows);
  const field = packSurfaceField(landscape, fitLossScale(landscape, "linear"), null);
  return { field, box: boxOfGrid(landscape.grid) };
}

const coordinate = fc.double({ min: -1.4, max: 1.4, noNaN: true });
const place = fc.tuple(coordinate, coordinate);

describe("choosing creases", () => {
  const many = Array.from({ length: 500 }, (_, index) =>
    makeCrease((index % 2 ? -1 : 1) * (((index * 37) % 500) + 1), undefined, index),
  );

  it("takes the strongest lines of either sign, and no more than a surface can bear", () => {
    const chosen = chooseCreases(setOf(many), true);
    expect(chosen.map(({ crease }) => Math.abs(crease.jump))).toEqual(
      Array.from({ length: MOST_DRAWN_LINES }, (_, rank) => 500 - rank),
    );
    expect(chosen[0]?.strength).toBe(1);
    expect(chosen.at(-1)?.strength).toBeCloseTo(1 / MOST_DRAWN_LINES, 12);
    expect(chooseCreases(setOf([]), true)).toEqual([]);
  });

  it("draws a line whole, with its weak parts, or not at all", () => {
    const parts = [3, 2, 1, 0].flatMap((unit) =>
      Array.from({ length: 40 }, (_, part) => makeCrease(part === 39 ? -10 - unit : 0.001, undefined, unit)),
    );
    const chosen = chooseCreases(setOf([...parts, ...many.slice(4).map((crease) => ({ ...crease, jump: 1 }))]), true);
    for (const unit of [0, 1, 2, 3]) {
      expect(chosen.filter(({ crease }) => crease.unit === unit)).toHaveLength(40);
    }
    expect(new Set(chosen.map(({ crease }) => crease.unit)).size).toBe(MOST_DRAWN_LINES);
  });

  it("draws all where they are few and none where they are many, until the reader chooses", () => {
    const few = many.slice(0, MOST_DRAWN_LINES);
    expect(chooseCreases(setOf(few), undefined)).toHaveLength(MOST_DRAWN_LINES);
    expect(chooseCreases(setOf(few, 1), undefined)).toEqual([]);
    expect(chooseCreases(setOf(many), undefined)).toEqual([]);
    expect(chooseCreases(setOf(few), false)).toEqual([]);
  });
});

describe("laying a line onto the surface", () => {
  it("lies on the triangles that a ray meets, all along, on a grid that is not square", () => {
    const { field, box } = makeShape("network", 41, 23);
    fc.assert(
      fc.property(place, place, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (from, to, part) => {
        for (const run of layOnSurface(field, box, [from, to])) {
          for (let index = 1; index < run.length; index++) {
            const [a, b] = [run[index - 1]!, run[index]!];
            const at = a.map((value, axis) => value + part * (b[axis]! - value)) as unknown as ScenePoint;
            const hit = marchRay(field, box, { origin: [at[0], 2, at[2]], direction: [0, -1, 0] });
            // The swinging door leaves out what is within 4e-4 levels; a level is the height of the box, 1 here.
            expect(Math.abs(2 - (hit?.distance ?? Number.NaN) - at[1])).toBeLessThan(4e-4 + 1e-6);
          }
        }
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it("keeps two points over a plane, ends at the border, and joins the pieces of a polyline", () => {
    const landscape = evaluateSynthetic({ loss: (x, y) => 1 + 0.3 * x + 0.2 * y }, 17);
    const field = packSurfaceField(landscape, fitLossScale(landscape, "linear"), null);
    const box = boxOfGrid(landscape.grid);
    const [straight] = layOnSurface(field, box, [
      [-3, 0.1],
      [3, 0.1],
    ]);
    expect(straight?.map(([x]) => x)).toEqual([expect.closeTo(-1, 9), expect.closeTo(1, 9)]);
    const bent = layOnSurface(field, box, [
      [-0.5, -0.5],
      [0.2, 0.1],
      [0.3, 0.8],
    ]);
    expect(bent).toHaveLength(1);
    expect(bent[0]).toHaveLength(3);
    expect(
      layOnSurface(field, box, [
        [2, 2],
        [3, 2],
      ]),
    ).toEqual([]);
    expect(
      layOnSurface(field, box, [
        [0, 0],
        [0, 0],
      ]),
    ).toEqual([]);
  });

  it("breaks at a hole and goes on behind it", () => {
    const { field, box } = makeShape("holes", 41);
    const runs = layOnSurface(field, box, [
      [-0.95, -0.3],
      [0.45, -0.3],
    ]);
    expect(runs).toHaveLength(2);
    // The disc of radius 0.22 about (−0.4, −0.3), and the cells of width 0.05 that it touches.
    const [before, after] = [runs[0]!.at(-1)!, runs[1]![0]!];
    expect(before[0]).toBeLessThanOrEqual(-0.62 + 1e-9);
    expect(before[0]).toBeGreaterThan(-0.62 - 0.1);
    expect(after[0]).toBeGreaterThanOrEqual(-0.18 - 1e-9);
    expect(after[0]).toBeLessThan(-0.18 + 0.1);
  });
});

describe("segments for the GPU", () => {
  it("come with the strongest last, and with their places along the line", () => {
    const { field, box } = makeShape("bowl");
    const upright = makeCrease(
      -2,
      [
        [0, -1],
        [0, 1],
      ],
      1,
    );
    const lines = layCreases(field, box, chooseCreases(setOf([makeCrease(0.5), upright]), true));
    expect(lines.map(({ kind, strength }) => [kind, strength])).toEqual([
      ["concave", 1],
      ["convex", 0.5],
    ]);
    const packed = packSegments(lines);
    expect(packed.length % SEGMENT_FLOATS).toBe(0);
    const segments = Array.from({ length: packed.length / SEGMENT_FLOATS }, (_, index) => [
      ...packed.subarray(index * SEGMENT_FLOATS, (index + 1) * SEGMENT_FLOATS),
    ]);
    expect(segments[0]?.slice(8)).toEqual([1, 0.5]);
    expect(segments.at(-1)?.slice(8)).toEqual([0, 1]);
    for (const [x0, y0, z0, x1, y1, z1, from, to] of segments as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ][]) {
      expect(to - from).toBeCloseTo(Math.hypot(x1 - x0, y1 - y0, z1 - z0), 5);
    }
    const first = segments.filter((segment) => segment[8] === 1);
    for (let index = 1; index < first.length; index++) expect(first[index]![6]).toBe(first[index - 1]![7]);
    expect(packSegments([])).toHaveLength(0);
  });
});
