import { describe, expect, it } from "vitest";
import { describeChordGap, drawChord, type SceneChord } from "../../../../src/drawing/overlays/scene-chord";
import type { HeightMap } from "../../../../src/drawing/picture/picture-options";
import { fitLossScale } from "../../../../src/drawing/scales/loss-scale";
import { boxOfGrid, placeInBox, type ScenePoint } from "../../../../src/drawing/surface/surface-box";
import { packSurfaceField } from "../../../../src/drawing/surface/surface-field";
import { placeGapLabel } from "../../../../src/scene/lines/chord-painter";
import { evaluateSynthetic, SYNTHETIC_SLICES, type SyntheticName } from "../../../render/synthetic-landscapes";

const ABOVE: ScenePoint = [0, 6, 0.01];

function makeChord(name: SyntheticName, from: readonly [number, number], to: readonly [number, number]): SceneChord {
  const at = (x: number, y: number) => ({ x, y, loss: SYNTHETIC_SLICES[name].loss(x, y) });
  const [first, middle, last] = [at(...from), at((from[0] + to[0]) / 2, (from[1] + to[1]) / 2), at(...to)];
  return {
    from: first,
    to: last,
    middle,
    gap: { value: middle.loss - (first.loss + last.loss) / 2, error: 1e-4 },
    proved: true,
  };
}

function draw(name: SyntheticName, height: HeightMap, chord: SceneChord, camera = ABOVE) {
  const landscape = evaluateSynthetic(SYNTHETIC_SLICES[name], 65);
  const scale = fitLossScale(landscape, height);
  const box = boxOfGrid(landscape.grid);
  const shape = { grid: landscape.grid, box, field: packSurfaceField(landscape, scale, null) };
  return { drawing: drawChord(shape, scale, chord, camera), scale, box };
}

const joinStretches = (stretches: readonly { readonly points: readonly ScenePoint[] }[]) =>
  stretches.flatMap(({ points }, index) => (index === 0 ? points : points.slice(1)));

describe("a chord in the scene", () => {
  // x² − y² + 2 from (0, −1) to (0, 1): both ends at 1, the middle at 2.
  const saddle = makeChord("saddle", [0, -1], [0, 1]);

  it("says a proved gap as a lower bound, and any other with its sign", () => {
    expect(draw("saddle", "asinh", saddle).drawing.gapText).toBe("gap ≥ 0.999");
    expect(describeChordGap({ ...saddle, gap: { value: 1, error: 2 } })).toBe("gap 1");
    expect(describeChordGap(makeChord("bowl", [-1, 0], [1, 0]))).toBe("gap −1");
  });

  it("is straight under a linear height and reaches from surface to surface", () => {
    const { drawing, scale, box } = draw("saddle", "linear", makeChord("saddle", [0.5, -1], [-0.5, 0.75]));
    const points = joinStretches(drawing.stretches);
    const [start, end] = drawing.ends;
    expect(start).toEqual(placeInBox(box, 0.5, -1, scale.levelOf(0.25 - 1 + 2)));
    for (const [step, point] of points.entries()) {
      const part = step / (points.length - 1);
      for (const axis of [0, 1, 2] as const) {
        expect(point[axis]).toBeCloseTo(start[axis] + part * (end[axis] - start[axis]), 9);
      }
    }
  });

  it("is the mapped curve of the interpolated losses under a logarithm", () => {
    const { drawing, scale, box } = draw("network", "log", makeChord("network", [-1, -1], [0.1, 0]));
    const points = joinStretches(drawing.stretches);
    const [low, high] = [SYNTHETIC_SLICES.network.loss(-1, -1), SYNTHETIC_SLICES.network.loss(0.1, 0)];
    const quarter = points[(points.length - 1) / 4]!;
    const level = scale.levelOf(low + 0.25 * (high - low));
    expect(quarter[1]).toBeCloseTo(placeInBox(box, 0, 0, level)[1], 9);
    const straight = drawing.ends[0][1] + 0.25 * (drawing.ends[1][1] - drawing.ends[0][1]);
    expect(Math.abs(quarter[1] - straight)).toBeGreaterThan(0.02);
  });

  it("stands a gap upright between the chord's middle and the surface's", () => {
    const { drawing, scale, box } = draw("saddle", "linear", saddle);
    expect(drawing.gap).toEqual([placeInBox(box, 0, 0, scale.levelOf(1)), placeInBox(box, 0, 0, scale.levelOf(2))]);
  });

  it("is hidden under the surface that bulges over it, and seen over one that sags", () => {
    const isHidden = (name: SyntheticName, chord: SceneChord) =>
      draw(name, "linear", chord).drawing.stretches.map(({ hidden }) => hidden);
    expect(isHidden("saddle", saddle)).toContain(true);
    const { stretches } = draw("saddle", "linear", saddle).drawing;
    const longest = stretches.toSorted((a, b) => b.points.length - a.points.length)[0];
    expect(longest?.hidden).toBe(true);
    expect(isHidden("bowl", makeChord("bowl", [-0.9, 0], [0.9, 0]))).toEqual([false]);
  });

  it("cuts losses off at the box as the surface is cut off", () => {
    const chord = makeChord("corner", [0.99, 0.99], [-0.5, -0.5]);
    const { drawing, box } = draw("corner", "linear", chord);
    for (const [, y] of joinStretches(drawing.stretches)) expect(Math.abs(y)).toBeLessThanOrEqual(box.halfHeight);
  });
});

describe("the label of a gap", () => {
  const size = { width: 60, height: 22 };
  const picture = { width: 400, height: 300 };
  const bar = [
    { x: 200, y: 160 },
    { x: 200, y: 120 },
  ] as const;

  it("stands right of its bar, or else where it covers neither the chord's ends nor the picture's border", () => {
    const right = placeGapLabel(bar, size, [], [], picture);
    expect(right).toEqual({ x: 213, y: 129 });
    const left = placeGapLabel(bar, size, [], [{ x: 240, y: 140 }], picture);
    expect(left.x + size.width).toBeLessThan(200);
    const ends = [
      { x: 240, y: 140 },
      { x: 160, y: 140 },
    ];
    const above = placeGapLabel(bar, size, [], ends, picture);
    expect(above.y + size.height).toBeLessThan(120);
    const narrow = placeGapLabel(bar, size, [], [], { width: 262, height: 300 });
    expect(narrow.x + size.width).toBeLessThan(200);
  });
});
