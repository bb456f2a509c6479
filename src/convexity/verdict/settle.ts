import type { NetworkSpec } from "../../experiment/spec";
import { evaluateLoss } from "../../model/network/evaluate";
import type { Parameters } from "../../model/network/layout";
import type { ProgressOptions } from "../../numeric/progress-options";
import type { LandscapePlan } from "../../slice/landscape-plan";
import { formatAtLeast } from "../../words/numbers";
import {
  type CertificateChord,
  type CertificateFinding,
  type CertificateMethod,
  type CertificateQuestion,
  searchCertificate,
} from "../certificate/search";
import type { Landscape } from "../points/landscape";
import { listSliceChords, type SliceChord } from "./slice-chords";
import { describeUndecided, findConvexityTheorem, UNDECIDED_SO_FAR, type Verdict } from "./verdict";

const METHOD_SENTENCES: Record<CertificateMethod, string> = {
  permutation: "Exchanging hidden units leaves the loss unchanged, but halfway between the two copies it is higher",
  "collapsed-average":
    "Cyclic exchanges of a layer's units leave the loss unchanged, but at the mean of all these copies it is higher",
  "mirrored-units":
    "Changing the signs of all weights into and out of hidden units leaves the loss unchanged, but halfway, where these weights are 0, it is higher",
  "scaled-units":
    "Multiplying the weights into hidden units by a factor and dividing the weights out of them by it leaves the outputs unchanged, but halfway the loss is above its chord",
  "sparse-weights":
    "Between two sets of weights that are nearly all 0 and do not depend on the training, the loss rises above its chord",
  "grid-chord": "Between two points of this slice the loss rises above its chord",
  "curvature-chord": "Where this slice has negative curvature, the loss rises above its chord",
  "hessian-chord": "Along an eigenvector of the Hessian with a negative eigenvalue, the loss rises above its chord",
};

/** A proof, and the place of its chord in the slice. */
export interface SettledFinding extends CertificateFinding {
  /** The ends in slice coordinates, before rounding for the certificate; null where the chord does not lie in the slice. */
  readonly slice: SliceChord["slice"] | null;
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
  "permutation",
  "collapsed-average",
  "mirrored-units",
  "scaled-units",
  "sparse-weights",
];
/** The methods that need given chords. */
const CHORD_METHODS: readonly CertificateMethod[] = ["grid-chord", "curvature-chord", "hessian-chord"];

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

/** The same verdict as settleFromWeights, where many planes share the weights and so the search. @param find  called unless a theorem decides */
export async function settleWithFinding(
  plan: LandscapePlan,
  find: () => Promise<CertificateFinding | null>,
): Promise<Settlement> {
  const theorem = findConvexityTheorem(plan);
  if (theorem?.scope === "loss") return { verdict: theorem, finding: null };
  const finding = await find();
  return {
    verdict: describeSettlement(theorem, finding, UNDECIDED_SO_FAR),
    finding: finding && { ...finding, slice: null },
  };
}

/**
 * The verdict with the chords of a landscape and of the whole Hessian, where the weights alone did not decide the whole loss.
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
  if (theorem?.scope === "loss" || first.finding) return first;
  const sliceChords = listSliceChords(plan, landscape);
  const question = makeQuestion(plan, network, [...sliceChords, ...chords]);
  const { finding } = await searchCertificate(question, { ...options, methods: CHORD_METHODS });
  const settled = finding && { ...finding, slice: findInSlice(finding, sliceChords) };
  return { verdict: describeSettlement(theorem, finding, describeUndecided(landscape)), finding: settled };
}

function makeQuestion(
  plan: LandscapePlan,
  network: NetworkSpec,
  chords: readonly CertificateChord[],
): CertificateQuestion {
  const { loss, data, center } = plan;
  const evaluate = (theta: Parameters) => evaluateLoss(plan, theta);
  return { network, loss, data, theta: center, chords, evaluateLoss: evaluate };
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

/** States in one sentence what was proved, with a lower bound on the gap. */
export function describeProof({
  method,
  gap,
  certificate,
}: Pick<CertificateFinding, "method" | "gap" | "certificate">) {
  return `${METHOD_SENTENCES[method]}, by at least ${formatAtLeast(gap)}: proved in ${certificate.arithmetic} arithmetic.`;
}

/** The offered chord of a finding: the finding's points are this chord's ends, rounded. */
function findInSlice({ method, points }: CertificateFinding, offered: readonly SliceChord[]): SettledFinding["slice"] {
  const [first, last] = points;
  let nearest: SliceChord | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const chord of offered) {
    if (chord.method !== method) continue;
    const distance = measureDistance(chord.from, first!) + measureDistance(chord.to, last!);
    if (distance >= least) continue;
    least = distance;
    nearest = chord;
  }
  return nearest?.slice ?? null;
}

function measureDistance(one: Parameters, other: Parameters): number {
  return one.reduce((sum, entry, p) => sum + (entry - other[p]!) ** 2, 0);
}
