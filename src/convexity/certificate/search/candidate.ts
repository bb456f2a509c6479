import type { Dataset } from "../../../data/dataset";
import type { LossSpec, NetworkSpec } from "../../../experiment/spec";
import { type NetworkLayout, type Parameters, zeroParameters } from "../../../model/network/layout";
import { averageParameters, type Exchange } from "../../../model/network/permutation";

/**
 * The methods that find a certificate's points, in the order in which they are tried: the weights and their copies of equal loss, then
 * weights that depend only on the data and the network's shape, then given chords.
 */
export const METHODS = [
  "exchange",
  "permutation",
  "collapsed-average",
  "mirrored-units",
  "scaled-units",
  "sparse-weights",
  "grid-chord",
  "curvature-chord",
  "hessian-chord",
] as const;
export type CertificateMethod = (typeof METHODS)[number];

/** The methods that use given chords. */
export type ChordMethod = "grid-chord" | "curvature-chord" | "hessian-chord";

/** A segment in weight space. The loss at its middle may be above the mean of the losses at its ends. */
export interface CertificateChord {
  readonly method: ChordMethod;
  readonly from: Parameters;
  readonly to: Parameters;
}

/** What to prove, and where to look. */
export interface CertificateQuestion {
  readonly network: NetworkSpec;
  readonly loss: LossSpec;
  readonly data: Dataset;
  readonly theta: Parameters;
  /** An exchange that is proved rather than any other where it proves anything, because the slice shows it. */
  readonly exchange?: Exchange | null | undefined;
  /** Chords found on a grid or along eigenvectors. Those of the grid are tried first, whatever their order here. */
  readonly chords: readonly CertificateChord[];
  /** The loss in float64, for the ranking alone. */
  evaluateLoss(theta: Parameters): number;
}

/** Points. The loss at their mean may be above the mean of their losses. */
export type Candidate = readonly Parameters[];

/** The gap of a candidate in float64. */
export interface GapEstimate {
  /** L(mean) − mean L; −∞ where it is not finite. */
  readonly gap: number;
  /** The magnitude of the numbers whose difference it is. */
  readonly size: number;
}

export function estimateGap(
  layout: NetworkLayout,
  { evaluateLoss }: Pick<CertificateQuestion, "evaluateLoss">,
  points: Candidate,
): GapEstimate {
  const middle = evaluateLoss(averageParameters(layout, points));
  const ends = points.reduce((sum, point) => sum + evaluateLoss(point), 0) / points.length;
  const gap = middle - ends;
  return { gap: Number.isFinite(gap) ? gap : Number.NEGATIVE_INFINITY, size: Math.abs(middle) + Math.abs(ends) };
}

/** θ with some entries replaced. */
export function withEntries(layout: NetworkLayout, entries: ReadonlyMap<number, number>): Parameters {
  const theta = zeroParameters(layout);
  for (const [p, entry] of entries) theta[p] = entry;
  return theta;
}
