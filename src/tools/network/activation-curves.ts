import type { Activation } from "../../experiment/spec";
import { activationRule } from "../../model/network/activations";
import { questionCurve } from "../../model/network/question-curve";

/** An activation, or the curve that the question plotted: σ″ with e rounded to 2.718. */
export type PlottedCurve = Activation | "question";

/** The half width of the range of z that is plotted. */
export type PlotReach = 6 | 100;

export const DERIVATIVES = ["value", "first", "second"] as const;
/** φ, φ' or φ''. */
export type Derivative = (typeof DERIVATIVES)[number];
export const DERIVATIVE_NAMES: Readonly<Record<Derivative, string>> = { value: "φ", first: "φ′", second: "φ″" };

/** One piece of a curve, from left to right: a curve ends and begins again where it jumps. */
export interface CurvePiece {
  readonly z: readonly number[];
  readonly values: readonly number[];
}

/** The number of equal steps of z in each range: fine enough for the curvature near 0. */
const STEPS: Readonly<Record<PlotReach, number>> = { 6: 240, 100: 1600 };

/** One of φ, φ', φ'' over −reach … reach. Where φ' or φ'' jumps at 0, the curve has a gap and no steep line. */
export function traceActivation(
  activation: Activation,
  leakySlope: number,
  derivative: Derivative,
  reach: PlotReach,
): readonly CurvePiece[] {
  const rule = activationRule(activation, leakySlope);
  const jump = { value: 0, first: rule.firstJump, second: rule.secondJump }[derivative];
  const trace = (from: number, to: number): CurvePiece => {
    const count = Math.round(((to - from) / (2 * reach)) * STEPS[reach]);
    const z = Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * i) / count);
    return { z, values: z.map((place) => rule[derivative](place)) };
  };
  if (jump === 0) return [trace(-reach, reach)];
  const right = trace(0, reach);
  // The value at 0 belongs to the left piece. The right piece begins with the limit from the right.
  const limit = rule[derivative](Number.MIN_VALUE);
  return [trace(-reach, 0), { ...right, values: [limit, ...right.values.slice(1)] }];
}

/** The points that the question plotted: the integers from −100 to 100. */
export function traceQuestion(): CurvePiece {
  const z = Array.from({ length: 201 }, (_, i) => i - 100);
  return { z, values: z.map(questionCurve) };
}

/** The largest and the least value among the points of a curve. */
export function findExtremes({ z, values }: CurvePiece): {
  readonly most: { readonly z: number; readonly value: number };
  readonly least: { readonly z: number; readonly value: number };
} {
  const at = (value: number) => ({ z: z[values.indexOf(value)]!, value });
  return { most: at(Math.max(...values)), least: at(Math.min(...values)) };
}
