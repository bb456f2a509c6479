import type { PlaneMeasure } from "../../slice/plane/plane-measure";
import { formatNumber } from "../../words/numbers";

/** The names of a slice's axes, and under each a note that says what one unit of the axis is. */
export interface SliceAxisNames {
  readonly x: string;
  readonly y: string;
  readonly xNote: string;
  readonly yNote: string;
}

/** What the two axes are, in a few words. */
export interface AxisWords {
  readonly x: string;
  readonly y: string;
}

/** The lengths of the axes in weight space, and what they are. */
export interface SliceAxes extends PlaneMeasure {
  readonly words?: AxisWords;
}

/**
 * Says how far the weights move for each unit of an axis: "weights move 3.42 per unit". Where the directions are not at right angles, the
 * note of y gives the angle too: "3.42 per unit, at 104° to x".
 *
 * @param axes  null where nothing is known of them; then the notes are empty
 */
export function nameSliceAxes(axes: SliceAxes | null): SliceAxisNames {
  if (!axes) return { x: "x", y: "y", xNote: "", yNote: "" };
  const { xNorm, yNorm, cosine, words } = axes;
  const names = words ? { x: `x: ${words.x}`, y: `y: ${words.y}` } : { x: "x", y: "y" };
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
