import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { THEMES } from "../../../../src/drawing/colors/theme";
import { describeLegend } from "../../../../src/drawing/legend/legend";
import { describeOverlays, listOverlayLines } from "../../../../src/drawing/legend/legend-overlays";
import { ARM_REACH, layOverlays } from "../../../../src/drawing/overlays/lay-overlays";
import { fadeByDistance, LEAST_OPACITY, layPath } from "../../../../src/drawing/overlays/lay-path";
import {
  NO_OVERLAYS,
  replaceLayer,
  type SceneOverlays,
  type ScenePath,
  type ScenePathPoint,
} from "../../../../src/drawing/overlays/scene-overlays";
import { fitLossScale } from "../../../../src/drawing/scales/loss-scale";
import { levelAt, OVERLAY_LIFT, placeOnSurface } from "../../../../src/drawing/surface/place-on-surface";
import { boxOfGrid, placeInBox } from "../../../../src/drawing/surface/surface-box";
import { packSurfaceField } from "../../../../src/drawing/surface/surface-field";
import { DEFAULT_VIEW } from "../../../../src/experiment/view";
import { drawLegend } from "../../../../src/figure/legend-svg";
import { type LabelRoom, placeLabel } from "../../../../src/scene/lines/overlay-labels";
import { evaluateSynthetic, SYNTHETIC_SLICES, type SyntheticName } from "../../../render/synthetic-landscapes";

function shapeOf(name: SyntheticName) {
  const landscape = evaluateSynthetic(SYNTHETIC_SLICES[name], 65);
  const scale = fitLossScale(landscape, "linear");
  const box = boxOfGrid(landscape.grid);
  return { landscape, scale, shape: { grid: landscape.grid, box, field: packSurfaceField(landscape, scale, null) } };
}

const point = (x: number, y: number, distance = 0, loss = 0): ScenePathPoint => ({ x, y, loss, distance });
const pathOf = (...points: readonly ScenePathPoint[]): ScenePath => ({ label: "SGD", tone: 0, points });

describe("a path on the surface", () => {
  const bowl = shapeOf("bowl");

  it("fades from 1 in the plane to the least where it is farthest off, and never below", () => {
    expect(fadeByDistance(0, 3)).toBe(1);
    expect(fadeByDistance(3, 3)).toBeCloseTo(LEAST_OPACITY, 12);
    expect(fadeByDistance(5, 0)).toBe(1);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-9, max: 1e6, noNaN: true }),
        (d, f) => {
          const opacity = fadeByDistance(d, f);
          expect(opacity).toBeGreaterThanOrEqual(LEAST_OPACITY - 1e-12);
          expect(opacity).toBeLessThanOrEqual(1);
          expect(fadeByDistance(d / 2, f)).toBeGreaterThanOrEqual(opacity);
        },
      ),
    );
  });

  it("lies on the drawn triangles, a little above them", () => {
    const { pieces } = layPath(bowl.shape, bowl.scale, pathOf(point(-0.9, -0.7), point(0.13, 0.4), point(0.8, -0.2)));
    expect(pieces).toHaveLength(1);
    const { box, field } = bowl.shape;
    for (const [x, height, z] of pieces[0]!.points) {
      const onSurface = placeInBox(box, 0, 0, levelAt(field, box, x / box.halfWidth, -z / box.halfDepth))[1];
      // The line is thinned where it stays within 4e-4 levels of the triangles, the box is 1 high.
      expect(Math.abs(height - OVERLAY_LIFT - onSurface)).toBeLessThan(5e-4);
    }
  });

  it("comes down out of a great distance piece by piece, in falling faintness", () => {
    const { pieces } = layPath(bowl.shape, bowl.scale, pathOf(point(-0.9, -0.9, 8), point(0, 0, 0)));
    const opacities = pieces.map(({ opacity }) => opacity);
    expect(opacities).toEqual(opacities.toSorted((a, b) => a - b));
    expect(opacities[0]).toBeLessThan(LEAST_OPACITY + 0.1);
    expect(opacities.at(-1)).toBeGreaterThan(0.93);
    for (let index = 1; index < pieces.length; index++) {
      const [before, after] = [pieces[index - 1]!.points.at(-1)!, pieces[index]!.points[0]!];
      for (const axis of [0, 1, 2] as const) expect(after[axis]).toBeCloseTo(before[axis], 9);
    }
  });

  it("is cut off at the border of the slice, and its ends outside are not marked", () => {
    const laid = layPath(bowl.shape, bowl.scale, pathOf(point(-3, 0), point(0.5, 0), point(0.5, 4)));
    const xs = laid.pieces.flatMap(({ points }) => points.map(([x]) => x));
    expect(Math.min(...xs)).toBeCloseTo(-1, 9);
    expect(laid.start).toBeNull();
    expect(laid.head).toBeNull();
    expect(laid.trueLoss).toBeNull();
  });

  it("is broken by holes and by points that are not finite", () => {
    const { shape, scale } = shapeOf("holes");
    const through = layPath(shape, scale, pathOf(point(-0.9, -0.3), point(0.2, -0.3)));
    expect(through.pieces).toHaveLength(2);
    const laid = layPath(bowl.shape, bowl.scale, pathOf(point(-0.5, 0), point(Number.NaN, 0), point(0.5, 0)));
    expect(laid.pieces.flatMap(({ points }) => points.flat()).every(Number.isFinite)).toBe(true);
  });

  it("keeps few points of thousands of steps in place, and the last of them", () => {
    const many = Array.from({ length: 5000 }, (_, step) => point(0.5 + 1e-6 * step, 0.2));
    const { pieces, head } = layPath(bowl.shape, bowl.scale, pathOf(point(-0.5, 0), ...many));
    expect(pieces.flatMap(({ points }) => points).length).toBeLessThan(300);
    expect(head).toEqual(placeOnSurface(bowl.shape.field, bowl.shape.box, many.at(-1)!.x, 0.2));
  });

  it("stands its head on the surface and its true loss over or under it, where they differ", () => {
    const { shape, scale } = bowl;
    const onSurface = SYNTHETIC_SLICES.bowl.loss(0.5, 0.5);
    const laid = (loss: number) => layPath(shape, scale, pathOf(point(0, 0), point(0.5, 0.5, 2, loss)));
    expect(laid(onSurface).trueLoss).toBeNull();
    expect(laid(Number.POSITIVE_INFINITY).trueLoss).toBeNull();
    const far = laid(onSurface + 0.4);
    expect(far.trueLoss?.[1]).toBeCloseTo(placeInBox(shape.box, 0.5, 0.5, scale.levelOf(onSurface + 0.4))[1], 12);
    expect([far.trueLoss?.[0], far.trueLoss?.[2]]).toEqual([far.head?.[0], far.head?.[2]]);
    expect(laid(1e9).trueLoss?.[1]).toBe(shape.box.halfHeight);
    const named = layPath(shape, scale, { ...pathOf(point(0, 0), point(0.5, 0.5)), head: 0 });
    expect(named.head).toEqual(named.start);
  });
});

describe("pins, a cross and a cut", () => {
  const overlays: SceneOverlays = {
    paths: new Map(),
    pins: new Map([
      [
        "inspect",
        [
          { x: 0.2, y: 0.1, label: "minimum" },
          { x: 3, y: 0, label: "outside" },
        ],
      ],
    ]),
    cross: {
      x: 0.1,
      y: 0,
      arms: [
        { dx: 100, dy: 0, curvature: 2 },
        { dx: 0, dy: 1e-3, curvature: -1 },
        { dx: 0, dy: 0, curvature: 1 },
      ],
    },
    cut: { from: { x: -0.9, y: -0.5 }, to: { x: 2, y: 0.5 } },
  };

  it("leaves out what is outside the slice", () => {
    const { shape, scale } = shapeOf("saddle");
    const laid = layOverlays(shape, scale, overlays);
    expect(laid.pins.map(({ label, tone }) => [label, tone])).toEqual([["minimum", null]]);
    expect(laid.cut?.ends.map(({ label }) => label)).toEqual(["A"]);
    expect(laid.cut?.runs).toHaveLength(1);
  });

  it("gives arms one length from above and the sign of their curvature, and leaves out one without direction", () => {
    const { shape, scale } = shapeOf("negative");
    const { arms } = layOverlays(shape, scale, overlays);
    expect(arms.map(({ sign }) => sign)).toEqual([1, -1]);
    for (const { runs } of arms) {
      const [from, to] = [runs[0]![0]!, runs.at(-1)!.at(-1)!];
      expect(Math.hypot(to[0] - from[0], to[2] - from[2])).toBeCloseTo(2 * ARM_REACH, 9);
    }
  });

  it("replaces one layer and keeps the others", () => {
    const first = replaceLayer(new Map<string, readonly number[]>(), "a", [1]);
    const both = replaceLayer(first, "b", [2, 3]);
    expect([...both.values()].flat()).toEqual([1, 2, 3]);
    expect([...replaceLayer(both, "a", null).keys()]).toEqual(["b"]);
    expect([...replaceLayer(both, "b", []).keys()]).toEqual(["a"]);
    expect([...first.keys()]).toEqual(["a"]);
  });
});

describe("labels over the surface", () => {
  const size = { width: 60, height: 20 };
  const picture = { width: 300, height: 200 };

  it("finds a free place near the mark that covers no other label, or none", () => {
    const at = { x: 150, y: 100 };
    const taken: LabelRoom[] = [];
    for (let room = placeLabel(at, size, taken, picture); room; room = placeLabel(at, size, taken, picture)) {
      for (const other of taken) {
        const [apartAcross, apartDown] = [Math.abs(room.left - other.left), Math.abs(room.top - other.top)];
        expect(apartAcross >= size.width || apartDown >= size.height).toBe(true);
      }
      taken.push(room);
      expect(taken.length).toBeLessThan(20);
    }
    expect(taken.length).toBeGreaterThanOrEqual(4);
    expect(placeLabel({ x: 290, y: 100 }, size, [], picture)!.left).toBeLessThan(290);
  });
});

describe("what a legend says of overlays", () => {
  const { landscape } = shapeOf("bowl");
  const sgd = pathOf(point(-0.5, 0, 2.5), point(0, 0, 1));
  const withPaths = (...paths: readonly ScenePath[]): SceneOverlays => ({
    ...NO_OVERLAYS,
    paths: new Map([["race", paths]]),
  });

  it("names each path once, with its largest distance from the plane, and says what the fading means", () => {
    const overlays = withPaths(sgd, sgd, { label: "Adam", tone: 1, points: [point(0, 0)] });
    expect(listOverlayLines(overlays)).toEqual([
      { label: "SGD", swatch: "path", tone: 0, value: "at most 2.5 from the plane" },
      { label: "Adam", swatch: "path", tone: 1, value: "in the plane" },
    ]);
    const { lines, help } = describeLegend(landscape, DEFAULT_VIEW, "Bowl", { overlays });
    expect(lines.map(({ swatch }) => swatch)).toEqual(["path", "path"]);
    expect(help.join(" ")).toContain("Paths fade with distance from the plane");
    const { svg } = drawLegend(describeLegend(landscape, DEFAULT_VIEW, "Bowl", { overlays }), THEMES.dark);
    expect(svg).toContain(`stroke="${THEMES.dark.paths[1]}"`);
  });

  it("says where heads are out of sight, and says nothing of nothing", () => {
    const out = pathOf(point(0, 0), point(5, 0));
    expect(describeOverlays(withPaths(out), landscape.grid)).toEqual([
      "The current point of SGD is outside the slice.",
    ]);
    expect(describeOverlays(withPaths(out, out), landscape.grid)).toEqual([
      "2 paths have their current points outside the slice.",
    ]);
    expect(listOverlayLines(NO_OVERLAYS)).toEqual([]);
    expect(describeOverlays(NO_OVERLAYS, landscape.grid)).toEqual([]);
  });

  it("names some of many paths and counts the rest", () => {
    const many = Array.from({ length: 11 }, (_, index) => ({ ...sgd, label: `run ${index}`, tone: index }));
    expect(listOverlayLines(withPaths(...many))).toHaveLength(8);
    expect(describeOverlays(withPaths(...many), landscape.grid)).toContain("3 more paths are not named here.");
  });

  it("lists pins, the arms by sign, and the cut", () => {
    const overlays: SceneOverlays = {
      ...NO_OVERLAYS,
      pins: new Map([["inspect", [{ x: 0, y: 0, label: "a" }]]]),
      cross: {
        x: 0,
        y: 0,
        arms: [
          { dx: 1, dy: 0, curvature: -1 },
          { dx: 0, dy: 1, curvature: 0 },
        ],
      },
      cut: { from: { x: 0, y: 0 }, to: { x: 1, y: 1 } },
    };
    expect(listOverlayLines(overlays).map(({ swatch }) => swatch)).toEqual(["pin", "arm-down", "arm-undecided", "cut"]);
  });
});
