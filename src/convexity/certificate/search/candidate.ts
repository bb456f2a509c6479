import type { Dataset } from "../../../data/dataset";
import type { LossSpec, NetworkSpec } from "../../../experiment/spec";
import { type NetworkLayout, type Parameters, zeroParameters } from "../../../model/network/layout";
import { averageParameters } from "../../../model/network/permutation";

/**
 * Where a certificate's points come from, in the order in which the ways are tried: the weights and their copies of equal loss, then
 * weights that depend on the data and the network's shape alone, then chords that something else found.
 */
export const METHODS = [
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

/** The ways that take their chords from elsewhere. */
export type ChordMethod = "grid-chord" | "curvature-chord" | "hessian-chord";

/** A segment in weight space whose middle may lie above its ends' mean. */
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
  /** Chords found on a grid or along eigenvectors; those of the grid are tried first whatever their order here. */
  readonly chords: readonly CertificateChord[];
  /** The loss in float64: it ranks, and proves nothing. */
  evaluateLoss(theta: Parameters): number;
}

/** Points whose mean may have a higher loss than they have on average. */
export type Candidate = readonly Parameters[];

/** What float64 says of a candidate. */
export interface GapEstimate {
  /** L(mean) − mean L; −∞ where it is not finite. */
  readonly gap: number;
  /** The size of the numbers that it is the difference of. */
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
