import { GradientPass } from "../../model/network/gradient-pass";
import type { Parameters } from "../../model/network/layout";
import type { Problem } from "../../model/problem";
import { blendCurve, type Curve } from "../../model/training/curve";
import { MEASURED_PLACES } from "../../model/training/curve-training";
import { createPacer } from "../../numeric/pacer";
import { evaluatePlaces, type PlaceOptions } from "../../slice/evaluate-places";
import type { LandscapePlan } from "../../slice/landscape-plan";
import { subtractParameters } from "../../slice/plane/direction";
import { placeParameters, type SlicePlace } from "../../slice/slice-place";

/** A plane of weight space that holds a path. */
export type PathPlane = Omit<LandscapePlan, "grid">;

/** The places of a path in its plane, [places] each. */
export interface PlacesOfPath {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** The plane of the points from + x·(bend − from) + y·(to − from). */
export function spanPlane(problem: Problem, from: Parameters, bend: Parameters, to: Parameters): PathPlane {
  return { ...problem, center: from, dx: subtractParameters(bend, from), dy: subtractParameters(to, from) };
}

/** The plane of a curve's control points. */
export function planeOfCurve(problem: Problem, { from, bend, to }: Curve): PathPlane {
  return spanPlane(problem, from, bend, to);
}

/** The places where a curve is measured, in its plane. */
export function placeCurve({ kind }: Curve): PlacesOfPath {
  return placePath(MEASURED_PLACES, (t) => {
    const [, x, y] = blendCurve(kind, t);
    return [x, y];
  });
}

export function placePath(parameters: ArrayLike<number>, along: (t: number) => SlicePlace): PlacesOfPath {
  const places = Array.from(parameters, along);
  return { x: Float64Array.from(places, ([x]) => x), y: Float64Array.from(places, ([, y]) => y) };
}

/**
 * The losses at places of a plane, in float64 and without bounds, with rests for other work. Where no evaluator is given, each place is a
 * plain forward pass: the reference evaluator's bounds would cost more than all passes.
 *
 * @returns [places]
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function evaluatePathLosses(
  plane: PathPlane,
  { x, y }: PlacesOfPath,
  { evaluator, signal }: Pick<PlaceOptions, "evaluator" | "signal">,
): Promise<Float64Array> {
  if (evaluator) return (await evaluatePlaces(plane, x, y, { evaluator, signal, lossOnly: true })).loss;
  const pacer = createPacer(signal);
  const pass = new GradientPass(plane);
  const losses = new Float64Array(x.length);
  for (let place = 0; place < x.length; place++) {
    if (pacer.isDue()) await pacer.rest();
    losses[place] = pass.evaluateLoss(placeParameters(plane, [x[place]!, y[place]!]));
  }
  return losses;
}
