import type { NetworkSpec } from "../../experiment/spec";
import { evaluateLoss } from "../../model/network/evaluate";
import type { Parameters } from "../../model/network/layout";
import { averageParameters } from "../../model/network/permutation";
import type { ProgressOptions } from "../../numeric/progress-options";
import type { LandscapePlan } from "../../slice/landscape-plan";
import {
  type CertificateChord,
  type CertificateFinding,
  type CertificateMethod,
  type CertificateQuestion,
  searchCertificate,
} from "../certificate/search";
import { boundGap } from "../lines/chord-profile";
import type { Landscape } from "../points/landscape";
import { isInside, type PlacedChord, placeProof } from "./placed-chord";
import { describeProof } from "./proof-words";
import { listSliceChords } from "./slice-chords";
import { describeUndecided, findConvexityTheorem, UNDECIDED_SO_FAR, type Verdict } from "./verdict";

/** A proof, and the place of its chord in the slice. */
export interface SettledFinding extends CertificateFinding {
  /** Before its ends are rounded for the certificate; null where the chord does not lie in the plane of the slice. */
  readonly slice: PlacedChord | null;
}

export interface Settlement {
  readonly verdict: Verdict;
  /** A proof that the whole loss is not convex, or null. */
  readonly finding: SettledFinding | null;
}

export interface SettleOptions extends ProgressOptions {
  /** The check of a certificate starts only if its estimated time, in seconds, is at most this. */
  readonly seconds?: number;
}

/** The methods that need only the weights. */
const WEIGHT_METHODS: readonly CertificateMethod[] = [
  "exchange",
  "permutation",
  "collapsed-average",
  "mirrored-units",
  "scaled-units",
  "sparse-weights",
];
/** The methods whose chords lie in the slice. */
const SLICE_METHODS: readonly CertificateMethod[] = ["grid-chord", "curvature-chord"];
/** The methods that need given chords. */
const CHORD_METHODS: readonly CertificateMethod[] = [...SLICE_METHODS, "hessian-chord"];
/** A chord of the slice beside another proof is only for the eye: its check may take this many seconds. */
const VISIBLE_SECONDS = 2;

/**
 * The verdict that needs no landscape: a theorem about the loss decides at once; else a certificate is searched for from the weights alone.
 * A slice that is convex by a theorem keeps this verdict, also where the whole loss is not convex.
 *
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function settleFromWeights(
  plan: LandscapePlan,
  network: NetworkSpec,
  options: SettleOptions = {},
): Promise<Settlement> {
  return settleWithFinding(plan, () => findFromWeights(plan, network, options));
}

/** A proof from the weights at the centre alone, whatever the plane. @throws DOMException named AbortError when the signal is aborted */
export async function findFromWeights(
  plan: LandscapePlan,
  network: NetworkSpec,
  options: SettleOptions = {},
): Promise<CertificateFinding | null> {
  const { finding } = await searchCertificate(makeQuestion(plan, network, []), { ...options, methods: WEIGHT_METHODS });
  return finding;
}

/**
 * The verdict on the whole loss from the weights alone: a theorem about the loss, else a certificate. The plane plays no part.
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function settleLoss(
  plan: LandscapePlan,
  network: NetworkSpec,
  options: SettleOptions = {},
): Promise<{ readonly verdict: Verdict; readonly finding: CertificateFinding | null }> {
  const theorem = findConvexityTheorem(plan);
  if (theorem?.scope === "loss") return { verdict: theorem, finding: null };
  const finding = await findFromWeights(plan, network, options);
  return { verdict: describeSettlement(null, finding, UNDECIDED_SO_FAR), finding };
}

/** The same verdict as settleFromWeights, where many planes share the weights and so the search. @param find  called unless a theorem decides */
export async function settleWithFinding(
  plan: LandscapePlan,
  find: () => Promise<CertificateFinding | null>,
): Promise<Settlement> {
  const theorem = findConvexityTheorem(plan);
  if (theorem?.scope === "loss") return { verdict: theorem, finding: null };
  const found = await find();
  const finding = found && placeFinding(plan, found);
  return { verdict: describeSettlement(theorem, finding, UNDECIDED_SO_FAR), finding };
}

/**
 * The verdict with the chords of a landscape and of the whole Hessian, where the weights alone did not decide the whole loss. Where they
 * did, but their chord lies outside the slice, a chord of the slice takes its place if there is one that proves the same: the reader sees it.
 *
 * @param first  the result of settleFromWeights
 * @param chords  further chords worth trying, such as those along eigenvectors of the Hessian
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function settleFromSlice(
  plan: LandscapePlan,
  network: NetworkSpec,
  first: Settlement,
  landscape: Landscape,
  chords: readonly CertificateChord[],
  options: SettleOptions = {},
): Promise<Settlement> {
  const theorem = first.verdict.kind === "convex-by-theorem" ? first.verdict : null;
  if (theorem?.scope === "loss") return first;
  if (first.finding && (theorem || isInside(first.finding.slice, plan.grid))) return first;
  const question = makeQuestion(plan, network, [...listSliceChords(plan, landscape), ...chords]);
  const { finding: found } = await searchCertificate(question, {
    ...options,
    ...(first.finding ? { methods: SLICE_METHODS, seconds: VISIBLE_SECONDS } : { methods: CHORD_METHODS }),
  });
  if (!found && first.finding) return first;
  const finding = found && placeFinding(plan, found);
  return { verdict: describeSettlement(theorem, finding, describeUndecided(landscape)), finding };
}

function makeQuestion(
  plan: LandscapePlan,
  network: NetworkSpec,
  chords: readonly CertificateChord[],
): CertificateQuestion {
  const { loss, data, center, exchange } = plan;
  const evaluate = (theta: Parameters) => evaluateLoss(plan, theta);
  return { network, loss, data, theta: center, chords, exchange, evaluateLoss: evaluate };
}

/** The verdict on a slice without a search for certificates: a theorem where one applies, else the points and chords tried. */
export function judgeSlice(plan: LandscapePlan, landscape: Landscape): Verdict {
  return findConvexityTheorem(plan) ?? describeUndecided(landscape);
}

function describeSettlement(theorem: Verdict | null, finding: CertificateFinding | null, undecided: Verdict): Verdict {
  if (theorem !== null) {
    const beyond = finding === null ? "." : "; the whole loss is not convex, as the certificate proves.";
    return { ...theorem, reason: theorem.reason.replace(/\.$/, beyond) };
  }
  if (finding === null) return undecided;
  return {
    kind: "not-convex",
    scope: "loss",
    reason: describeProof(finding),
  };
}

/**
 * The proof with its place. Its gap is at most the certificate's, and at most what float64 proves for the weights on the page, which the
 * certificate may have rounded; where float64 proves nothing for them, it is the certificate's.
 */
function placeFinding(plan: LandscapePlan, finding: CertificateFinding): SettledFinding {
  const { unrounded } = finding;
  const own = boundGap(plan, unrounded, averageParameters(plan.layout, unrounded));
  const gap = own > 0 ? Math.min(own, finding.gap) : finding.gap;
  return { ...finding, gap, slice: placeProof(plan, finding) };
}
