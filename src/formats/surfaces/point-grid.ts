import { FormatError } from "../format-error";

/** The grid that single points form. */
export interface PointGrid {
  readonly x: Float64Array;
  /** Null where all points have one y: they form a curve. */
  readonly y: Float64Array | null;
  /** The grid index of each point. */
  readonly places: Uint32Array;
}

/**
 * Finds the grid whose points these are, in whatever order they stand.
 * @throws FormatError where they form none: two points at one place, or fewer than half of a grid's
 */
export function findPointGrid(x: Float64Array, y: Float64Array): PointGrid {
  const [xs, ys] = [listDistinct(x), listDistinct(y)];
  const complaint = `its ${x.length} points do not form a grid: they have ${xs.length} different x and ${ys.length} different y`;
  if (xs.length * ys.length > 2 * x.length) throw new FormatError(complaint);
  const [columns, rows] = [indexPlaces(xs), indexPlaces(ys)];
  const places = new Uint32Array(x.length);
  const isTaken = new Uint8Array(xs.length * ys.length);
  for (let i = 0; i < x.length; i++) {
    const place = rows.get(y[i]!)! * xs.length + columns.get(x[i]!)!;
    if (isTaken[place]) throw new FormatError(`${complaint}, and two points are at one place`);
    isTaken[place] = 1;
    places[i] = place;
  }
  return { x: xs, y: ys.length === 1 ? null : ys, places };
}

function listDistinct(values: Float64Array): Float64Array {
  if (!values.every(Number.isFinite)) throw new FormatError("it has a point whose place is not finite");
  const sorted = values.toSorted();
  return sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
}

const indexPlaces = (places: Float64Array): ReadonlyMap<number, number> =>
  new Map(Array.from(places, (place, i) => [place, i]));

/** Numbers of single points in the order of their grid; NaN where the grid has no point. */
export function layOnGrid({ x, y, places }: PointGrid, values: Float64Array): Float64Array {
  const laid = new Float64Array(x.length * (y?.length ?? 1)).fill(Number.NaN);
  for (const [i, place] of places.entries()) laid[place] = values[i]!;
  return laid;
}
