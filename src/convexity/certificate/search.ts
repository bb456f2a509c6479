import type { Dataset } from "../../data/dataset";
import { asParameters, layoutNetwork, type NetworkLayout, type Parameters, unflattenWeights } from "../../model/layout";
import { createPacer } from "../../model/pacer";
import { averageParameters, groupHiddenLayers, shiftUnits } from "../../model/permutation";
import { SpecError } from "../../spec/parse";
import type { LossSpec, NetworkSpec } from "../../spec/schema";
import { type Certificate, fitsFile, parseCertificate } from "./schema";
import { type Verification, verifyCertificate } from "./verify";

/** How a proof was found: two copies of θ with units exchanged, all cyclic copies, a chord of the grid, or one along an eigenvector. */
export type CertificateMethod = "permutation" | "collapsed-average" | "grid-chord" | "hessian-chord";

/** A segment in weight space whose middle may lie above its ends' mean. */
export interface CertificateChord {
  readonly method: "grid-chord" | "hessian-chord";
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

export interface CertificateSearchOptions {
  readonly signal?: AbortSignal | undefined;
  /** Which methods are tried; all of them where it is left out. */
  readonly methods?: readonly CertificateMethod[];
  /** Called with the fraction of candidates looked at, 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** A proof, and where it stands. */
export interface CertificateFinding {
  readonly certificate: Certificate;
  readonly verification: Verification;
  readonly method: CertificateMethod;
  /** The certificate's points, as parameter vectors. */
  readonly points: readonly Parameters[];
  /** Their mean, rounded to float64. */
  readonly mean: Parameters;
  /** L(mean) − mean L in float64, for display. */
  readonly gap: number;
}

/** What was tried with one method: how many candidates, and the largest gap among them in float64 (−∞ where none was finite). */
export interface CertificateAttempt {
  readonly method: CertificateMethod;
  readonly candidates: number;
  readonly bestGap: number;
  /** One sentence where a proof was begun and given up, else empty. */
  readonly note: string;
}

export interface CertificateOutcome {
  readonly finding: CertificateFinding | null;
  readonly attempts: readonly CertificateAttempt[];
}

interface Candidate {
  readonly method: CertificateMethod;
  readonly points: readonly Parameters[];
}

interface RankedCandidate extends Candidate {
  readonly gap: number;
}

/** Places after the binary point that are tried for the points, fewest first; null keeps all of float64. */
const ROUNDINGS = [4, 8, 12, 20, null] as const;
/** How much of its gap a candidate must keep to be rounded. */
const KEPT_GAP = 0.5;
/** Candidates of one method that are handed to the verifier, best first. */
const PROOFS_A_METHOD = 3;
/** Longest proof, in seconds: a proof is not interrupted. */
const PROOF_SECONDS = 12;
/** Gaps below this fraction of the loss are taken for rounding of float64. */
const NOISE = 1e-11;

const METHODS: readonly CertificateMethod[] = ["permutation", "collapsed-average", "grid-chord", "hessian-chord"];

/** Points of several cyclic copies are many: only the pairs are tried where a layer is wider than this. */
const MAX_COLLAPSED_WIDTH = 32;

function listCandidates(layout: NetworkLayout, { theta, chords }: CertificateQuestion): Candidate[] {
  const copies = groupHiddenLayers(layout).map((group) => shiftUnits(layout, theta, group));
  const pairs = copies.flatMap((shifts) =>
    // A shift and its inverse have the same middle up to a permutation.
    shifts
      .slice(1, Math.floor(shifts.length / 2) + 1)
      .map((shifted): Candidate => ({ method: "permutation", points: [theta, shifted] })),
  );
  const collapsed = copies
    .filter(({ length }) => length > 2 && length <= MAX_COLLAPSED_WIDTH)
    .map((points): Candidate => ({ method: "collapsed-average", points }));
  return [...pairs, ...collapsed, ...chords.map(({ method, from, to }) => ({ method, points: [from, to] }))];
}

/** L(mean) − mean L in float64, and the size of the numbers it is the difference of. */
function measureGap(layout: NetworkLayout, { evaluateLoss }: CertificateQuestion, points: readonly Parameters[]) {
  const middle = evaluateLoss(averageParameters(layout, points));
  const ends = points.reduce((sum, point) => sum + evaluateLoss(point), 0) / points.length;
  const gap = middle - ends;
  return { gap: Number.isFinite(gap) ? gap : Number.NEGATIVE_INFINITY, size: Math.abs(middle) + Math.abs(ends) };
}

function roundParameters(layout: NetworkLayout, theta: Parameters, places: number | null): Parameters {
  if (places === null) return theta;
  const unit = 2 ** places;
  // + 0 turns a negative zero into zero, which JSON keeps.
  return asParameters(
    layout,
    theta.map((entry) => Math.round(entry * unit) / unit + 0),
  );
}

function splitRows(values: Float64Array, width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, s) => [...values.subarray(s * width, (s + 1) * width)]);
}

/** Whether numbers of the network and loss stay rational: then exact arithmetic can check the certificate. */
function chooseArithmetic(layout: NetworkLayout, loss: LossSpec): Certificate["arithmetic"] {
  const rational = layout.layers.every(({ activation }) => ["identity", "relu", "leaky-relu"].includes(activation));
  return rational && (loss.kind === "mse" || loss.kind === "hinge") ? "exact" : "interval";
}

function writeCertificate(
  layout: NetworkLayout,
  question: CertificateQuestion,
  points: readonly Parameters[],
  gap: Certificate["gap"],
): Certificate {
  const { network, loss, data } = question;
  return {
    format: "losscape-certificate",
    version: 1,
    claim: "not-convex",
    dataset: { kind: "points", inputs: splitRows(data.x, data.inputs), targets: splitRows(data.y, data.outputs) },
    network,
    loss,
    points: points.map((point) => ({ layers: unflattenWeights(layout, point) })),
    arithmetic: chooseArithmetic(layout, loss),
    gap,
  };
}

/** Proves one candidate with the fewest places that keep enough of its gap, or returns the reason why it could not. */
async function proveCandidate(
  layout: NetworkLayout,
  question: CertificateQuestion,
  candidate: RankedCandidate,
  pause: () => Promise<void>,
): Promise<CertificateFinding | string> {
  let reason = "";
  for (const places of ROUNDINGS) {
    await pause();
    const points = candidate.points.map((point) => roundParameters(layout, point, places));
    const { gap } = measureGap(layout, question, points);
    if (!(gap >= KEPT_GAP * candidate.gap)) continue;
    try {
      const draft = parseCertificate(writeCertificate(layout, question, points, { lower: "0", upper: "1e999" }));
      if (!fitsFile(draft)) return "its certificate would be longer than what is read";
      const verification = verifyCertificate(draft, { seconds: PROOF_SECONDS });
      if (verification.proved) {
        const certificate = { ...draft, gap: verification.gap };
        const mean = averageParameters(layout, points);
        return { certificate, verification, method: candidate.method, points, mean, gap };
      }
      reason = verification.message;
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      reason = error.message;
    }
  }
  return reason;
}

/** Gives way to other events when it has been a while, and ends the search when it is no longer wanted. */
function makePause(signal: AbortSignal | undefined): () => Promise<void> {
  const pacer = createPacer(signal);
  return async () => {
    signal?.throwIfAborted();
    if (pacer.isDue()) await pacer.rest();
  };
}

/**
 * Looks for a proof that the loss is not convex, cheapest first: two copies of θ that differ by exchanged units, the average of all
 * cyclic copies, chords of the grid, chords along eigenvectors. Candidates are ranked by float64; only what the verifier accepts is
 * returned.
 *
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function searchCertificate(
  question: CertificateQuestion,
  { signal, onProgress, methods = METHODS }: CertificateSearchOptions = {},
): Promise<CertificateOutcome> {
  const layout = layoutNetwork(question.network);
  const pause = makePause(signal);
  const candidates = listCandidates(layout, question).filter(({ method }) => methods.includes(method));
  const attempts: CertificateAttempt[] = [];
  let looked = 0;
  for (const method of METHODS.filter((name) => methods.includes(name))) {
    const ranked: RankedCandidate[] = [];
    let bestGap = Number.NEGATIVE_INFINITY;
    for (const candidate of candidates.filter((entry) => entry.method === method)) {
      await pause();
      const { gap, size } = measureGap(layout, question, candidate.points);
      bestGap = Math.max(bestGap, gap);
      if (gap > NOISE * size) ranked.push({ ...candidate, gap });
      looked++;
      onProgress?.(looked / candidates.length);
    }
    ranked.sort((left, right) => right.gap - left.gap);
    let note = "";
    for (const candidate of ranked.slice(0, PROOFS_A_METHOD)) {
      const result = await proveCandidate(layout, question, candidate, pause);
      if (typeof result !== "string") return { finding: result, attempts };
      note = result;
    }
    const count = candidates.filter((entry) => entry.method === method).length;
    attempts.push({ method, candidates: count, bestGap, note });
  }
  return { finding: null, attempts };
}
