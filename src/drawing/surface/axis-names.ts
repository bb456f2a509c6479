import type { PlaneMeasure } from "../../slice/plane/plane-measure";
import { formatNumber } from "../../words/numbers";

/** The names of a slice's axes, and under each a note that says what one unit of the axis is. */
export interface SliceAxisNames {
  readonly x: string;
  readonly y: string;
  readonly xNote: string;
  readonly yNote: string;
}

/**
 * Says how far the weights move for each unit of an axis: "weights move 3.42 per unit". Where the directions are not at right angles, the
 * note of y gives the angle too: "3.42 per unit, at 104° to x".
 *
 * @param measure  null where it is not known; then the notes are empty
 */
export function nameSliceAxes(measure: PlaneMeasure | null): SliceAxisNames {
  const names = { x: "x", y: "y" };
  if (!measure) return { ...names, xNote: "", yNote: "" };
  const { xNorm, yNorm, cosine } = measure;
  const angle = formatNumber((Math.acos(cosine) * 180) / Math.PI);
  return {
    ...names,
    xNote: `weights move ${describeUnit(xNorm)}`,
    yNote: angle === "90" ? `weights move ${describeUnit(yNorm)}` : `${describeUnit(yNorm)}, at ${angle}° to x`,
  };
}

function describeUnit(norm: number): string {
  return `${formatNumber(norm)} per unit`;
}
