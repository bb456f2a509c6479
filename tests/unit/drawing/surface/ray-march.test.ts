import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitLossScale } from "../../../../src/drawing/scales/loss-scale";
import { marchRay } from "../../../../src/drawing/surface/ray-march";
import { boxOfGrid, placeInBox, type ScenePoint } from "../../../../src/drawing/surface/surface-box";
import {
  blendFields,
  HOLE_LEVEL,
  MARK_BYTES,
  packSurfaceField,
  type SurfaceField,
} from "../../../../src/drawing/surface/surface-field";
import { findPointOnRay, listMarks } from "../../../../src/drawing/surface/surface-marks";
import { evaluateSynthetic, SYNTHETIC_SLICES } from "../../../render/synthetic-landscapes";

const box = { halfWidth: 1, halfHeight: 0.5, halfDepth: 0.7, xRange: [-1, 1], yRange: [-1, 1] } as const;

function makeField(columns: number, rows: number, level: (u: number, v: number) => number): SurfaceField {
  const levels = new Float32Array(columns * rows * 2);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      levels[(row * columns + column) * 2] = level(column / (columns - 1), row / (rows - 1));
    }
  }
  return { columns, rows, levels, marks: new Uint8Array(columns * rows * 2) };
}

const towards = (from: ScenePoint, to: ScenePoint): ScenePoint => [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
const unit = fc.double({ min: 0.02, max: 0.98, noNaN: true });
const eyes = fc.tuple(unit, unit, unit).map(([x, y, z]): ScenePoint => [6 * x - 3, 1 + 3 * y, 6 * z - 3]);

describe("marching a ray over the grid", () => {
  it("meets a plane where the ray was aimed at it, on a grid that is not square", () => {
    const plane = (u: number, v: number) => 0.2 + 0.4 * u + 0.3 * v;
    const field = makeField(37, 19, plane);
    fc.assert(
      fc.property(eyes, unit, unit, (origin, u, v) => {
        const aim = placeInBox(box, 2 * u - 1, 2 * v - 1, plane(u, v));
        const hit = marchRay(field, box, { origin, direction: towards(origin, aim) });
        // Levels are float32 and rise by at most 1 across the grid: 2⁻²³ of it, magnified by a grazing ray.
        expect(hit?.distance).toBeCloseTo(1, 4);
        expect(hit?.column).toBeCloseTo(u * 36, 2);
        expect(hit?.row).toBeCloseTo(v * 18, 2);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("meets a paraboloid from straight above within the error of its triangles", () => {
    const bowl = (u: number, v: number) => (2 * u - 1) ** 2 * 0.5 + (2 * v - 1) ** 2 * 0.5;
    const field = makeField(65, 65, bowl);
    fc.assert(
      fc.property(unit, unit, (u, v) => {
        const [x, , z] = placeInBox(box, 2 * u - 1, 2 * v - 1, 0);
        const hit = marchRay(field, box, { origin: [x, 2, z], direction: [0, -1, 0] });
        const level = ((2 - (hit?.distance ?? Number.NaN)) / box.halfHeight + 1) / 2;
        // Linear interpolation of f over a step h is off by at most h²/8·(f_uu + f_vv) = (1/64)²/8·8, and float32.
        expect(Math.abs(level - bowl(u, v))).toBeLessThan(1 / 64 ** 2 + 1e-6);
      }),
      { seed: 8, numRuns: 300 },
    );
  });

  it("takes the nearer of two walls, and passes through holes", () => {
    const ridge = makeField(33, 33, (u) => (Math.abs(u - 0.5) < 0.1 ? 1 : 0));
    const ray = { origin: [-3, 0, 0.011], direction: [1, 0, 0] } as const;
    const wall = marchRay(ridge, box, ray);
    expect(wall?.column).toBeGreaterThan(12);
    expect(wall?.column).toBeLessThan(13.1);
    const torn = makeField(33, 33, (u) => (Math.abs(u - 0.5) < 0.1 ? HOLE_LEVEL : 0));
    expect(marchRay(torn, box, ray)).toBeNull();
  });

  it("misses beside the box and behind the eye", () => {
    const flat = makeField(5, 5, () => 0.5);
    expect(marchRay(flat, box, { origin: [0, 2, 0], direction: [0, 1, 0] })).toBeNull();
    expect(marchRay(flat, box, { origin: [5, 2, 0], direction: [0, -1, 0] })).toBeNull();
  });
});

describe("a landscape as a field", () => {
  const landscape = evaluateSynthetic(SYNTHETIC_SLICES.holes, 41);
  const field = packSurfaceField(landscape, fitLossScale(landscape, "linear"), null);

  it("opens every cell that touches a point without a finite loss, and no other", () => {
    for (let row = 0; row < 40; row++) {
      for (let column = 0; column < 40; column++) {
        const corners = [0, 1, 41, 42].map((step) => landscape.loss[row * 41 + column + step]!);
        const drawn = field.marks[(row * 41 + column) * MARK_BYTES + 1];
        expect(drawn).toBe(corners.every(Number.isFinite) ? 255 : 0);
      }
    }
  });

  it("finds the grid point under a ray, and the centre", () => {
    const shape = { grid: landscape.grid, box: boxOfGrid(landscape.grid), field };
    const aim = placeInBox(shape.box, landscape.grid.x[30]!, landscape.grid.y[8]!, 0);
    const point = findPointOnRay(shape, { origin: [aim[0], 3, aim[2]], direction: [0, -1, 0] });
    expect(point).toEqual({ row: 8, column: 30, x: landscape.grid.x[30], y: landscape.grid.y[8] });
    const [center] = listMarks(shape, [0, 5, 0.01], null);
    expect(center).toMatchObject({ kind: "center", hidden: false });
    expect(center?.at[0]).toBeCloseTo(0, 12);
  });

  it("blends from one grid size to another: 0 is the old surface, 1 the new", () => {
    const plane = makeField(9, 5, (u, v) => 0.25 * u + 0.5 * v);
    const flat = makeField(17, 17, () => 0.75);
    const start = blendFields(plane, flat, 0);
    const half = blendFields(plane, flat, 0.5);
    const index = (12 * 17 + 4) * 2;
    const old = 0.25 * (4 / 16) + 0.5 * (12 / 16);
    expect(start.levels[index]).toBeCloseTo(old, 6);
    expect(half.levels[index]).toBeCloseTo((old + 0.75) / 2, 6);
    expect(blendFields(plane, flat, 1).levels).toEqual(flat.levels);
  });
});
