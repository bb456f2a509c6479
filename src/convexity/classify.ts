import type { BackendInfo, Grid, LandscapeFields } from "../landscape/landscape";
import { hasConcaveChord } from "./chords";
import { eigenvalueError, symmetricEigenvalues } from "./curvature";
import { type Landscape, POINT_CLASSES, type PointClass } from "./landscape";

/**
 * Says of every grid point what its numbers prove, by the contract's order of classes. Nothing is proved by a difference smaller
 * than the bounds on its error, and nothing at all on a device of 16-bit floats, for which the bounds do not hold.
 */
export function classifyLandscape(fields: LandscapeFields, grid: Grid, backend: BackendInfo): Landscape {
  const points = grid.columns * grid.rows;
  const curvatureMin = new Float64Array(points);
  const curvatureMax = new Float64Array(points);
  const classes = new Uint8Array(points);
  const counts = new Array<number>(POINT_CLASSES.length).fill(0);
  for (let point = 0; point < points; point++) {
    const eigenvalues = symmetricEigenvalues(fields.xx[point]!, fields.xy[point]!, fields.yy[point]!);
    curvatureMin[point] = eigenvalues.min;
    curvatureMax[point] = eigenvalues.max;
    const index = POINT_CLASSES.indexOf(classifyPoint(grid, fields, backend, point, eigenvalues.min));
    classes[point] = index;
    counts[index]!++;
  }
  const summary = Object.fromEntries(POINT_CLASSES.map((name, index) => [name, counts[index]! / points]));
  return {
    grid,
    ...fields,
    curvatureMin,
    curvatureMax,
    classes,
    summary: summary as Record<PointClass, number>,
    backend,
  };
}

function classifyPoint(
  grid: Grid,
  fields: LandscapeFields,
  backend: BackendInfo,
  point: number,
  curvatureMin: number,
): PointClass {
  if (!Number.isFinite(fields.loss[point]!)) return "not-finite";
  if (backend.floatBits === 16) return "undecided";
  const error = eigenvalueError(fields.xx[point]!, fields.xy[point]!, fields.yy[point]!, fields.curvatureError[point]!);
  if (curvatureMin + error < 0) return "nonconvex-curvature";
  if (hasConcaveChord(fields, grid, Math.floor(point / grid.columns), point % grid.columns)) return "nonconvex-chord";
  return curvatureMin - error > 0 ? "convex" : "undecided";
}
