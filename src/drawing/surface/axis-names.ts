import type { PlaneMeasure } from "../../slice/plane/plane-measure";
import { formatNumber } from "../../words/numbers";

/** A length this close to 1 differs from 1 by rounding only. */
const UNIT_SLACK = 1e-9;

/** The names of a slice's axes, and under each a note that says what one unit of the axis is. */
export interface SliceAxisNames {
  readonly x: string;
  readonly y: string;
  readonly xNote: string;
  readonly yNote: string;
}

/**
 * Says how the numbers on a slice's axes convert to distances in weight space: "1 = 3.42 in weight space", or "distance in weight space"
 * where a direction has length 1. Where the directions are not at right angles, the note of y gives the angle between them instead of
 * the words "in weight space".
 *
 * @param measure  null where it is not known; then the notes are empty
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
