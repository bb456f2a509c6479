import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classifyLandscape } from "../../../../src/convexity/points/classify";
import { eigenvalueError, symmetricEigenvalues } from "../../../../src/convexity/points/curvature";
import { POINT_CLASSES, type PointClass } from "../../../../src/convexity/points/point-class";
import { describeUndecided, findConvexityTheorem } from "../../../../src/convexity/verdict/verdict";
import { FLOAT64 } from "../../../../src/numeric/rounding";
import type { BackendInfo } from "../../../../src/slice/backend-info";
import { makeGrid } from "../../../../src/slice/grid";
import { allocateFields } from "../../../../src/slice/landscape-fields";
import { ReferenceEvaluator } from "../../../../src/slice/reference-evaluator";
import { makeRandomPlan } from "../../../support/random-plans";

const REFERENCE: BackendInfo = { kind: "reference", renderer: "test", floatBits: 64 };
const grid = makeGrid({ columns: 3, rows: 3, xRange: [-1, 1], yRange: [-1, 1] });

/** A 3 × 3 landscape with equal points except the middle. */
function classifyMiddle(
  middle: { loss?: number; xx?: number; xy?: number; yy?: number; lossError?: number; curvatureError?: number },
  backend = REFERENCE,
): PointClass {
  const fields = allocateFields(grid);
  for (const [name, value] of Object.entries(middle)) fields[name as keyof typeof fields][4] = value;
  const { classes, summary } = classifyLandscape(fields, grid, backend);
  expect(Object.values(summary).reduce((sum, fraction) => sum + fraction, 0)).toBeCloseTo(1, 12);
  return POINT_CLASSES[classes[4]!]!;
}

describe("the class of a point, in the contract's order", () => {
  it("is first that of negative curvature beyond its bound", () => {
    expect(classifyMiddle({ xx: -1, loss: 1 })).toBe("nonconvex-curvature");
    // Eigenvalues of [[1, 2], [2, 1]]: −1 and 3.
    expect(classifyMiddle({ xx: 1, xy: 2, yy: 1, curvatureError: 0.49 })).toBe("nonconvex-curvature");
    expect(classifyMiddle({ xx: 1, xy: 2, yy: 1, curvatureError: 0.51 })).toBe("undecided");
  });

  it("then a chord below the surface, also where curvature is positive", () => {
    expect(classifyMiddle({ xx: 1, yy: 1, loss: 1 })).toBe("nonconvex-chord");
    expect(classifyMiddle({ xx: 1, yy: 1, loss: 1, lossError: 1.1 })).toBe("convex");
    expect(classifyMiddle({ xx: -1, yy: 1, curvatureError: 10, loss: 1 })).toBe("nonconvex-chord");
  });

  it("then convex curvature beyond its bound, else undecided", () => {
    expect(classifyMiddle({ xx: 1, yy: 1 })).toBe("convex");
    expect(classifyMiddle({ xx: 1, yy: 1, curvatureError: 0.6 })).toBe("undecided");
    expect(classifyMiddle({ xx: 1, yy: 0 })).toBe("undecided");
    expect(classifyMiddle({})).toBe("undecided");
  });

  it("is not finite where the loss is not finite, whatever the other numbers are", () => {
    for (const loss of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(classifyMiddle({ loss, xx: -1 })).toBe("not-finite");
    }
    expect(classifyMiddle({ xx: Number.NaN, yy: 1 })).toBe("undecided");
    expect(classifyMiddle({ xx: -1, curvatureError: Number.POSITIVE_INFINITY })).toBe("undecided");
    expect(classifyMiddle({ xx: Number.NEGATIVE_INFINITY, curvatureError: Number.POSITIVE_INFINITY })).toBe(
      "undecided",
    );
  });

  it("nothing is proved with 16-bit floats", () => {
    const coarse: BackendInfo = { kind: "webgl", renderer: "test", floatBits: 16 };
    for (const middle of [{ xx: -1 }, { loss: 1 }, { xx: 1, yy: 1 }]) {
      expect(classifyMiddle(middle, coarse)).toBe("undecided");
    }
    expect(classifyMiddle({ loss: Number.NaN }, coarse)).toBe("not-finite");
  });
});

describe("eigenvalues of a symmetric 2 × 2 matrix", () => {
  const entry = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  it("have the matrix's trace and its determinant, within their bound", () => {
    fc.assert(
      fc.property(entry, entry, entry, (xx, xy, yy) => {
        const { min, max } = symmetricEigenvalues(xx, xy, yy);
        // Every evaluator's bound includes the underflow of its arithmetic, which covers the losses of subnormal numbers.
        const bound = eigenvalueError(xx, xy, yy, FLOAT64.underflow);
        const size = Math.abs(xx) + Math.abs(xy) + Math.abs(yy);
        expect(min).toBeLessThanOrEqual(max);
        expect(Math.abs(min + max - (xx + yy))).toBeLessThanOrEqual(2 * bound + 2 ** -52 * size);
        const determinantBound = 2 * bound * (size + bound) + 2 ** -50 * size * size + FLOAT64.underflow;
        expect(Math.abs(min * max - (xx * yy - xy * xy))).toBeLessThanOrEqual(determinantBound);
      }),
      { seed: 1 },
    );
  });

  it("move by no more than the bound when every entry moves by its error", () => {
    const shift = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(entry, entry, entry, shift, shift, shift, (xx, xy, yy, a, b, c) => {
        const before = symmetricEigenvalues(xx, xy, yy);
        const after = symmetricEigenvalues(xx + a, xy + b, yy + c);
        const bound = eigenvalueError(xx, xy, yy, 1) + eigenvalueError(xx, xy, yy, 0) + 1e-12;
        expect(Math.abs(after.min - before.min)).toBeLessThanOrEqual(bound);
        expect(Math.abs(after.max - before.max)).toBeLessThanOrEqual(bound);
      }),
      { seed: 2 },
    );
  });
});

describe("verdicts", () => {
  const reference = new ReferenceEvaluator();

  it("name a theorem exactly where one holds", () => {
    const without = (loss: "mse" | "bce" | "softmax-ce" | "hinge", output: "identity" | "sigmoid" = "identity") =>
      findConvexityTheorem(makeRandomPlan({ activation: "relu", loss, hidden: [], output }, 1));
    for (const loss of ["mse", "bce", "softmax-ce", "hinge"] as const) {
      expect(without(loss)).toMatchObject({ kind: "convex-by-theorem", scope: "loss" });
      expect(without(loss, "sigmoid")).toBeNull();
      const deep = makeRandomPlan({ activation: "relu", loss, hidden: [3], l2: 0.1 }, 1);
      expect(findConvexityTheorem(deep)).toBeNull();
      const last = deep.layout.layers[1]!.kernel;
      const keepLast = (direction: typeof deep.dx) => direction.map((e, p) => (p < last ? 0 : e)) as typeof deep.dx;
      const slice = findConvexityTheorem({ ...deep, dx: keepLast(deep.dx), dy: keepLast(deep.dy) });
      expect(slice).toMatchObject({ kind: "convex-by-theorem", scope: "slice" });
      expect(slice?.reason).toContain("l2");
      expect(findConvexityTheorem({ ...deep, dx: keepLast(deep.dx) })).toBeNull();
    }
  });

  it("claim nothing where no theorem holds, and name the points and chords that were tried", async () => {
    const plan = makeRandomPlan({ activation: "tanh", loss: "mse", hidden: [4] }, 2);
    const landscape = classifyLandscape(await reference.evaluate(plan), plan.grid, reference.backend);
    const verdict = describeUndecided(landscape);
    expect(verdict.kind).toBe("undecided");
    expect(verdict.reason).toContain(`${plan.grid.columns} × ${plan.grid.rows}`);
    expect(verdict.reason).toMatch(/^[^.]*\.$/);
    const coarse = { ...landscape, backend: { ...landscape.backend, floatBits: 16 as const } };
    expect(describeUndecided(coarse).reason).toContain("16-bit");
  });
});
