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
  permutation: "Exchanging hidden units leaves the loss as it is, yet half way between the two copies it is higher",
  "collapsed-average": "Averaging a layer's units over all their orders gives a higher loss than the orders themselves",
  "mirrored-units":
    "Turning the signs of hidden units leaves the loss as it is, yet half way, where those units are gone, it is higher",
  "scaled-units":
    "Scaling what goes into hidden units up and what comes out of them down leaves the outputs as they are, yet half way the loss is higher",
  "sparse-weights":
    "Between two sets of weights that are nearly all 0 and do not depend on the training, the loss rises above its chord",
  "grid-chord": "Between two points of this slice the loss rises above its chord",
  "curvature-chord": "Where this slice curves downwards the loss rises above its chord",
  "hessian-chord": "Along an eigenvector of the Hessian with a negative eigenvalue the loss rises above its chord",
};

/** A proof, and where its chord was found in the slice. */
export interface SettledFinding extends CertificateFinding {
  /** The ends in slice coordinates, before they were rounded for the certificate; null where the chord leaves the slice. */
  readonly slice: SliceChord["slice"] | null;
}

export interface Settlement {
  readonly verdict: Verdict;
  /** A proof that the whole loss is not convex, or null. */
  readonly finding: SettledFinding | null;
}

export interface SettleOptions extends ProgressOptions {
  /** Longest check of one certificate that is begun, in estimated seconds. */
  readonly seconds?: number;
}

/** The searches that need the weights alone. */
const WEIGHT_METHODS: readonly CertificateMethod[] = [
  "permutation",
  "collapsed-average",
  "mirrored-units",
  "scaled-units",
  "sparse-weights",
];
/** The searches that need chords from elsewhere. */
const CHORD_METHODS: readonly CertificateMethod[] = ["grid-chord", "curvature-chord", "hessian-chord"];

/**
 * Settles what needs no landscape: a theorem about the loss ends the matter; else a certificate is looked for from the weights alone. A
 * slice that is convex by a theorem keeps that verdict, whatever the whole loss does.
 *
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function settleFromWeights(
  plan: LandscapePlan,
  network: NetworkSpec,
  options: SettleOptions = {},
): Promise<Settlement> {
  const theorem = findConvexityTheorem(plan);
  if (theorem?.scope === "loss") return { verdict: theorem, finding: null };
  const { finding } = await searchCertificate(askAbout(plan, network, []), { ...options, methods: WEIGHT_METHODS });
  return {
    verdict: describeSettlement(theorem, finding, UNDECIDED_SO_FAR),
    finding: finding && { ...finding, slice: null },
  };
}

/**
 * Settles what a landscape and the whole Hessian add where the weights alone left the whole loss open.
 *
 * @param first  as settleFromWeights left it
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
  const question = askAbout(plan, network, [...sliceChords, ...chords]);
  const { finding } = await searchCertificate(question, { ...options, methods: CHORD_METHODS });
  const settled = finding && { ...finding, slice: findInSlice(finding, sliceChords) };
  return { verdict: describeSettlement(theorem, finding, describeUndecided(landscape)), finding: settled };
}

function askAbout(plan: LandscapePlan, network: NetworkSpec, chords: readonly CertificateChord[]): CertificateQuestion {
  const { loss, data, center } = plan;
  const evaluate = (theta: Parameters) => evaluateLoss(plan, theta);
  return { network, loss, data, theta: center, chords, evaluateLoss: evaluate };
}

/** The verdict on a slice alone, before anything is searched: a theorem where one applies, else what was looked at. */
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

/** What was proved, and by how much at least, in one sentence. */
export function describeProof({
  method,
  gap,
  certificate,
}: Pick<CertificateFinding, "method" | "gap" | "certificate">) {
  return `${METHOD_SENTENCES[method]}, by at least ${formatAtLeast(gap)}: proved in ${certificate.arithmetic} arithmetic.`;
}

/** The offered chord that a finding came from: its points are that chord's ends, rounded. */
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
