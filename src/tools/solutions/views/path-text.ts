import type { ModeConnection } from "../../../compute/jobs/connect-modes";
import type { PathProfile } from "../../../convexity/lines/path-profile";
import { formatAtLeast, formatAtMost, formatNumber } from "../../../words/numbers";

/** "0.483 ± 2×10⁻¹⁵": a float64 value and its error bound. */
export function writeBounded(value: number, error: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  return Number.isFinite(error) ? `${formatNumber(value)} ± ${formatAtMost(error, 0, 1)}` : formatNumber(value);
}

/** The barrier on the straight line, and whether it proves anything. */
export function describeBarrier({ barrier, places }: PathProfile): string {
  const { value, error, place } = barrier;
  if (!Number.isFinite(value)) return "The loss is not finite on the straight line.";
  if (value > error) {
    return `On the straight line from A to B, at t = ${formatNumber(place)}, the loss is at least ${formatAtLeast(value, error)} above the linear interpolation of its values at A and B, error bounds included. This proves that the loss is not convex.`;
  }
  return `At none of ${places.length} points of the straight line is the loss above the linear interpolation of its values at A and B by more than its error bound. That proves nothing.`;
}

/** The trained curve compared with the straight line. */
export function describeConnection({ lineProfile, curveProfile, step, message }: ModeConnection): string {
  const sentences = message === "" ? [] : [message];
  const [line, curve] = [lineProfile.barrier.value, curveProfile.barrier.value];
  if (step === 0) sentences.push("No curve with a lower mean loss than the straight line was found.");
  else if (!(line > lineProfile.barrier.error))
    sentences.push("The straight line has no barrier beyond its error bound, so the curve has none to avoid.");
  else if (curve <= curveProfile.barrier.error) sentences.push("On the curve no barrier exceeds its error bound.");
  else
    sentences.push(`The barrier on the curve is ${formatNumber(curve / line, 2)} times the one on the straight line.`);
  sentences.push(`The loss was computed at ${curveProfile.places.length} points; between them it may be higher.`);
  return sentences.join(" ");
}
