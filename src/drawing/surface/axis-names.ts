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
 * Says how far the weights move for each unit of an axis: "1 unit moves the weights by 3.42". Where the directions are not at right
 * angles, the note of y also gives the angle between them.
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
    xNote: describeUnit(xNorm),
    yNote: angle === "90" ? describeUnit(yNorm) : `${describeUnit(yNorm)}, at ${angle}° to x`,
  };
}

function describeUnit(norm: number): string {
  return `1 unit moves the weights by ${formatNumber(norm)}`;
}
