import fc from "fast-check";
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { describe, expect, it } from "vitest";
import type { Parameters } from "../../../../src/model/network/layout";
import { createRandom } from "../../../../src/numeric/random";
import { projectOntoPlane } from "../../../../src/slice/plane/projection";
import { makeRandomPlane } from "../../../../src/slice/plane/random-plane";
import { explainTrajectory, makeTrajectoryPlane } from "../../../../src/slice/plane/trajectory-plane";
import { oracle } from "../../../support/oracles";
import { cosineBetween, describeMoons, trainNetwork } from "./trained-network";

const asPoints = (rows: readonly (readonly number[])[]) => rows.map((row) => Float64Array.from(row) as Parameters);

describe("the known trajectory", () => {
  const known = oracle("16-pca-trajectory");
  const trajectory = asPoints(known.trajectory);
  const plane = makeTrajectoryPlane(trajectory);
  // Eigenvectors move by the rounding of the products (λ₁ = 9.5, a few units of 2⁻⁵²) over the gap below the second, 0.76.
  const tolerance = (4 * 2 ** -52 * 9.6) / 0.76;

  it("has the components, with their signs", () => {
    for (const [found, expected] of [
      [plane.dx, known.centered_sklearn.components[0]],
      [plane.dy, known.centered_sklearn.components[1]],
    ] as const) {
      found.forEach((entry, p) => {
        expect(Math.abs(entry - expected[p]!)).toBeLessThanOrEqual(tolerance);
      });
    }
  });

  it("has the explained ratios", () => {
    plane.explained.forEach((ratio, i) => {
      expect(Math.abs(ratio - known.centered_sklearn.explained_ratio[i]!)).toBeLessThanOrEqual(tolerance);
    });
  });

  it("has the coordinates around its end, and the rest of each distance", () => {
    const final = trajectory.at(-1)!;
    trajectory.forEach((theta, i) => {
      const { x, y, distance } = projectOntoPlane(plane, final, theta);
      const [knownX, knownY] = known.centered_sklearn.coords_rel_final[i]!;
      // Coordinates are up to 4.2 long sums of components.
      expect(Math.abs(x - knownX)).toBeLessThanOrEqual(8 * tolerance);
      expect(Math.abs(y - knownY)).toBeLessThanOrEqual(8 * tolerance);
      const square = theta.reduce((sum, entry) => sum + entry ** 2, 0);
      expect(Math.abs(distance ** 2 - (square - knownX ** 2 - knownY ** 2))).toBeLessThanOrEqual(64 * tolerance);
    });
  });
});

describe("the trajectory of a training", () => {
  it("has the components that the rows' own decomposition has", async () => {
    const { trajectory, center } = await trainNetwork(describeMoons());
    expect(trajectory).toHaveLength(151);
    expect(trajectory.at(-1)).toEqual(center);
    const { dx, dy, explained } = makeTrajectoryPlane(trajectory);
    const rows = new Matrix(trajectory.map((theta) => Array.from(theta)));
    const direct = new SingularValueDecomposition(rows.center("column"), { autoTranspose: true });
    const variances = direct.diagonal.map((value) => value ** 2);
    const total = variances.reduce((sum, value) => sum + value, 0);
    [dx, dy].forEach((component, i) => {
      expect(explained[i]).toBeCloseTo(variances[i]! / total, 12);
      expect(
        Math.abs(cosineBetween(component, Float64Array.from(direct.rightSingularVectors.getColumn(i)))),
      ).toBeCloseTo(1, 12);
      expect(Math.hypot(...component)).toBeCloseTo(1, 14);
      expect(Math.max(...component)).toBe(Math.max(...component.map(Math.abs)));
    });
    expect(Math.abs(cosineBetween(dx, dy))).toBeLessThan(1e-15);
    expect(explained[0]).toBeGreaterThan(explained[1]);
    expect(explained[0] + explained[1]).toBeLessThan(1);
  });

  it("has the same components wherever it lies", () => {
    const random = createRandom(5, "test");
    const rows = Array.from({ length: 30 }, (_, i) => [
      i + random.normal(),
      0.3 * random.normal(),
      0.1 * random.normal(),
    ]);
    const here = makeTrajectoryPlane(asPoints(rows));
    const there = makeTrajectoryPlane(asPoints(rows.map((row) => row.map((entry) => entry + 1024))));
    // Moving the rows rounds their entries by up to 2⁻⁴³; the second component is 0.3 long of 30 rows.
    for (const name of ["dx", "dy"] as const) {
      here[name].forEach((entry, p) => {
        expect(Math.abs(entry - there[name][p]!)).toBeLessThan(1e-10);
      });
    }
  });
});

describe("a trajectory that spans no plane", () => {
  const ONE_POINT = "plane: the training trajectory is one point, so it has no principal components";
  const LINE = "plane: the training trajectory lies on a straight line, so it has no second principal component";
  it.each([
    ["nothing", [], "plane: the training trajectory is empty, so it has no principal components"],
    ["one point", [[1, 2, 3]], ONE_POINT],
    ["the same point again", [1, 2, 3, 4].map(() => [0.1, 0.2, 0.3]), ONE_POINT],
    [
      "two points",
      [
        [1, 2, 3],
        [0.1, 0.7, 0.2],
        [0.1, 0.7, 0.2],
      ],
      LINE,
    ],
    ["a line but for rounding", Array.from({ length: 200 }, (_, i) => [i * 0.1, 5 - i * 0.7, 0.3 + i / 3]), LINE],
  ])("is refused in one sentence: %s", (_, rows, message) => {
    expect(() => makeTrajectoryPlane(asPoints(rows))).toThrow(new RangeError(message));
  });

  it("is not one whose second component is a hundred thousandth of the first", () => {
    const rows = Array.from({ length: 50 }, (_, i) => [i, 1e-5 * Math.sin(i), 0]);
    const { dx, dy } = makeTrajectoryPlane(asPoints(rows));
    expect(dx[0]).toBeCloseTo(1, 9);
    expect(dy[1]).toBeCloseTo(1, 9);
  });
});

describe("the variance that a plane explains", () => {
  it("equals the shares of the principal components, and is less on any other plane", async () => {
    const { trajectory, layout, center } = await trainNetwork(describeMoons());
    const components = makeTrajectoryPlane(trajectory);
    const own = explainTrajectory(components, trajectory)!;
    own.forEach((share, i) => {
      expect(share).toBeCloseTo(components.explained[i]!, 12);
    });
    const others = Array.from({ length: 200 }, (_, seed) => {
      const plane = makeRandomPlane(layout, center, "none", seed, undefined);
      const [x, y] = explainTrajectory(plane, trajectory)!;
      expect(x + y).toBeLessThanOrEqual(own[0] + own[1]);
      return x + y;
    });
    // Each share is nearly that of one of 44 evenly drawn directions: 2 / 44 on average, its deviation at most as large as that of
    // a path along one line, √(2·2)/44 to first order; the mean of 200 lies within five of its own deviations.
    const mean = others.reduce((sum, share) => sum + share, 0) / others.length;
    expect(layout.parameterCount).toBe(44);
    expect(Math.abs(mean - 2 / 44)).toBeLessThan((5 * (2 / 44)) / Math.sqrt(others.length));
  });

  it("does not depend on the lengths of the directions or the angle between them", () => {
    const row = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 5, maxLength: 5 });
    const length = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 9 }), length, length, (rows, long, lean) => {
        const trajectory = asPoints(rows);
        const dx = Float64Array.from([1, 2, 0, -1, 0]) as Parameters;
        const dy = Float64Array.from([0, 1, 1, 2, 0]) as Parameters;
        const plain = explainTrajectory({ dx, dy }, trajectory);
        const other = explainTrajectory(
          {
            dx: dx.map((entry) => long * entry) as Parameters,
            dy: dy.map((entry, p) => entry + lean * dx[p]!) as Parameters,
          },
          trajectory,
        );
        if (!plain || !other) {
          expect(other).toEqual(plain);
          return;
        }
        // A lean of 100 leaves y at right angles with about 100² units of rounding.
        plain.forEach((share, i) => {
          expect(Math.abs(share - other[i]!)).toBeLessThan(2 ** -52 * 1e6);
        });
        expect(plain[0] + plain[1]).toBeLessThan(1 + 2 ** -48);
      }),
    );
  });

  it("is unknown of a single point", () => {
    const point = asPoints([[1, 2, 3]]);
    const plane = { dx: asPoints([[1, 0, 0]])[0]!, dy: asPoints([[0, 1, 0]])[0]! };
    expect(explainTrajectory(plane, [...point, ...point])).toBeNull();
  });
});
