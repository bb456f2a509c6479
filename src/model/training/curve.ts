import type { Random } from "../../numeric/random";
import { GradientPass } from "../network/gradient-pass";
import { type Parameters, zeroParameters } from "../network/layout";
import type { Problem } from "../problem";

/** A quadratic Bézier curve, or two straight pieces that meet at the bend. */
export const CURVE_KINDS = ["bezier", "polygon"] as const;
export type CurveKind = (typeof CURVE_KINDS)[number];

/** A path φ(t) through weight space, 0 ≤ t ≤ 1, between two fixed ends. Only the bend is trained. */
export interface Curve {
  readonly kind: CurveKind;
  readonly from: Parameters;
  readonly bend: Parameters;
  readonly to: Parameters;
}

/**
 * The initial curve of a training: the straight line, with the bend at its middle.
 * @param from  [parameterCount]; not changed, nor is `to`
 */
export function startCurve(kind: CurveKind, from: Parameters, to: Parameters): Curve {
  const bend = from.map((entry, p) => entry + (to[p]! - entry) / 2) as Parameters;
  return { kind, from, bend, to };
}

/**
 * The shares of from, bend and to in φ(t); they add up to 1.
 * bezier: (1 − t)², 2t(1 − t), t². polygon: 1 − 2t, 2t, 0 up to the bend at t = ½, then 0, 2(1 − t), 2t − 1.
 *
 * @see Garipov et al. 2018, "Loss Surfaces, Mode Connectivity, and Fast Ensembling of DNNs", arXiv 1802.10026, section 3.2
 */
export function blendCurve(kind: CurveKind, t: number): readonly [from: number, bend: number, to: number] {
  if (kind === "bezier") return [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
  return t <= 0.5 ? [1 - 2 * t, 2 * t, 0] : [0, 2 * (1 - t), 2 * t - 1];
}

/** φ(t), a new vector, [parameterCount]; at t = 0 and t = 1 the ends themselves, bit for bit. */
export function placeOnCurve({ kind, from, bend, to }: Curve, t: number): Parameters {
  if (t === 0) return from.slice() as Parameters;
  if (t === 1) return to.slice() as Parameters;
  const [first, middle, last] = blendCurve(kind, t);
  return from.map((entry, p) => first * entry + middle * bend[p]! + last * to[p]!) as Parameters;
}

/** The mean loss at some places of a curve, and its gradient with respect to the bend. */
export interface CurveGradient {
  readonly loss: number;
  /** [parameterCount] */
  readonly gradient: Parameters;
}

/**
 * The mean of L(φ(t)) over some places t, and its gradient with respect to the bend: the mean of ∇L(φ(t)) times the bend's share in φ(t).
 * Where the places are uniform draws its expectation is that of Garipov et al. 2018, equation 2. At a kink relu'(0) = 0.
 */
export function evaluateCurveGradient(problem: Problem, curve: Curve, places: readonly number[]): CurveGradient {
  const pass = new GradientPass(problem);
  const total = zeroParameters(problem.layout);
  const gradient = zeroParameters(problem.layout);
  let sum = 0;
  for (const t of places) {
    const [, share] = blendCurve(curve.kind, t);
    sum += pass.evaluateGradient(placeOnCurve(curve, t), gradient);
    for (let p = 0; p < total.length; p++) total[p]! += share * gradient[p]!;
  }
  return {
    loss: sum / places.length,
    gradient: total.map((entry) => entry / places.length) as Parameters,
  };
}

/**
 * Draws places on a curve, one uniformly from each of `count` equal parts of 0 … 1. The mean over them has the same expectation as the
 * mean over independent uniform draws, and a smaller variance.
 */
export function drawPlaces(random: Random, count: number): number[] {
  return Array.from({ length: count }, (_, piece) => random.uniform(piece / count, (piece + 1) / count));
}
