import { LIMITS } from "../../experiment/limits";
import { quoteText } from "../../experiment/quote";
import type { Grid } from "../../slice/grid";
import type { PlaneMeasure } from "../../slice/plane/plane-measure";
import { FormatError } from "../format-error";

/** A line that a file tells of on its surface: a training's trajectory, or the curve between two solutions. */
export interface SurfacePath {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Numbers over a grid, as another program's file holds them. */
export interface Surface {
  readonly program: string;
  /** A curve has one row, at y = 0. */
  readonly grid: Grid;
  /** [rows · columns]; NaN where there is no finite number. */
  readonly loss: Float64Array;
  /** The relative rounding of the stored numbers. */
  readonly rounding: number;
  /** The names of all sets of the file that lie over this grid. */
  readonly datasets: readonly string[];
  readonly chosen: string;
  /** The number of points that were not computed. */
  readonly missing: number;
  /** What a reader must know of these numbers, a sentence each. */
  readonly notes: readonly string[];
  readonly paths: readonly SurfacePath[];
  /** Lengths and angle of the directions in weight space, and the shares of variance that they explain, as far as files tell them. */
  readonly plane: (PlaneMeasure & { readonly explained?: readonly [number, number] }) | null;
}

/** What readers find; `makeSurface` checks it and brings it into the order of a grid. */
export interface SurfaceParts {
  readonly program: string;
  readonly x: Float64Array;
  /** Null for a curve. */
  readonly y: Float64Array | null;
  /** loss[row · columns + column] */
  readonly loss: Float64Array;
  readonly isMissing?: (value: number) => boolean;
  readonly rounding: number;
  readonly datasets: readonly string[];
  readonly chosen: string;
  readonly notes: readonly string[];
  readonly paths?: readonly SurfacePath[];
}

const ONE_ROW = Float64Array.of(0);

/** @throws FormatError where the numbers form no grid, or one above the limits */
export function makeSurface(parts: SurfaceParts): Surface {
  const { program, datasets, chosen, rounding, isMissing = () => false, paths = [] } = parts;
  const axes = { x: parts.x, y: parts.y ?? ONE_ROW };
  checkAxis("x", axes.x, LIMITS.columns);
  if (parts.y) checkAxis("y", axes.y, LIMITS.rows);
  const [columns, rows] = [axes.x.length, axes.y.length];
  if (parts.loss.length !== columns * rows) {
    const size = parts.y ? `${columns} columns and ${rows} rows` : `${columns} points`;
    throw new FormatError(
      `its set ${quoteText(chosen)} has ${parts.loss.length} numbers, which are not those of ${size}`,
    );
  }
  const flips = { x: isFalling(axes.x), y: isFalling(axes.y) };
  const loss = new Float64Array(columns * rows);
  let [missing, notFinite] = [0, 0];
  for (const [point, value] of parts.loss.entries()) {
    const [row, column] = [Math.floor(point / columns), point % columns];
    const place = (flips.y ? rows - 1 - row : row) * columns + (flips.x ? columns - 1 - column : column);
    const isUnknown = isMissing(value);
    if (isUnknown) missing++;
    else if (!Number.isFinite(value)) notFinite++;
    loss[place] = isUnknown || !Number.isFinite(value) ? Number.NaN : value;
  }
  const notes = [...parts.notes];
  if (parts.y === null) notes.push("It is a curve: it has no y.");
  if (missing > 0) notes.push(`${countPoints(missing)} not computed.`);
  if (notFinite > 0) notes.push(`${countPoints(notFinite)} not finite.`);
  const grid = { columns, rows, x: flips.x ? axes.x.toReversed() : axes.x, y: flips.y ? axes.y.toReversed() : axes.y };
  return { program, grid, loss, rounding, datasets, chosen, missing, notes, paths, plane: null };
}

const countPoints = (count: number): string => (count === 1 ? "1 point is" : `${count} points are`);

const isFalling = (places: Float64Array): boolean => places.length > 1 && places[0]! > places[1]!;

function checkAxis(name: string, places: Float64Array, limit: { readonly min: number; readonly max: number }): void {
  if (places.length < limit.min)
    throw new FormatError(`it has ${places.length} places along ${name}, fewer than ${limit.min}`);
  if (places.length > limit.max)
    throw new FormatError(`it has ${places.length} places along ${name}, more than ${limit.max}`);
  const sign = isFalling(places) ? -1 : 1;
  for (const [i, place] of places.entries()) {
    if (!Number.isFinite(place)) throw new FormatError(`its ${name} has a place that is not finite`);
    if (i > 0 && sign * (place - places[i - 1]!) <= 0)
      throw new FormatError(`its places along ${name} are not in order`);
  }
}

/** Places where a file gives none: 0, 1, 2, … */
export const countPlaces = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i);

/** Numbers of [column][row] as [row][column]. */
export function transpose(values: Float64Array, columns: number, rows: number): Float64Array {
  return values.map((_, point) => values[(point % columns) * rows + Math.floor(point / columns)]!);
}
