import type { ModeConnection } from "../../../compute/jobs/connect-modes";
import type { PathProfile } from "../../../convexity/lines/path-profile";
import { formatAtLeast, formatAtMost, formatNumber } from "../../../words/numbers";

/** "0.483 ± 2×10⁻¹⁵": a float64 figure and how far it may be off. */
export function writeBounded(value: number, error: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  return Number.isFinite(error) ? `${formatNumber(value)} ± ${formatAtMost(error, 0, 1)}` : formatNumber(value);
}

/** What the loss on a straight line shows, and whether that proves anything. */
export function describeBarrier({ barrier, places }: PathProfile): string {
  const { value, error, place } = barrier;
  if (!Number.isFinite(value)) return "The loss is not finite on the straight line.";
  if (value > error) {
    return `On the straight line the loss rises at least ${formatAtLeast(value, error)} above the line between its ends, at t = ${formatNumber(place)}. That exceeds its error bound, so it proves that the loss is not convex.`;
  }
  return `At ${places.length} places of the straight line the loss nowhere rises above the line between its ends beyond its error bound. That proves nothing.`;
}

/** What the curve found shows beside the straight line. */
export function describeConnection({ lineProfile, curveProfile, step, message }: ModeConnection): string {
  const sentences = message === "" ? [] : [message];
  const [line, curve] = [lineProfile.barrier.value, curveProfile.barrier.value];
  if (step === 0) sentences.push("No curve with a lower mean loss than the straight line was found.");
  else if (!(line > lineProfile.barrier.error)) sentences.push("The straight line has no barrier to go around.");
  else if (curve <= curveProfile.barrier.error)
    sentences.push("The curve found meets no barrier beyond its error bound.");
  else sentences.push(`The barrier on the curve found is ${formatNumber(curve / line, 2)} of the straight line’s.`);
  sentences.push(`The loss was taken at ${curveProfile.places.length} places; between them it may be higher.`);
  return sentences.join(" ");
}
