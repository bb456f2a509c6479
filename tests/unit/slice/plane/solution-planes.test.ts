import { beforeAll, describe, expect, it } from "vitest";
import {
  asParameters,
  layoutNetwork,
  type Parameters,
  unflattenWeights,
  zeroParameters,
} from "../../../../src/model/network/layout";
import { makeInterpolationPlane } from "../../../../src/slice/plane/interpolation-plane";
import { makePlane } from "../../../../src/slice/plane/make-plane";
import { makeMinimaPlane } from "../../../../src/slice/plane/minima-plane";
import { projectOntoPlane } from "../../../../src/slice/plane/projection";
import { cosineBetween, describeMoons, placeInPlane, type TrainedNetwork, trainNetwork } from "./trained-network";

let [one, two, three]: TrainedNetwork[] = [];
beforeAll(async () => {
  [one, two, three] = await Promise.all([1, 2, 3].map((seed) => trainNetwork(describeMoons({}, { seed }))));
});

/** A loss here is below 1 and a mean of 40; its points are rounded twice, and each entry of the gradient is below 1. */
const LOSS_ROUNDING = 1e-13;
/** Coordinates are quotients of sums over 39 entries. */
const COORDINATE_ROUNDING = 1e-13;

const lengthOf = (vector: Float64Array) => Math.hypot(...vector);

describe("the plane between two solutions", () => {
  it("has each solution's own loss at its ends, and a barrier between", () => {
    const plane = makeInterpolationPlane(one!.layout, one!.center, two!.center, 0);
    expect(one!.lossAt(plane, 0, 0)).toBe(one!.lossOf(one!.center));
    expect(Math.abs(one!.lossAt(plane, 1, 0) - two!.lossOf(two!.center))).toBeLessThan(LOSS_ROUNDING);
    expect(one!.lossAt(plane, 0.5, 0)).toBeGreaterThan(2 * (one!.lossAt(plane, 0, 0) + one!.lossAt(plane, 1, 0)));
  });

  it("has a y as long as x, at right angles, of its seed", () => {
    const make = (seed: number) => makeInterpolationPlane(one!.layout, one!.center, two!.center, seed);
    const { dx, dy } = make(5);
    expect(lengthOf(dy) / lengthOf(dx)).toBeCloseTo(1, 14);
    expect(Math.abs(cosineBetween(dx, dy))).toBeLessThan(1e-15);
    expect(make(5)).toEqual({ dx, dy });
    expect(make(6).dx).toEqual(dx);
    expect(Math.abs(cosineBetween(make(6).dy, dy))).toBeLessThan(0.9);
  });

  it("starts from zero weights too, and reaches ones a rounding away", () => {
    const { layout, center } = one!;
    const zero = zeroParameters(layout);
    expect(makeInterpolationPlane(layout, zero, center, 0).dx).toEqual(center);
    const near = center.slice() as Parameters;
    near[0]! *= 1 + 2 ** -52;
    const { dx, dy } = makeInterpolationPlane(layout, center, near, 0);
    expect(lengthOf(dy) / lengthOf(dx)).toBeCloseTo(1, 14);
  });

  it("is refused in one sentence where the solutions are the same", () => {
    const copy = one!.center.slice() as Parameters;
    expect(() => makeInterpolationPlane(one!.layout, one!.center, copy, 0)).toThrow(
      new RangeError("plane: the two solutions are the same, so there is no line between them"),
    );
  });
});

describe("the plane through three solutions", () => {
  it("has each one's own loss at its own place", () => {
    const plane = makeMinimaPlane(one!.center, two!.center, three!.center);
    const places = [one!, two!, three!].map(({ center }) => projectOntoPlane(plane, one!.center, center));
    const [atA, atB, atC] = places;
    expect(atA).toEqual({ x: 0, y: 0, distance: 0 });
    expect(Math.abs(atB!.x - 1) + Math.abs(atB!.y)).toBeLessThan(COORDINATE_ROUNDING);
    const { dx } = plane;
    const along = three!.center.reduce((sum, entry, p) => sum + (entry - one!.center[p]!) * dx[p]!, 0);
    expect(Math.abs(atC!.x - along / lengthOf(dx) ** 2)).toBeLessThan(COORDINATE_ROUNDING);
    expect(Math.abs(atC!.y - 1)).toBeLessThan(COORDINATE_ROUNDING);
    [one!, two!, three!].forEach(({ center, lossOf }, i) => {
      const { x, y, distance } = places[i]!;
      expect(distance).toBeLessThan(COORDINATE_ROUNDING * lengthOf(center));
      expect(Math.abs(one!.lossAt(plane, x, y) - lossOf(center))).toBeLessThan(LOSS_ROUNDING);
    });
    expect(Math.abs(cosineBetween(plane.dx, plane.dy))).toBeLessThan(1e-15);
    expect(lengthOf(plane.dx)).toBeCloseTo(lengthOf(two!.center.map((entry, p) => entry - one!.center[p]!)), 13);
  });

  it("has known coordinates for known points", () => {
    const layout = layoutNetwork({ layers: [2, 1], activation: "relu", output: "identity", residual: false });
    const at = (...values: number[]) => asParameters(layout, values);
    const plane = makeMinimaPlane(at(1, 1, 1), at(3, 1, 1), at(2, 4, 1));
    expect(plane).toEqual({ dx: at(2, 0, 0), dy: at(0, 3, 0) });
    expect(projectOntoPlane(plane, at(1, 1, 1), at(2, 4, 1))).toEqual({ x: 0.5, y: 1, distance: 0 });
    expect(projectOntoPlane(plane, at(1, 1, 1), at(-1, 2.5, 5))).toEqual({ x: -1, y: 0.5, distance: 4 });
  });

  it.each([
    ["b at the centre", 0, [1, 2, 3], "solution b is the same as the centre, and a plane needs three different ones"],
    ["c at the centre", 1, [0, 0, 0], "solution c is the same as the centre, and a plane needs three different ones"],
    ["c at b", 1, [0.1, 0.2, 0.3], "solution c is the same as b, and a plane needs three different ones"],
    ["three on a line", 1, [0.7, 1.4, 2.1], "the three solutions lie on one line, so they span no plane"],
    [
      "three on a line, back to back",
      1,
      [-0.3, -0.6, -0.9],
      "the three solutions lie on one line, so they span no plane",
    ],
  ])("is refused in one sentence: %s", (_, scale, third, message) => {
    const layout = layoutNetwork({ layers: [2, 1], activation: "relu", output: "identity", residual: false });
    const second = asParameters(layout, [0.1 * scale, 0.2 * scale, 0.3 * scale]);
    expect(() => makeMinimaPlane(zeroParameters(layout), second, asParameters(layout, third))).toThrow(
      new RangeError(`plane: ${message}`),
    );
  });
});

describe("an orthonormal plane of solutions", () => {
  it.each(["interpolation", "minima"] as const)("is the same plane, its coordinates distances: %s", (kind) => {
    const weights = (network: TrainedNetwork) => ({ layers: unflattenWeights(network.layout, network.center) });
    const plane =
      kind === "interpolation" ? { kind, to: weights(two!), seed: 3 } : { kind, b: weights(two!), c: weights(three!) };
    const make = (orthonormal: boolean) =>
      makePlane(describeMoons({ plane: { ...plane, orthonormal } }).plane, one!.layout, one!.center);
    const [own, unit] = [make(false), make(true)];
    expect(makePlane(describeMoons({ plane }).plane, one!.layout, one!.center)).toEqual(own);
    for (const direction of [unit.dx, unit.dy]) expect(lengthOf(direction)).toBeCloseTo(1, 14);
    expect(Math.abs(cosineBetween(unit.dx, unit.dy))).toBeLessThan(1e-15);
    expect(cosineBetween(unit.dx, own.dx)).toBeCloseTo(1, 14);
    const points = kind === "interpolation" ? [two!] : [two!, three!];
    for (const { center } of points) {
      const { x, y, distance } = projectOntoPlane(unit, one!.center, center);
      const away = lengthOf(center.map((entry, p) => entry - one!.center[p]!));
      expect(Math.abs(Math.hypot(x, y) - away)).toBeLessThan(COORDINATE_ROUNDING * away);
      expect(distance).toBeLessThan(COORDINATE_ROUNDING * away);
    }
  });
});

describe("a projection", () => {
  it("finds a curve's coordinates in a plane that is neither orthogonal nor of unit length", () => {
    const { layout, center } = one!;
    const dx = two!.center;
    const dy = two!.center.map((entry, p) => 0.5 * entry + 0.01 * three!.center[p]!) as Parameters;
    for (let t = 0; t <= 1; t += 1 / 16) {
      const [x, y] = [Math.cos(4 * t), 3 * t * t - 1];
      const found = projectOntoPlane({ dx, dy }, center, placeInPlane({ dx, dy }, center, x, y));
      // The directions are nearly parallel: the error of coordinates grows by about (‖dx‖ / ‖part of dy at right angles to dx‖)², which is 50².
      expect(Math.abs(found.x - x) + Math.abs(found.y - y)).toBeLessThan(1e-10);
      expect(found.distance).toBeLessThan(1e-10);
    }
    expect(() => projectOntoPlane({ dx, dy: dx }, zeroParameters(layout), center)).toThrow(
      new RangeError("plane: its two directions are parallel, so they give no coordinates"),
    );
  });
});
