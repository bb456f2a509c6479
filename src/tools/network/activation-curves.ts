import type { Activation } from "../../experiment/spec";
import { activationRule } from "../../model/network/activations";
import { questionCurve } from "../../model/network/question-curve";

/** An activation, or the curve that the question plotted: σ'' with e rounded to 2.718. */
export type PlottedCurve = Activation | "question";

/** The half width of the range of z that is plotted. */
export type PlotReach = 6 | 100;

export const DERIVATIVES = ["value", "first", "second"] as const;
/** φ, φ' or φ''. */
export type Derivative = (typeof DERIVATIVES)[number];
export const DERIVATIVE_NAMES: Readonly<Record<Derivative, string>> = { value: "φ", first: "φ′", second: "φ″" };

/** A curve from left to right, in pieces: it is broken where it jumps. */
export interface CurvePiece {
  readonly z: readonly number[];
  readonly values: readonly number[];
}

/** Even steps of z: fine enough for the bend near 0 in either range. */
const STEPS: Readonly<Record<PlotReach, number>> = { 6: 240, 100: 1600 };

/** One of φ, φ', φ'' over −reach … reach. What φ' and φ'' jump at 0 is a gap, not a slope. */
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
  // The value at 0 belongs to the left piece; the right one begins with its limit.
  const limit = rule[derivative](Number.MIN_VALUE);
  return [trace(-reach, 0), { ...right, values: [limit, ...right.values.slice(1)] }];
}

/** The question's own points: the integers from −100 to 100. */
export function traceQuestion(): CurvePiece {
  const z = Array.from({ length: 201 }, (_, i) => i - 100);
  return { z, values: z.map(questionCurve) };
}

/** Where a curve is largest and where it is least, over its points. */
export function findExtremes({ z, values }: CurvePiece): {
  readonly most: { readonly z: number; readonly value: number };
  readonly least: { readonly z: number; readonly value: number };
} {
  const at = (value: number) => ({ z: z[values.indexOf(value)]!, value });
  return { most: at(Math.max(...values)), least: at(Math.min(...values)) };
}
