import { JetEvaluator } from "../../model/jets/jet-evaluator";
import { type Parameters, zeroParameters } from "../../model/network/layout";
import type { Problem } from "../../model/problem";
import { FLOAT64 } from "../../numeric/rounding";
import type { PlaceOptions } from "../../slice/evaluate-places";
import type { LandscapePlan } from "../../slice/landscape-plan";
import { placeParameters, type SlicePlace } from "../../slice/slice-place";
import { evaluatePathLosses, placePath, spanPlane } from "./path-losses";

/** A path through weight space: a straight line, or two that meet at the middle. */
export type ChordPath =
  | { readonly kind: "slice"; readonly from: SlicePlace; readonly to: SlicePlace }
  | { readonly kind: "weights"; readonly from: Parameters; readonly middle: Parameters; readonly to: Parameters };

/** The loss along a path through weight space, in float64. */
export interface ChordProfile {
  /** Positions along the path: 0 at the first end, ½ at the middle, 1 at the other end. */
  readonly places: Float64Array;
  readonly losses: Float64Array;
  /** L(middle) − ½·(L(from) + L(to)). On a straight path, a gap above its error proves that the loss is not convex. */
  readonly gap: number;
  /** The true gap is at most this far from `gap`; +∞ where nothing is known. */
  readonly gapError: number;
}

/** Number of places of a path at which the loss is computed; it is odd, so that the middle is one of them. */
const PLACES = 101;

/**
 * Computes the loss along the path from one set of weights through a middle to another. The gap and its bound come from the reference.
 *
 * @param options.evaluator  computes the other losses; see evaluatePathLosses
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function profileChord(
  plan: LandscapePlan,
  path: ChordPath,
  options: Pick<PlaceOptions, "evaluator" | "signal"> = {},
): Promise<ChordProfile> {
  const { from, middle, to } = path.kind === "slice" ? placeChord(plan, path.from, path.to) : path;
  const places = Float64Array.from({ length: PLACES }, (_, i) => i / (PLACES - 1));
  const along = (t: number): SlicePlace => (t <= 0.5 ? [1 - 2 * t, 0] : [0, 2 * t - 1]);
  const losses = await evaluatePathLosses(spanPlane(plan, middle, from, to), placePath(places, along), options);
  // The bounds hold for the real line along a direction, so the middle is exact even though the ends are rounded.
  const half = middle.map((entry, p) => to[p]! - entry) as Parameters;
  const line = evaluateLine(plan, middle, half);
  const [first, center, last] =
    path.kind === "slice"
      ? [line(-1), line(0), line(1)]
      : [from, middle, to].map((theta) => evaluateLine(plan, theta, zeroParameters(plan.layout))(0));
  return { places, losses, ...measureGap(first!, center!, last!) };
}

function measureGap(first: PointLoss, center: PointLoss, last: PointLoss): Pick<ChordProfile, "gap" | "gapError"> {
  const ends = (first.loss + last.loss) / 2;
  const rounding = 4 * FLOAT64.unit * (Math.abs(center.loss) + Math.abs(ends));
  const gapError = center.lossError + (first.lossError + last.lossError) / 2 + rounding;
  return { gap: center.loss - ends, gapError: Number.isFinite(gapError) ? gapError : Number.POSITIVE_INFINITY };
}

/** The weights at the two ends and at the middle of a chord of the slice. */
export function placeChord(
  plan: LandscapePlan,
  from: SlicePlace,
  to: SlicePlace,
): { readonly from: Parameters; readonly middle: Parameters; readonly to: Parameters } {
  const middle: SlicePlace = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  return { from: placeParameters(plan, from), middle: placeParameters(plan, middle), to: placeParameters(plan, to) };
}

/**
 * A lower bound on the loss at the mean of some weights above the mean of their losses, for these weights themselves: a certificate may
 * have rounded them.
 */
export function boundGap(plan: LandscapePlan, points: readonly Parameters[], mean: Parameters): number {
  const [center, ...others] = [mean, ...points].map((theta) =>
    evaluateLine(plan, theta, zeroParameters(plan.layout))(0),
  );
  const share = (read: (point: PointLoss) => number) =>
    others.reduce((sum, point) => sum + read(point), 0) / others.length;
  const loss = share((point) => point.loss);
  // The sum rounds once a point.
  const rounding = others.length * FLOAT64.unit * Math.abs(loss);
  const ends = { loss, lossError: share(({ lossError }) => lossError) + rounding };
  const { gap, gapError } = measureGap(ends, center!, ends);
  return gap - gapError;
}

interface PointLoss {
  readonly loss: number;
  readonly lossError: number;
}

/** The loss at center + t·direction with a bound on its error, |t| ≤ 1. */
function evaluateLine(problem: Problem, center: Parameters, direction: Parameters): (t: number) => PointLoss {
  const slice = { center, dx: direction, dy: zeroParameters(problem.layout), xLimit: 1, yLimit: 0 };
  const evaluator = new JetEvaluator(problem, slice, FLOAT64);
  return (t) => evaluator.evaluate(t, 0);
}
