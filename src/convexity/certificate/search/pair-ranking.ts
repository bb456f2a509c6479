import type { Candidate } from "./candidate";

/** A gap of at least this fraction of the loss is clear. */
const CLEAR = 1e-3;
/** A gap of a smaller fraction may be rounding. */
const LEAST_SHARE = 1e-12;
/** Number of pairs that are kept. */
const KEPT = 3;

interface RankedPair {
  readonly gap: number;
  /** gap / size */
  readonly share: number;
  readonly make: () => Candidate;
}

/** Orders clear gaps by size and others by their share of the loss, because those are harder to separate from rounding. */
function compareGaps(one: RankedPair, other: RankedPair): number {
  if (one.share >= CLEAR !== other.share >= CLEAR) return other.share - one.share;
  return one.share >= CLEAR ? other.gap - one.gap : other.share - one.share;
}

/** Keeps the best pairs. */
export class PairRanking {
  #best: RankedPair[] = [];

  get isEmpty(): boolean {
    return this.#best.length === 0;
  }

  get isClear(): boolean {
    return this.#best.some(({ share }) => share >= CLEAR);
  }

  /** @param size  magnitude of the losses whose difference the gap is */
  add(gap: number, size: number, make: () => Candidate): void {
    const pair = { gap, share: gap / size, make };
    if (!(pair.share > LEAST_SHARE)) return;
    if (this.#best.length === KEPT && compareGaps(pair, this.#best[KEPT - 1]!) >= 0) return;
    this.#best = [...this.#best, pair].sort(compareGaps).slice(0, KEPT);
  }

  list(): Candidate[] {
    return this.#best.map(({ make }) => make());
  }
}
