import type { LandscapeOutcome } from "../../../src/compute/jobs/landscape-outcome";
import type { Landscape } from "../../../src/convexity/points/landscape";
import { POINT_CLASSES, type PointClass } from "../../../src/convexity/points/point-class";

/** A landscape of given classes and lowest curvatures, row by row; everything else is plain. */
export function makeLandscape(
  columns: number,
  classes: readonly PointClass[],
  curvatureMin: readonly number[],
): Landscape {
  const rows = classes.length / columns;
  const count = classes.length;
  const axis = (points: number) =>
    Float64Array.from({ length: points }, (_, i) => (points === 1 ? 0 : (2 * i) / (points - 1) - 1));
  const summary = Object.fromEntries(
    POINT_CLASSES.map((name) => [name, classes.filter((found) => found === name).length / count]),
  ) as Record<PointClass, number>;
  return {
    grid: { columns, rows, x: axis(columns), y: axis(rows) },
    loss: Float64Array.from({ length: count }, (_, i) => i),
    lossError: new Float64Array(count).fill(1e-7),
    xx: new Float64Array(count),
    xy: new Float64Array(count),
    yy: new Float64Array(count),
    curvatureError: new Float64Array(count).fill(1e-7),
    curvatureMin: Float64Array.from(curvatureMin),
    curvatureMax: Float64Array.from(curvatureMin, (value) => value + 1),
    classes: Uint8Array.from(classes, (name) => POINT_CLASSES.indexOf(name)),
    summary,
    backend: { kind: "reference", renderer: "test", floatBits: 64 },
  };
}

export function makeOutcome(landscape: Landscape): LandscapeOutcome {
  return {
    landscape,
    verdict: { kind: "undecided", scope: "slice", reason: "Nothing was found." },
    finding: null,
    creases: { creases: [], omitted: 0, unexamined: 0 },
    fullHessian: null,
    measure: null,
    timings: {},
  };
}
