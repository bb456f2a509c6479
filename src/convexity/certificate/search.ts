import { SpecError } from "../../experiment/parse";
import { layoutNetwork, type NetworkLayout, type Parameters } from "../../model/network/layout";
import { averageParameters, type Exchange, isSameExchange } from "../../model/network/permutation";
import { createPacer } from "../../numeric/pacer";
import { formatNumber } from "../../words/numbers";
import { type Certificate, fitsFile } from "./schema";
import {
  type Candidate,
  type CertificateMethod,
  type CertificateQuestion,
  estimateGap,
  METHODS,
} from "./search/candidate";
import { type Draft, draftCertificates, KEPT_GAPS } from "./search/draft";
import { listCollapsedAverages, listExchangedPairs, listShiftedPairs } from "./search/exchanged-units";
import { readProvedGap } from "./search/proved-gap";
import { listMirroredPairs, listScaledPairs } from "./search/scaled-units";
import { listSparsePairs } from "./search/sparse-weights";
import { estimateSeconds, type Verification, verifyInSteps } from "./verify";

export type { CertificateChord, CertificateMethod, CertificateQuestion } from "./search/candidate";

export interface CertificateSearchOptions {
  readonly signal?: AbortSignal | undefined;
  /** The methods that are tried; all by default. */
  readonly methods?: readonly CertificateMethod[];
  /** The check of a certificate starts only if its estimated time, in seconds, is at most this; 60 by default. */
  readonly seconds?: number;
  /** Called with the fraction of the search done, 0 to 1, rising. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** A proof, and its points in weight space. */
export interface CertificateFinding {
  readonly certificate: Certificate;
  readonly verification: Verification;
  readonly method: CertificateMethod;
  /** The certificate's points, as parameter vectors. */
  readonly points: readonly Parameters[];
  /** The points before they were rounded for the certificate. */
  readonly unrounded: readonly Parameters[];
  /** The two units that are exchanged between the points; null for every other method. */
  readonly exchange: Exchange | null;
  /** Their mean, rounded to float64. */
  readonly mean: Parameters;
  /** The proved lower bound on L(mean) − mean L, rounded down. */
  readonly gap: number;
}

/** The attempt with one method: the number of candidates, and the largest of their gaps in float64 (−∞ where none was finite). */
export interface CertificateAttempt {
  readonly method: CertificateMethod;
  readonly candidates: number;
  readonly bestGap: number;
  /** One sentence where a proof was started and given up, else empty. */
  readonly note: string;
}

export interface CertificateOutcome {
  readonly finding: CertificateFinding | null;
  readonly attempts: readonly CertificateAttempt[];
}

/** Number of candidates of one method that are passed to the verifier, best first. */
const PROOFS_A_METHOD = 3;
/** The same for chords that an evaluator's bounds have proved: a proof that fails in one place of a slice may succeed in another. */
const PROOFS_OF_CHORDS = 24;
/** The methods whose chords an evaluator has proved: their gaps may be smaller than this evaluator's noise. */
const PROVED_ELSEWHERE: readonly CertificateMethod[] = ["grid-chord", "curvature-chord"];
/** The check of a certificate starts only if its estimated time is at most this. */
const SECONDS = 60;
/** A check of at most this time is made at once; a longer one waits until the other methods have been tried. */
const QUICK_SECONDS = 2;
/** Gaps below this fraction of the loss are treated as float64 rounding. */
const NOISE = 1e-11;
/** Most products of two numbers in the ranking of one method, about a second: of more candidates, an evenly spaced selection is ranked. */
const RANKING_WORK = 3e8;
/** If one loss takes at least this many products, the weights that need no ranking over the data are tried first. */
const COSTLY_LOSS = 1e7;
/** The share of its ranking in a method's progress. */
const RANKING_SHARE = 0.5;

/** A candidate with a gap in float64. */
interface RankedCandidate {
  readonly method: CertificateMethod;
  readonly points: Candidate;
  readonly gap: number;
}

/** Why a candidate has no proof; `estimate` is the time of its check in seconds where that is too long, else null. */
interface Failure {
  readonly reason: string;
  readonly estimate: number | null;
}

/** A candidate whose check takes long. */
interface SlowCandidate extends RankedCandidate {
  readonly seconds: number;
}

/**
 * Searches for a proof that the loss is not convex, by the methods in their order. Candidates are ranked in float64; only a certificate that
 * the verifier accepts is returned. Certificates whose check takes long wait until all methods have been tried; then the quickest is checked
 * first.
 *
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function searchCertificate(
  question: CertificateQuestion,
  { signal, onProgress, methods = METHODS, seconds = SECONDS }: CertificateSearchOptions = {},
): Promise<CertificateOutcome> {
  const search = new Search(question, signal, seconds);
  const wanted = search.orderMethods().filter((name) => methods.includes(name));
  const attempts: CertificateAttempt[] = [];
  // One part of the progress for each method, and one for the checks that wait.
  const partOf = (index: number) => (fraction: number) => onProgress?.((index + fraction) / (wanted.length + 1));
  for (const [index, method] of wanted.entries()) {
    const { finding, attempt } = await search.tryMethod(method, partOf(index));
    if (finding) {
      onProgress?.(1);
      return { finding, attempts };
    }
    attempts.push(attempt);
  }
  const finding = await search.proveSlow(partOf(wanted.length));
  onProgress?.(1);
  return { finding, attempts };
}

class Search {
  readonly #layout: NetworkLayout;
  readonly #slow: SlowCandidate[] = [];
  readonly #exchanges = new Map<Candidate, Exchange>();
  readonly #pause: () => Promise<void>;

  constructor(
    private readonly question: CertificateQuestion,
    private readonly signal: AbortSignal | undefined,
    private readonly seconds: number,
  ) {
    this.#layout = layoutNetwork(question.network);
    this.#pause = makePause(signal);
  }

  /** The methods, cheapest first: sparse weights are ranked by a closed form, all others by losses over all samples. */
  orderMethods(): readonly CertificateMethod[] {
    if (this.question.data.samples * this.#layout.parameterCount < COSTLY_LOSS) return METHODS;
    return ["sparse-weights", ...METHODS.filter((method) => method !== "sparse-weights")];
  }

  async tryMethod(
    method: CertificateMethod,
    onProgress: (fraction: number) => void,
  ): Promise<{ finding: CertificateFinding | null; attempt: CertificateAttempt }> {
    await this.#pause();
    const candidates = this.#thinOut(await this.#list(method));
    const { ranked, bestGap } = await this.#rank(method, candidates, (done) => onProgress(RANKING_SHARE * done));
    let note = "";
    const most = PROVED_ELSEWHERE.includes(method) ? PROOFS_OF_CHORDS : PROOFS_A_METHOD;
    for (const [k, candidate] of ranked.slice(0, most).entries()) {
      const result = await this.#prove(candidate, QUICK_SECONDS, (done) =>
        onProgress(RANKING_SHARE + ((1 - RANKING_SHARE) * (k + done)) / most),
      );
      if (typeof result !== "string") {
        return { finding: result, attempt: { method, candidates: candidates.length, bestGap, note } };
      }
      note = result;
    }
    onProgress(1);
    return { finding: null, attempt: { method, candidates: candidates.length, bestGap, note } };
  }

  /** Checks the candidates that take long, the quickest first. */
  async proveSlow(onProgress: (fraction: number) => void): Promise<CertificateFinding | null> {
    const slow = this.#slow.filter(({ seconds }) => seconds <= this.seconds).sort((a, b) => a.seconds - b.seconds);
    for (const [k, candidate] of slow.entries()) {
      const result = await this.#prove(candidate, this.seconds, (done) => onProgress((k + done) / slow.length));
      if (typeof result !== "string") return result;
    }
    return null;
  }

  async #list(method: CertificateMethod): Promise<readonly Candidate[]> {
    const { theta, loss, data, chords } = this.question;
    switch (method) {
      case "exchange":
        return this.#listExchanges();
      case "permutation":
        return listShiftedPairs(this.#layout, theta);
      case "collapsed-average":
        return listCollapsedAverages(this.#layout, theta);
      case "mirrored-units":
        return listMirroredPairs(this.#layout, theta);
      case "scaled-units":
        return listScaledPairs(this.#layout, theta, loss.l2);
      case "sparse-weights":
        return listSparsePairs(this.#layout, loss, data, this.#pause);
      default:
        return chords.filter((chord) => chord.method === method).map(({ from, to }) => [from, to]);
    }
  }

  #listExchanges(): readonly Candidate[] {
    const { theta, exchange: wanted = null } = this.question;
    return listExchangedPairs(this.#layout, theta, wanted).map(({ exchange, points }) => {
      this.#exchanges.set(points, exchange);
      return points;
    });
  }

  /** Whether the candidate is the exchange that is wanted. */
  #isWanted({ points }: RankedCandidate): boolean {
    const [exchange, wanted] = [this.#exchanges.get(points), this.question.exchange];
    return Boolean(exchange && wanted && isSameExchange(exchange, wanted));
  }

  #thinOut(candidates: readonly Candidate[]): readonly Candidate[] {
    const { data } = this.question;
    const work = 3 * data.samples * this.#layout.parameterCount;
    const most = Math.max(1, Math.floor(RANKING_WORK / work));
    const step = Math.max(1, candidates.length / most);
    return candidates.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
  }

  async #rank(
    method: CertificateMethod,
    candidates: readonly Candidate[],
    onProgress: (fraction: number) => void,
  ): Promise<{ ranked: RankedCandidate[]; bestGap: number }> {
    const ranked: RankedCandidate[] = [];
    let bestGap = Number.NEGATIVE_INFINITY;
    const noise = PROVED_ELSEWHERE.includes(method) ? -NOISE : NOISE;
    for (const [i, points] of candidates.entries()) {
      await this.#pause();
      const { gap, size } = estimateGap(this.#layout, this.question, points);
      bestGap = Math.max(bestGap, gap);
      if (gap > noise * size) ranked.push({ method, points, gap });
      onProgress((i + 1) / candidates.length);
    }
    const isLater = (candidate: RankedCandidate) => Number(!this.#isWanted(candidate));
    ranked.sort((left, right) => isLater(left) - isLater(right) || right.gap - left.gap);
    return { ranked, bestGap };
  }

  /**
   * Proves one candidate with the fewest digits that keep nearly all of its gap. Where that takes too long, fewer digits that keep half of
   * the gap are tried. @returns the reason where it has no proof
   */
  async #prove(
    candidate: RankedCandidate,
    seconds: number,
    onProgress: (fraction: number) => void,
  ): Promise<CertificateFinding | string> {
    const close = await this.#proveRounded(candidate, seconds, KEPT_GAPS.close, onProgress);
    if ("certificate" in close) return close;
    const loose = await this.#proveRounded(candidate, seconds, KEPT_GAPS.loose, onProgress);
    if ("certificate" in loose) return loose;
    if (loose.estimate !== null && loose.estimate <= this.seconds) {
      this.#slow.push({ ...candidate, seconds: loose.estimate });
    }
    return loose.reason;
  }

  async #proveRounded(
    candidate: RankedCandidate,
    seconds: number,
    kept: number,
    onProgress: (fraction: number) => void,
  ): Promise<CertificateFinding | Failure> {
    let reason = "";
    try {
      for (const draft of draftCertificates(this.#layout, this.question, candidate.points, candidate.gap, kept)) {
        await this.#pause();
        if (!fitsFile(draft.certificate)) {
          return { reason: "its certificate would be longer than the longest that is read", estimate: null };
        }
        const estimate = estimateSeconds(draft.certificate);
        if (estimate > seconds) {
          return { reason: `the check would take about ${formatNumber(estimate, 2)} seconds`, estimate };
        }
        const { signal } = this;
        const verification = await verifyInSteps(draft.certificate, { seconds, signal, onProgress });
        if (verification.proved) return this.#conclude(candidate, draft, verification);
        reason = verification.message;
      }
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      reason = error.message;
    }
    return { reason, estimate: null };
  }

  #conclude(
    { method, points: unrounded }: RankedCandidate,
    { certificate, points }: Draft,
    verification: Verification,
  ): CertificateFinding {
    return {
      certificate: { ...certificate, gap: verification.gap },
      verification,
      method,
      points,
      // Copies, because a finding may be transferred to another thread, and the question keeps its own weights.
      unrounded: unrounded.map((point) => point.slice() as Parameters),
      exchange: this.#exchanges.get(unrounded) ?? null,
      mean: averageParameters(this.#layout, points),
      gap: readProvedGap(verification.gap.lower, this.question.data.samples),
    };
  }
}

/** Lets other events run from time to time, and ends the search when it is aborted. */
function makePause(signal: AbortSignal | undefined): () => Promise<void> {
  const pacer = createPacer(signal);
  return async () => {
    signal?.throwIfAborted();
    if (pacer.isDue()) await pacer.rest();
  };
}
