import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Parameters } from "../../../../src/model/network/layout";
import { createRandom } from "../../../../src/numeric/random";
import { dotProduct, orthogonalize, scaleToLength } from "../../../../src/slice/plane/direction";
import type { Plane } from "../../../../src/slice/plane/plane";
import { projectOntoPlane } from "../../../../src/slice/plane/projection";
import { makeRacePlane } from "../../../../src/slice/plane/race-plane";

const LENGTH = 7;

function drawVector(random: ReturnType<typeof createRandom>, size = 1): Parameters {
  return Float64Array.from({ length: LENGTH }, () => size * random.normal()) as Parameters;
}

function drawWays(seed: number, runners: number, points: number) {
  const random = createRandom(seed, "test");
  const center = drawVector(random);
  const ways = Array.from({ length: runners }, () => {
    const drift = drawVector(random);
    return Array.from({ length: points }, (_, i) => {
      const noise = drawVector(random, 0.3);
      return center.map((entry, p) => entry + i * 0.1 * drift[p]! + noise[p]!) as Parameters;
    });
  });
  return { center, ways };
}

function squaresOff(plane: Plane, center: Parameters, ways: readonly (readonly Parameters[])[]): number {
  return ways.flat().reduce((sum, theta) => sum + projectOntoPlane(plane, center, theta).distance ** 2, 0);
}

describe("the plane through a race", () => {
  it("is orthonormal and has a smaller distance from the trajectories than any other plane through the centre", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 2, max: 4 }), (seed, runners) => {
        const { center, ways } = drawWays(seed, runners, 12);
        const plane = makeRacePlane(center, ways);
        expect(Math.hypot(...plane.dx)).toBeCloseTo(1, 13);
        expect(Math.hypot(...plane.dy)).toBeCloseTo(1, 13);
        expect(Math.abs(dotProduct(plane.dx, plane.dy))).toBeLessThan(1e-14);
        expect(plane.explained[0]).toBeGreaterThanOrEqual(plane.explained[1]);
        const least = squaresOff(plane, center, ways);
        const random = createRandom(seed, "other planes");
        for (const size of [0.001, 0.1, 1, 100]) {
          const dx = plane.dx.map((entry) => entry + size * random.normal()) as Parameters;
          const dy = orthogonalize(plane.dy.map((entry) => entry + size * random.normal()) as Parameters, dx)!;
          const other = { dx: scaleToLength(dx, 1), dy: scaleToLength(dy, 1) };
          expect(squaresOff(other, center, ways)).toBeGreaterThanOrEqual(least * (1 - 1e-12));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("gives the share of the squared distances from the centre that lies in it, over all points also of long trajectories", () => {
    const { center, ways } = drawWays(3, 3, 150);
    const plane = makeRacePlane(center, ways);
    const total = ways.flat().reduce((sum, theta) => sum + Math.hypot(...theta.map((t, p) => t - center[p]!)) ** 2, 0);
    const off = squaresOff(plane, center, ways) / total;
    expect(plane.explained[0] + plane.explained[1] + off).toBeCloseTo(1, 12);
    expect(off).toBeGreaterThan(0);
  });

  it("contains trajectories that lie in a plane completely", () => {
    const random = createRandom(9, "test");
    const [center, one, other] = [drawVector(random), drawVector(random), drawVector(random)];
    const at = (a: number, b: number) => center.map((entry, p) => entry + a * one[p]! + b * other[p]!) as Parameters;
    const ways = [
      [at(0, 1), at(1, 1), at(2, 0)],
      [at(0, 1), at(-1, 3)],
    ];
    const plane = makeRacePlane(center, ways);
    expect(plane.explained[0] + plane.explained[1]).toBeCloseTo(1, 12);
    for (const theta of ways.flat()) expect(projectOntoPlane(plane, center, theta).distance).toBeLessThan(1e-13);
  });

  it.each([
    ["no runner has moved", [[0, 0, 0]], "no runner has left the centre of the surface, so the race spans no plane"],
    [
      "all lie on a line",
      [
        [1, 2, 3],
        [2, 4, 6],
        [-3, -6, -9],
      ],
      "the race lies on one line through the centre of the surface, so it spans no plane",
    ],
  ])("is refused in one sentence where %s", (_, rows, message) => {
    const center = new Float64Array(3) as Parameters;
    const way = rows.map((row) => Float64Array.from(row) as Parameters);
    expect(() => makeRacePlane(center, [way, way])).toThrow(new RangeError(`plane: ${message}`));
  });
});
