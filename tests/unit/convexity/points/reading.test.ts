import { describe, expect, it } from "vitest";
import { analyzePoint } from "../../../../src/convexity/points/analysis";
import { classifyLandscape } from "../../../../src/convexity/points/classify";
import { POINT_CLASSES, signWithin } from "../../../../src/convexity/points/point-class";
import { findGridPlace, readAnalysis, readPlace } from "../../../../src/convexity/points/reading";
import { ReferenceEvaluator } from "../../../../src/slice/reference-evaluator";
import { makeRandomPlan } from "../../../support/random-plans";

const PLAN = makeRandomPlan({ activation: "tanh", loss: "mse", hidden: [4, 3], reach: 2 }, 12);
const evaluator = new ReferenceEvaluator();
const LANDSCAPE = classifyLandscape(await evaluator.evaluate(PLAN), PLAN.grid, evaluator.backend);

describe("a reading", () => {
  it("of a grid point has the grid's own numbers and class, and waits for its gradient", () => {
    const { grid } = LANDSCAPE;
    for (let row = 0; row < grid.rows; row++) {
      for (let column = 0; column < grid.columns; column++) {
        const [x, y] = [grid.x[column]!, grid.y[row]!];
        const point = row * grid.columns + column;
        const reading = readPlace(LANDSCAPE, x, y, null);
        expect(reading).toMatchObject({ x, y, source: "grid", gradient: null, loss: LANDSCAPE.loss[point] });
        expect(reading?.min).toBe(LANDSCAPE.curvatureMin[point]);
        expect(reading?.max).toBe(LANDSCAPE.curvatureMax[point]);
        expect(reading?.pointClass).toBe(POINT_CLASSES[LANDSCAPE.classes[point]!]);
        const analysis = analyzePoint(PLAN, x, y);
        expect(readPlace(LANDSCAPE, x, y, analysis)?.gradient).toBe(analysis.gradient);
        // On a float64 grid both functions give the same numbers; only the chords differ.
        if (reading?.pointClass !== "nonconvex-chord") {
          expect(readAnalysis(analysis)).toEqual({ ...reading, source: "float64", gradient: analysis.gradient });
        }
      }
    }
  });

  it("between grid points is that of the analysis, and nothing before it", () => {
    expect(findGridPlace(LANDSCAPE.grid, 0.123, 0)).toBeNull();
    expect(readPlace(LANDSCAPE, 0.123, 0.4, null)).toBeNull();
    expect(readPlace(LANDSCAPE, 0.123, 0.4, analyzePoint(PLAN, 0.123, 0.4))?.source).toBe("float64");
  });

  it("has no directions where the eigenvalues may be equal, and no class that its bounds do not prove", () => {
    const flat = { ...analyzePoint(PLAN, 0.1, 0.1), xx: 2, xy: 1e-9, yy: 2, curvatureError: 1e-8 };
    expect(readAnalysis(flat).directions).toBeNull();
    expect(readAnalysis(flat).pointClass).toBe("convex");
    expect(readAnalysis({ ...flat, xx: 1e-9, curvatureError: 1e-8 }).pointClass).toBe("undecided");
    expect(readAnalysis({ ...flat, xx: -1e-6, curvatureError: 1e-8 }).pointClass).toBe("nonconvex-curvature");
    expect(readAnalysis({ ...flat, loss: Number.NaN }).pointClass).toBe("not-finite");
    expect([
      signWithin(-1, 0.5),
      signWithin(-1, 2),
      signWithin(1, 0.5),
      signWithin(1, Number.POSITIVE_INFINITY),
    ]).toEqual([-1, 0, 1, 0]);
  });
});
