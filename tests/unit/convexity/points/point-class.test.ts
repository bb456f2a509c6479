import { describe, expect, it } from "vitest";
import { classifyPoint } from "../../../../src/convexity/points/point-class";

const never = () => {
  throw new Error("no chord is asked for");
};

describe("the class of a point", () => {
  it("is decided in the contract's order", () => {
    expect(classifyPoint(Number.NaN, -1, 0, never)).toBe("not-finite");
    expect(classifyPoint(Number.POSITIVE_INFINITY, -1, 0, never)).toBe("not-finite");
    expect(classifyPoint(1, -1, 0.5, never)).toBe("nonconvex-curvature");
    expect(classifyPoint(1, 1, 0.5, () => true)).toBe("nonconvex-chord");
    expect(classifyPoint(1, 1, 0.5, () => false)).toBe("convex");
    expect(classifyPoint(1, 0.5, 1, () => false)).toBe("undecided");
  });

  it("proves nothing by a curvature that is as far from 0 as its error bound", () => {
    for (const curvature of [-1, 0, 1]) expect(classifyPoint(1, curvature, 1, () => false)).toBe("undecided");
  });

  it("proves nothing where no bound or no curvature is known", () => {
    for (const curvature of [-1, 1, Number.NaN, Number.NEGATIVE_INFINITY]) {
      expect(classifyPoint(1, curvature, Number.POSITIVE_INFINITY, () => false)).toBe("undecided");
    }
    expect(classifyPoint(1, Number.NaN, 0, () => false)).toBe("undecided");
  });
});
