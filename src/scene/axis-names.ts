import type { PlaneMeasure } from "../landscape/plane-measure";
import { formatNumber } from "./number-text";

/** Lengths this close to 1 are 1 but for rounding. */
const UNIT_SLACK = 1e-9;

/**
 * The names of a slice's axes with what their numbers are in weight space: "x (1 = 3.42 in weight space)", or "x (distance in weight
 * space)" where a direction has length 1. Where the directions are not at right angles, y says at which angle it stands.
 *
 * @param measure  null where it is not known: the names alone
 */
export function nameSliceAxes(measure: PlaneMeasure | null): { readonly x: string; readonly y: string } {
  if (!measure) return { x: "x", y: "y" };
  const { xNorm, yNorm, cosine } = measure;
  const angle = formatNumber((Math.acos(cosine) * 180) / Math.PI);
  const slant = angle === "90" ? "" : `, at ${angle}° to x`;
  return { x: `x (${describeScale(xNorm)})`, y: `y (${describeScale(yNorm)}${slant})` };
}

function describeScale(norm: number): string {
  if (Math.abs(norm - 1) < UNIT_SLACK) return "distance in weight space";
  return `1 = ${formatNumber(norm)} in weight space`;
}
