import { JetEvaluator } from "../../model/jets/jet-evaluator";
import { type Parameters, zeroParameters } from "../../model/network/layout";
import type { Problem } from "../../model/problem";
import type { Curve } from "../../model/training/curve";
import { averageOverCurve, MEASURED_PLACES } from "../../model/training/curve-training";
import { FLOAT64 } from "../../numeric/rounding";
import { evaluatePlaces, type PlaceOptions } from "../../slice/evaluate-places";
import type { SlicePlace } from "../../slice/slice-place";
import { type PathPlane, type PlacesOfPath, placeCurve, placePath, planeOfCurve, spanPlane } from "./path-losses";

/** A value at one place of a path. The true value is at most `error` from `value`; +∞ where no bound is known. */
export interface PathValue {
  readonly place: number;
  readonly value: number;
  readonly error: number;
}

/** The loss along a path through weight space, in float64, at evenly spaced places of its parameter t. */
export interface PathProfile {
  /** 0 at the first end, 1 at the other. */
  readonly places: Float64Array;
  readonly losses: Float64Array;
  /** |computed − true loss| is at most this. */
  readonly errors: Float64Array;
  /** The highest loss among the places. */
  readonly highest: PathValue;
  /**
   * The largest height of the loss above the straight line between the losses of its ends; 0 where it is nowhere above it. On a straight
   * path, a barrier above its error proves that the loss is not convex.
   */
  readonly barrier: PathValue;
  /** The mean loss over t, by the trapezoid rule. */
  readonly mean: number;
}

/**
 * The loss along a curve, and along the straight line between its ends, with bounds on the float64 errors. Both are computed in the plane
 * of the three control points, as from + x·(bend − from) + y·(to − from) with x and y exact in binary, so that the bounds hold for the
 * true points of the curve; its control points are the given ones, except for the rounding of the two differences.
 *
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function profileCurve(
  problem: Problem,
  curve: Curve,
  options: PlaceOptions = {},
): Promise<{ readonly line: PathProfile; readonly curve: PathProfile }> {
  const plane = planeOfCurve(problem, curve);
  return {
    line: await measurePath(plane, placePath(MEASURED_PLACES, alongLine), options),
    curve: await measurePath(plane, placeCurve(curve), options),
  };
}

/** The loss along the straight line between two points, computed as in profileCurve. */
export async function profileLine(
  problem: Problem,
  from: Parameters,
  to: Parameters,
  options: PlaceOptions = {},
): Promise<PathProfile> {
  return measurePath(spanPlane(problem, from, from, to), placePath(MEASURED_PLACES, alongLine), options);
}

/** The place of the straight line at t. */
const alongLine = (t: number): SlicePlace => [0, t];

/** The loss at some weights, and a bound on its float64 error; +∞ where no bound is known. */
export function evaluatePoint(
  problem: Problem,
  theta: Parameters,
): { readonly loss: number; readonly lossError: number } {
  const nowhere = zeroParameters(problem.layout);
  const slice = { center: theta, dx: nowhere, dy: nowhere, xLimit: 0, yLimit: 0 };
  const jet = new JetEvaluator(problem, slice, FLOAT64).evaluate(0, 0);
  return { loss: jet.loss, lossError: boundError(jet.loss, jet.lossError) };
}

function boundError(loss: number, error: number): number {
  return Number.isFinite(loss) && Number.isFinite(error) ? error : Number.POSITIVE_INFINITY;
}

async function measurePath(plane: PathPlane, { x, y }: PlacesOfPath, options: PlaceOptions): Promise<PathProfile> {
  const places = Float64Array.from(MEASURED_PLACES);
  const { loss: losses, lossError } = await evaluatePlaces(plane, x, y, { ...options, lossOnly: true });
  const errors = lossError.map((error, i) => boundError(losses[i]!, error));
  return {
    places,
    losses,
    errors,
    highest: findHighest(places, losses, errors),
    barrier: findBarrier(places, losses, errors),
    mean: averageOverCurve(losses),
  };
}

/**
 * The largest value, with the largest error of all places, because another place may be the true highest one. NaN counts as the highest, so
 * that it is not hidden by the other values.
 */
function findHighest(places: Float64Array, values: Float64Array, errors: Float64Array): PathValue {
  let highest = 0;
  for (let i = 1; i < values.length && !Number.isNaN(values[highest]!); i++) {
    if (!(values[i]! <= values[highest]!)) highest = i;
  }
  return { place: places[highest]!, value: values[highest]!, error: Math.max(...errors) };
}

/** @see Entezari et al. 2022, "The Role of Permutation Invariance in Linear Mode Connectivity", arXiv 2110.06296, definition 2.1 */
function findBarrier(places: Float64Array, losses: Float64Array, errors: Float64Array): PathValue {
  const last = losses.length - 1;
  const between = (values: Float64Array, t: number) => (1 - t) * values[0]! + t * values[last]!;
  const heights = losses.map((loss, i) => (i === 0 || i === last ? 0 : loss - between(losses, places[i]!)));
  const heightErrors = errors.map((error, i) => {
    if (i === 0 || i === last) return 0;
    const chord = between(losses, places[i]!);
    return error + between(errors, places[i]!) + 4 * FLOAT64.unit * (Math.abs(losses[i]!) + Math.abs(chord));
  });
  return findHighest(
    places,
    heights,
    heightErrors.map((error) => (Number.isNaN(error) ? Number.POSITIVE_INFINITY : error)),
  );
}
