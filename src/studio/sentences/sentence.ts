import type { FullHessian } from "../../convexity/points/full-hessian";
import type { Landscape } from "../../convexity/points/landscape";
import { formatFraction, formatNumber } from "../../words/numbers";
import { describeExtremes } from "./eigenvalue-text";

/** The grid point of the lowest finite curvature. */
export interface LowestCurvature {
  readonly value: number;
  readonly x: number;
  readonly y: number;
}

export function findLowestCurvature({ grid, curvatureMin }: Landscape): LowestCurvature | null {
  let lowest = -1;
  let value = Number.POSITIVE_INFINITY;
  for (let i = 0; i < curvatureMin.length; i++) {
    const here = curvatureMin[i]!;
    if (!Number.isFinite(here) || here >= value) continue;
    lowest = i;
    value = here;
  }
  if (lowest < 0) return null;
  return { value, x: grid.x[lowest % grid.columns]!, y: grid.y[Math.floor(lowest / grid.columns)]! };
}

/**
 * A sentence on what a slice shows, which claims no more than its classes prove:
 * "31 % of this slice is not convex; the lowest curvature is −2.4 at (0.3, −0.8)."
 */
export function describeLandscape(landscape: Landscape): string {
  const lowest = findLowestCurvature(landscape);
  if (!lowest) return "The loss is not finite anywhere in this slice.";
  const { value, x, y } = lowest;
  const where = `${formatNumber(value)} at (${formatNumber(x)}, ${formatNumber(y)})`;
  return `${describeShare(landscape)}; the lowest curvature is ${where}.${describeRest(landscape)}`;
}

/**
 * A sentence on the whole Hessian at the centre:
 * "Whole Hessian at the centre: −0.882 to 5.94, 3 of 9 eigenvalues below 0, the lowest by proof."
 */
export function describeHessian({ center }: FullHessian): string {
  const { negative, zero, positive, provedNegative } = center;
  if (!Number.isFinite(center.min)) return "The whole Hessian at the centre is not finite.";
  const below =
    negative > 0
      ? `${negative} of ${negative + zero + positive} eigenvalues below 0`
      : zero > 0
        ? "none below 0 beyond rounding"
        : "all above 0";
  return `Whole Hessian at the centre: ${describeExtremes(center)}, ${below}${provedNegative ? ", the lowest by proof" : ""}.`;
}

function describeShare({ summary }: Landscape): string {
  const curvature = summary["nonconvex-curvature"];
  const chords = summary["nonconvex-chord"];
  if (curvature + chords === 0) return "No point of this slice is shown to be not convex";
  const share = `${formatFraction(curvature + chords)} of this slice is not convex`;
  // In many ReLU slices no curvature is negative: only chords across the creases show that the loss is not convex.
  if (curvature === 0) return `${capitalise(share)}, shown by chords alone`;
  return capitalise(share);
}

function describeRest({ summary }: Landscape): string {
  const rest: string[] = [];
  if (summary.undecided > 0) rest.push(`${formatFraction(summary.undecided)} is undecided`);
  if (summary["not-finite"] > 0) rest.push(`${formatFraction(summary["not-finite"])} is not finite`);
  return rest.length > 0 ? ` ${capitalise(rest.join(" and "))}.` : "";
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
