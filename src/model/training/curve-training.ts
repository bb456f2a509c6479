import { createRandom, type Random } from "../../numeric/random";
import type { Parameters } from "../network/layout";
import type { Problem } from "../problem";
import { type Curve, drawPlaces, evaluateCurveGradient } from "./curve";
import { createOptimizer, type ParameterOptimizer } from "./optimizer";

/** Number of places that are drawn for one step. */
const DRAWN_PLACES = 4;
/** Number of intervals between the places where a curve is measured: a power of two, so that every place is exact in binary. */
const PIECES = 64;

/** The places where a curve is measured: evenly spaced, both ends among them. */
export const MEASURED_PLACES: readonly number[] = Array.from({ length: PIECES + 1 }, (_, i) => i / PIECES);

/** The mean over 0 ≤ t ≤ 1, by the trapezoid rule, of values at MEASURED_PLACES. */
export function averageOverCurve(values: ArrayLike<number>): number {
  let sum = (values[0]! + values[PIECES]!) / 2;
  for (let i = 1; i < PIECES; i++) sum += values[i]!;
  return sum / PIECES;
}

/**
 * Trains the bend of a curve with Adam, in float64: each step lowers the mean loss at a few places drawn uniformly along it.
 * The same seed gives the same bends. Steps are taken one by one, so that the caller can pause, report and cancel.
 *
 * @see Garipov et al. 2018, arXiv 1802.10026, section 3.1
 */
export class CurveTraining {
  readonly #problem: Problem;
  readonly #optimizer: ParameterOptimizer;
  readonly #random: Random;
  #curve: Curve;

  constructor(problem: Problem, curve: Curve, learningRate: number, seed: number) {
    this.#problem = problem;
    this.#curve = { ...curve, bend: curve.bend.slice() as Parameters };
    this.#optimizer = createOptimizer("adam", learningRate, problem.layout.parameterCount);
    this.#random = createRandom(seed, "curve");
  }

  /** A copy of the current curve; later steps do not change it. */
  get curve(): Curve {
    return { ...this.#curve, bend: this.#curve.bend.slice() as Parameters };
  }

  /** Takes a step. @returns false where the loss or its gradient is not finite; the bend is then unchanged */
  takeStep(): boolean {
    const { gradient } = evaluateCurveGradient(this.#problem, this.#curve, drawPlaces(this.#random, DRAWN_PLACES));
    if (!gradient.every(Number.isFinite)) return false;
    this.#optimizer.applyGradient(this.#curve.bend, gradient);
    return true;
  }
}
