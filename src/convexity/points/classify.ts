import type { BackendInfo } from "../../slice/backend-info";
import type { Grid } from "../../slice/grid";
import type { LandscapeFields } from "../../slice/landscape-fields";
import { hasConcaveChord } from "../lines/grid-chords";
import { eigenvalueError, symmetricEigenvalues } from "./curvature";
import type { Landscape } from "./landscape";
import { classifyPoint, POINT_CLASSES, type PointClass } from "./point-class";

/**
 * Gives every grid point the class that its numbers prove, in the contract's order of classes. A difference smaller than its error bound
 * proves nothing. On a device with 16-bit floats nothing is proved, because the bounds do not hold for them.
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
    const index = POINT_CLASSES.indexOf(classifyGridPoint(grid, fields, backend, point, eigenvalues.min));
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

function classifyGridPoint(
  grid: Grid,
  fields: LandscapeFields,
  backend: BackendInfo,
  point: number,
  curvatureMin: number,
): PointClass {
  const loss = fields.loss[point]!;
  // The bounds do not hold for 16-bit floats.
  if (backend.floatBits === 16) return classifyPoint(loss, curvatureMin, Number.POSITIVE_INFINITY, () => false);
  const error = eigenvalueError(fields.xx[point]!, fields.xy[point]!, fields.yy[point]!, fields.curvatureError[point]!);
  return classifyPoint(loss, curvatureMin, error, () =>
    hasConcaveChord(fields, grid, Math.floor(point / grid.columns), point % grid.columns),
  );
}
