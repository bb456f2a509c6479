import type { CertificateFinding, CertificateMethod } from "../../convexity/certificate/search";
import type { ChordProfile } from "../../convexity/lines/chord-profile";
import type { HessianSummary } from "../../convexity/points/full-hessian";
import type { Landscape } from "../../convexity/points/landscape";
import { POINT_CLASSES } from "../../convexity/points/point-class";
import type { ChordNames } from "../../drawing/overlays/scene-chord";
import type { Exchange } from "../../model/network/permutation";
import type { SlicePlace } from "../../slice/slice-place";
import { formatAtLeast, formatAtMost, formatNumber } from "../../words/numbers";
import { describeEigenvalue } from "./eigenvalue-text";

type ProofNames = readonly [from: string | null, middle: string, to: string, shortTo?: string];

/** The names of a chord's points; null stands for the weights at the centre of the slice. */
const PROOF_NAMES: Readonly<Record<CertificateMethod, ProofNames>> = {
  exchange: [null, "half way", "two units swapped", "swapped"],
  permutation: [null, "half way", "units reordered", "reordered"],
  "collapsed-average": [null, "mean of all orders", "reordered"],
  "mirrored-units": [null, "half way", "mirrored"],
  "scaled-units": [null, "half way", "scaled"],
  "sparse-weights": ["one point", "half way", "the other"],
  "grid-chord": ["one point", "half way", "the other"],
  "curvature-chord": ["one side", "half way", "the other"],
  "hessian-chord": ["one side", "the centre", "the other"],
};

/**
 * What the ends and the middle of a proof's chord are.
 * @param weights  what the weights at the centre of the slice are called
 */
export function nameProofPoints(
  { method, exchange }: Pick<CertificateFinding, "method" | "exchange">,
  weights: string,
): ChordNames {
  const [from, middle, to, copy = to] = PROOF_NAMES[method];
  const short = { from: from ?? "weights", to: copy };
  return { from: from ?? weights, middle, to: exchange ? nameSwap(exchange) : to, short };
}

/** "units 4 and 7 swapped"; units are counted from 1, as in the panel. */
export function nameSwap({ units: [one, other] }: Exchange): string {
  return `units ${one + 1} and ${other + 1} swapped`;
}

/** Where a proof's points lie, in a sentence. */
export function describeProofPlace({ method, points }: CertificateFinding, inSlice: boolean): string {
  if (inSlice) return "The chord lies in this slice and is drawn on the surface.";
  if (method === "collapsed-average") {
    return `The middle is the mean of ${points.length} copies of the weights. The plot runs from one copy through it to another copy, outside this slice.`;
  }
  return "The chord leaves this slice, so it is drawn only here and not on the surface.";
}

/** What the reader's own chord shows, and whether it proves that the loss is not convex. */
export function describeChord({ gap, gapError }: ChordProfile): string {
  if (!Number.isFinite(gap)) return "The loss is not finite at an end or in the middle: this chord proves nothing.";
  if (gap > gapError) {
    const least = formatAtLeast(gap, gapError);
    return `The loss in the middle lies at least ${least} above the chord. That proves non-convexity: the gap exceeds its error bound.`;
  }
  const size = `${formatNumber(Math.abs(gap))} ${describeGapError(gapError)}`;
  if (gap > 0)
    return `The loss in the middle lies ${size} above the chord. That proves nothing: the error bound is as large as the gap.`;
  return `The loss in the middle lies ${size} below the chord, as it does where the loss is convex.`;
}

function describeGapError(error: number): string {
  return Number.isFinite(error) ? `(± ${formatAtMost(error, 0, 2)})` : "(no bound known)";
}

/**
 * A sentence on the whole Hessian at a point, beside what the slice shows there:
 * "This slice shows no negative curvature here, but λmin of the full Hessian is −0.88."
 */
export function describeHessianAt(summary: HessianSummary, [x, y]: SlicePlace, landscape: Landscape): string {
  const { min, max, negative, provedNegative } = summary;
  if (!Number.isFinite(min) || !Number.isFinite(max)) return "The whole Hessian is not finite here.";
  const here = readSliceClass(landscape, x, y);
  const shownHere = here === "nonconvex-curvature" || here === "nonconvex-chord";
  if (negative === 0) {
    const size = `λmin of the full Hessian is ${describeEigenvalue(min, summary)}`;
    if (min === 0) return `${size}: no direction has negative curvature beyond rounding error.`;
    return `${size}: the curvature here is positive in every direction.`;
  }
  const found = `λmin of the full Hessian is ${formatNumber(min)}`;
  const proof = provedNegative ? " An interval bound proves that it is below 0." : "";
  if (!shownHere) return `This slice shows no negative curvature here, but ${found}.${proof}`;
  return `This slice is not convex here, and ${found}.${proof}`;
}

/** The class of the grid point nearest to a place. */
export function readSliceClass(
  { grid, classes }: Landscape,
  x: number,
  y: number,
): (typeof POINT_CLASSES)[number] | undefined {
  const column = nearestIndex(grid.x, x);
  const row = nearestIndex(grid.y, y);
  return POINT_CLASSES[classes[row * grid.columns + column] ?? -1];
}

export function nearestIndex(values: Float64Array, wanted: number): number {
  let nearest = 0;
  for (let i = 1; i < values.length; i++) {
    if (Math.abs(values[i]! - wanted) < Math.abs(values[nearest]! - wanted)) nearest = i;
  }
  return nearest;
}
