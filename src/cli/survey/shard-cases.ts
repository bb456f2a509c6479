import type { CaseProduct } from "../../experiment/survey/case-product";
import type { CaseSource } from "./case-workers";

/** A part of a survey: the `number`-th of `count`, from 1. */
export interface Shard {
  readonly number: number;
  readonly count: number;
}

/** Most cases of one training that are kept together: a training with many planes can still be shared out. */
const LONGEST_RUN = 64;

/**
 * The cases of a shard that are not done yet. Runs of cases with the same training are dealt out to the shards in turn, like cards, so that
 * large and small networks spread over all of them; a shard's workers take its runs in the same way.
 */
export class ShardCases implements CaseSource {
  /** Number of cases of the shard, and how many of them were done before. */
  readonly total: number;
  readonly doneBefore: number;
  readonly #product: CaseProduct;
  readonly #shard: Shard;
  readonly #isDone: (index: number) => boolean;
  readonly #runs: number;
  readonly #runsOfGroup: number;
  #nextRun: number;
  /** The cases that each worker has still to take of its run. */
  readonly #current: Generator<number>[] = [];
  #hasStopped = false;

  constructor(product: CaseProduct, shard: Shard, isDone: (index: number) => boolean = () => false) {
    this.#product = product;
    this.#shard = shard;
    this.#isDone = isDone;
    this.#runsOfGroup = Math.ceil(product.groupSize / LONGEST_RUN);
    this.#runs = product.groups * this.#runsOfGroup;
    this.#nextRun = shard.number - 1;
    let total = 0;
    let done = 0;
    for (let run = this.#nextRun; run < this.#runs; run += shard.count) {
      const [from, to] = this.#boundsOf(run);
      total += to - from;
      for (let index = from; index < to; index++) done += Number(isDone(index));
    }
    this.total = total;
    this.doneBefore = done;
  }

  /** Number of runs of the shard: more workers than these have nothing to do. */
  get runs(): number {
    return Math.ceil((this.#runs - this.#shard.number + 1) / this.#shard.count);
  }

  /** Gives no case any more. */
  stop(): void {
    this.#hasStopped = true;
  }

  next(worker: number): number | null {
    while (!this.#hasStopped) {
      const { value, done } = this.#current[worker]?.next() ?? { done: true, value: undefined };
      if (!done && value !== undefined) return value;
      if (this.#nextRun >= this.#runs) return null;
      this.#current[worker] = this.#open(this.#nextRun);
      this.#nextRun += this.#shard.count;
    }
    return null;
  }

  *#open(run: number): Generator<number> {
    const [from, to] = this.#boundsOf(run);
    for (let index = from; index < to; index++) {
      if (!this.#isDone(index)) yield index;
    }
  }

  #boundsOf(run: number): readonly [from: number, to: number] {
    const { groupSize } = this.#product;
    const group = Math.floor(run / this.#runsOfGroup) * groupSize;
    const from = (run % this.#runsOfGroup) * LONGEST_RUN;
    return [group + from, group + Math.min(groupSize, from + LONGEST_RUN)];
  }
}
