import type { LandscapePlan } from "../landscape/landscape";
import { JetEvaluator } from "../model/jets";
import { type Parameters, zeroParameters } from "../model/layout";
import { evaluateLoss } from "../model/network";
import { createPacer } from "../model/pacer";
import { FLOAT64 } from "../model/rounding";

/** A point of a slice, in its coordinates. */
export type SlicePlace = readonly [x: number, y: number];

/** A way through weight space that is straight, or bends once, at its middle. */
export type ChordPath =
  | { readonly kind: "slice"; readonly from: SlicePlace; readonly to: SlicePlace }
  | { readonly kind: "weights"; readonly from: Parameters; readonly middle: Parameters; readonly to: Parameters };

/** The loss along a way through weight space, in float64. */
export interface ChordProfile {
  /** How far along: 0 at the first end, ½ at the middle, 1 at the other end. */
  readonly places: Float64Array;
  readonly losses: Float64Array;
  /** L(middle) − ½·(L(from) + L(to)): above 0 a straight way proves that the loss is not convex. */
  readonly gap: number;
  /** The true gap is at most this far from `gap`; +∞ where nothing is known. */
  readonly gapError: number;
}

/** The losses of a way are taken at so many places, an odd number: the middle is one of them. */
const PLACES = 101;

/**
 * Walks from one set of weights over a middle to another and takes the loss all along.
 *
 * @param path  the ends and the middle, [parameterCount] each
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function profileChord(
  plan: LandscapePlan,
  path: ChordPath,
  signal?: AbortSignal | undefined,
): Promise<ChordProfile> {
  const { from, middle, to } = path.kind === "slice" ? placeChord(plan, path.from, path.to) : path;
  const pacer = createPacer(signal);
  const places = Float64Array.from({ length: PLACES }, (_, i) => i / (PLACES - 1));
  const losses = new Float64Array(PLACES);
  for (const [i, place] of places.entries()) {
    if (pacer.isDue()) await pacer.rest();
    const theta = place <= 0.5 ? mix(from, middle, 2 * place) : mix(middle, to, 2 * place - 1);
    losses[i] = evaluateLoss(plan.layout, plan.loss, plan.data, theta);
  }
  const jets = [from, middle, to].map((theta) => evaluateJet(plan, theta));
  const [first, center, last] = jets as [PointLoss, PointLoss, PointLoss];
  const ends = (first.loss + last.loss) / 2;
  const rounding = 4 * FLOAT64.unit * (Math.abs(center.loss) + Math.abs(ends));
  const gapError = center.lossError + (first.lossError + last.lossError) / 2 + rounding;
  return {
    places,
    losses,
    gap: center.loss - ends,
    gapError: Number.isNaN(gapError) ? Number.POSITIVE_INFINITY : gapError,
  };
}

/** The two ends of a chord of the slice as weights, and what lies exactly halfway between them. */
export function placeChord(
  plan: LandscapePlan,
  from: SlicePlace,
  to: SlicePlace,
): { readonly from: Parameters; readonly middle: Parameters; readonly to: Parameters } {
  const [first, last] = [placeParameters(plan, from), placeParameters(plan, to)];
  const middle = zeroParameters(plan.layout);
  for (let p = 0; p < middle.length; p++) {
    // The ends give up their last bits where their middle has no room for them: a float64 sum and half of it lose nothing then.
    const half = Math.fround((last[p]! - first[p]!) / 2);
    const center = Math.fround((first[p]! + last[p]!) / 2);
    middle[p] = center;
    first[p] = center - half;
    last[p] = center + half;
  }
  return { from: first, middle, to: last };
}

interface PointLoss {
  readonly loss: number;
  readonly lossError: number;
}

/** The loss at one set of weights with a bound on its error. */
function evaluateJet({ layout, loss, data }: LandscapePlan, theta: Parameters): PointLoss {
  const still = zeroParameters(layout);
  const slice = { center: theta, dx: still, dy: still, xLimit: 0, yLimit: 0 };
  return new JetEvaluator(layout, loss, data, slice, FLOAT64).evaluate(0, 0);
}

function placeParameters({ center, dx, dy }: LandscapePlan, [x, y]: SlicePlace): Parameters {
  return center.map((theta, p) => theta + x * dx[p]! + y * dy[p]!) as Parameters;
}

function mix(from: Parameters, to: Parameters, part: number): Parameters {
  return from.map((entry, p) => entry + part * (to[p]! - entry)) as Parameters;
}
