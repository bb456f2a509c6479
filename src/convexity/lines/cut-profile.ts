import { FLOAT64 } from "../../numeric/rounding";
import { evaluatePlaces, type PlaceOptions } from "../../slice/evaluate-places";
import { makeGrid } from "../../slice/grid";
import type { LandscapePlan } from "../../slice/landscape-plan";
import type { SlicePlace } from "../../slice/slice-place";
import { type CrossingSet, findCrossings } from "../creases/crossings";
import { classifyPoint, POINT_CLASSES, type PointClass } from "../points/point-class";
import { hasConcaveChord } from "./grid-chords";

/** The loss along a straight line of a slice, in float64. Lengths are in slice coordinates. */
export interface CutProfile {
  readonly from: SlicePlace;
  readonly to: SlicePlace;
  readonly length: number;
  /** Slice coordinates of evenly spaced places along the line, both ends included, [places] each. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly losses: Float64Array;
  readonly lossErrors: Float64Array;
  /** vᵀHv, v the line's unit direction in slice coordinates: on a crease that of one of its sides. */
  readonly curvatures: Float64Array;
  /** Bounds on the errors of the curvatures. Where a unit may be on either side of its kink, the bound is as large as the jump. */
  readonly curvatureErrors: Float64Array;
  /** What is proved at each place about the line alone: index into POINT_CLASSES. */
  readonly classes: Uint8Array;
  readonly creases: CrossingSet;
}

/** Number of places of a profile: enough for a plot with the width of a tool's panel. */
export const CUT_PLACES = 161;
/** The share of the profile in the progress; the crossings have the rest. */
const PROFILE_SHARE = 0.8;

/**
 * Cuts a slice along the line between two of its points: the loss, its curvature along the line, and the creases that the line crosses.
 *
 * @throws RangeError when the two points are equal
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function profileCut(
  plan: LandscapePlan,
  from: SlicePlace,
  to: SlicePlace,
  { evaluator, signal, onProgress }: PlaceOptions = {},
): Promise<CutProfile> {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (!(length > 0)) throw new RangeError("A and B are one point: a cut needs two.");
  // The places are rounded as a grid's are, so a grid's bounds hold for them, and evenly spaced places stay evenly spaced.
  const { x, y } = makeGrid({
    columns: CUT_PLACES,
    rows: CUT_PLACES,
    xRange: [from[0], to[0]],
    yRange: [from[1], to[1]],
  });
  const [a, b] = unitDirection(to[0] - from[0], to[1] - from[1]);
  const { loss, lossError, xx, xy, yy, curvatureError } = await evaluatePlaces(plan, x, y, {
    evaluator,
    signal,
    onProgress: (fraction) => onProgress?.(PROFILE_SHARE * fraction),
  });
  const curvatures = xx.map((_, i) => a * a * xx[i]! + 2 * a * b * xy[i]! + b * b * yy[i]!);
  const curvatureErrors = xx.map((_, i) => directionalError(xx[i]!, xy[i]!, yy[i]!, curvatureError[i]!, a, b));
  const creases = await findCrossings(plan, from, to, CUT_PLACES, { signal });
  const classes = classifyCut(loss, lossError, curvatures, curvatureErrors);
  onProgress?.(1);
  return { from, to, length, x, y, losses: loss, lossErrors: lossError, curvatures, curvatureErrors, classes, creases };
}

/** (a, b) scaled to length 1. The largest entry is scaled to 1 first, so no square that matters underflows. */
export function unitDirection(a: number, b: number): readonly [number, number] {
  const top = Math.max(Math.abs(a), Math.abs(b));
  const length = Math.hypot(a / top, b / top);
  return [a / top / length, b / top / length];
}

/**
 * Bounds the error of vᵀHv: (|a| + |b|)² times the error of an entry; the rounding of a and b, whose relative error is at most 5u each, and
 * of the sum, together below 16u times the terms' magnitudes; and an underflowed square or product of a and b times an entry.
 */
export function directionalError(xx: number, xy: number, yy: number, entryError: number, a: number, b: number): number {
  const { unit, underflow } = FLOAT64;
  const size = a * a * Math.abs(xx) + 2 * Math.abs(a * b * xy) + b * b * Math.abs(yy);
  const lost = underflow * (1 + Math.abs(xx) + 2 * Math.abs(xy) + Math.abs(yy));
  return (Math.abs(a) + Math.abs(b)) ** 2 * entryError * (1 + 16 * unit) + 16 * unit * size + lost;
}

/** Classifies the places of the line as classifyLandscape classifies the points of a grid. */
function classifyCut(
  loss: Float64Array,
  lossError: Float64Array,
  curvatures: Float64Array,
  curvatureErrors: Float64Array,
): Uint8Array {
  const line = { columns: loss.length, rows: 1 };
  const classOf = (place: number): PointClass =>
    classifyPoint(loss[place]!, curvatures[place]!, curvatureErrors[place]!, () =>
      hasConcaveChord({ loss, lossError }, line, 0, place),
    );
  return Uint8Array.from(loss, (_, place) => POINT_CLASSES.indexOf(classOf(place)));
}
