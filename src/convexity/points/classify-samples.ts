import { FLOAT64 } from "../../numeric/rounding";
import type { Grid } from "../../slice/grid";
import { CHORD_STRIDES, hasConcaveChord } from "../lines/grid-chords";
import { symmetricEigenvalues } from "./curvature";
import { classifyPoint, POINT_CLASSES, type PointClass } from "./point-class";

/** Numbers at the points of a grid, without the function that they are of. Each array is [rows · columns]. */
export interface Samples {
  readonly grid: Grid;
  /** NaN where there is no number. */
  readonly loss: Float64Array;
  /** How far each number may lie from the one that was stored: the rounding of its storage, and nothing of how it was computed. */
  readonly lossError: Float64Array;
}

/** What finite differences and chords say of numbers. NaN where a neighbour is missing. */
export interface SampledCurvature {
  readonly xx: Float64Array;
  readonly xy: Float64Array;
  readonly yy: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** Index into POINT_CLASSES at each point. */
  readonly classes: Uint8Array;
  readonly summary: Readonly<Record<PointClass, number>>;
}

/**
 * The curvature of numbers by finite differences, and the class that they prove of themselves. No bound is known on how far a difference lies
 * from the curvature of the function, so it proves nothing, and only a chord does: where a number lies above the line through two others,
 * no convex function has these numbers. So each class is `nonconvex-chord`, `undecided` or `not-finite`, and holds for these numbers.
 */
export function classifySamples({ grid, loss, lossError }: Samples): SampledCurvature {
  const points = grid.columns * grid.rows;
  const make = () => new Float64Array(points).fill(Number.NaN);
  const curvature = { xx: make(), xy: make(), yy: make(), min: make(), max: make() };
  const classes = new Uint8Array(points);
  const counts = POINT_CLASSES.map(() => 0);
  const hasChord = chooseChords({ grid, loss, lossError });
  for (let point = 0; point < points; point++) {
    const [row, column] = [Math.floor(point / grid.columns), point % grid.columns];
    const { xx, xy, yy } = differentiate(grid, loss, row, column);
    const { min, max } = symmetricEigenvalues(xx, xy, yy);
    curvature.xx[point] = xx;
    curvature.xy[point] = xy;
    curvature.yy[point] = yy;
    curvature.min[point] = min;
    curvature.max[point] = max;
    const found = classifyPoint(loss[point]!, min, Number.POSITIVE_INFINITY, () => hasChord(row, column));
    const index = POINT_CLASSES.indexOf(found);
    classes[point] = index;
    counts[index]! += 1;
  }
  const summary = Object.fromEntries(POINT_CLASSES.map((name, index) => [name, counts[index]! / points]));
  return { ...curvature, classes, summary: summary as Record<PointClass, number> };
}

/** Second differences over three points, also of unequal distances; for xy over the four diagonal neighbours. */
function differentiate(grid: Grid, loss: Float64Array, row: number, column: number) {
  const at = (rows: number, columns: number) => {
    const [r, c] = [row + rows, column + columns];
    const isInside = r >= 0 && r < grid.rows && c >= 0 && c < grid.columns;
    return isInside ? loss[r * grid.columns + c]! : Number.NaN;
  };
  const { x, y } = grid;
  const width = (x[column + 1] ?? Number.NaN) - (x[column - 1] ?? Number.NaN);
  const height = (y[row + 1] ?? Number.NaN) - (y[row - 1] ?? Number.NaN);
  const twist = at(1, 1) - at(1, -1) - (at(-1, 1) - at(-1, -1));
  return {
    xx: secondDifference(x, column, at(0, -1), at(0, 0), at(0, 1)),
    xy: twist / width / height,
    yy: secondDifference(y, row, at(-1, 0), at(0, 0), at(1, 0)),
  };
}

function secondDifference(places: Float64Array, i: number, before: number, here: number, after: number): number {
  const left = places[i]! - (places[i - 1] ?? Number.NaN);
  const right = (places[i + 1] ?? Number.NaN) - places[i]!;
  return (2 * ((after - here) / right - (here - before) / left)) / (left + right);
}

/** Where both axes are evenly spaced, all chords of the grid; else those along the axes, each with the distances of its points. */
function chooseChords(samples: Samples): (row: number, column: number) => boolean {
  const { grid } = samples;
  if (isEven(grid.x) && isEven(grid.y)) return (row, column) => hasConcaveChord(samples, grid, row, column);
  return (row, column) => hasUnevenChord(samples, row, column);
}

/** Unit roundoff of float32, in which programs store coordinates. */
const FLOAT32_UNIT = 2 ** -24;

/** Whether rounding to float32 explains all that the distances of neighbours differ. */
export function isEven(places: Float64Array): boolean {
  const last = places.length - 1;
  const [from, to] = [places[0]!, places[last]!];
  const most = 2 * FLOAT32_UNIT * Math.max(Math.abs(from), Math.abs(to));
  return places.every((place, i) => Math.abs(place - ((last - i) * from + i * to) / Math.max(last, 1)) <= most);
}

function hasUnevenChord({ grid, loss, lossError }: Samples, row: number, column: number): boolean {
  const middle = row * grid.columns + column;
  return CHORD_STRIDES.some((stride) => {
    const isAcross = column >= stride && column + stride < grid.columns;
    const isUp = row >= stride && row + stride < grid.rows;
    return (
      (isAcross && liesAbove(grid.x, column, stride, loss, lossError, middle, stride)) ||
      (isUp && liesAbove(grid.y, row, stride, loss, lossError, middle, stride * grid.columns))
    );
  });
}

/** Whether a number lies above the line through two others by more than the rounding of all three and of this computation. */
function liesAbove(
  places: Float64Array,
  i: number,
  stride: number,
  loss: Float64Array,
  lossError: Float64Array,
  middle: number,
  offset: number,
): boolean {
  const [before, here, after] = [places[i - stride]!, places[i]!, places[i + stride]!];
  const share = (here - before) / (after - before);
  const [low, high] = [loss[middle - offset]!, loss[middle + offset]!];
  const line = (1 - share) * low + share * high;
  const error = lossError[middle]! + Math.max(lossError[middle - offset]!, lossError[middle + offset]!);
  const rounding = 8 * FLOAT64.unit * (Math.abs(loss[middle]!) + Math.abs(low) + Math.abs(high)) + FLOAT64.underflow;
  return loss[middle]! - line - error - rounding > 0;
}
