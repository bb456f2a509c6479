import type { PlaneMeasure } from "../landscape/plane-measure";
import { formatNumber } from "../words/numbers";

/** Lengths this close to 1 are 1 but for rounding. */
const UNIT_SLACK = 1e-9;

/** The names of a slice's axes, and in small what their numbers are. */
export interface SliceAxisNames {
  readonly x: string;
  readonly y: string;
  readonly xNote: string;
  readonly yNote: string;
}

/**
 * What the numbers on a slice's axes are in weight space: "1 = 3.42 in weight space", or "distance in weight space" where a direction
 * has length 1. Where the directions are not at right angles, y says at which angle it stands, and leaves the unit to x.
 *
 * @param measure  null where it is not known: the names alone
 */
export function nameSliceAxes(measure: PlaneMeasure | null): SliceAxisNames {
  const names = { x: "x", y: "y" };
  if (!measure) return { ...names, xNote: "", yNote: "" };
  const { xNorm, yNorm, cosine } = measure;
  const angle = formatNumber((Math.acos(cosine) * 180) / Math.PI);
  const isSquare = angle === "90";
  return {
    ...names,
    xNote: `${describeScale(xNorm)} in weight space`,
    yNote: `${describeScale(yNorm)}${isSquare ? " in weight space" : `, at ${angle}° to x`}`,
  };
}

function describeScale(norm: number): string {
  return Math.abs(norm - 1) < UNIT_SLACK ? "distance" : `1 = ${formatNumber(norm)}`;
}
