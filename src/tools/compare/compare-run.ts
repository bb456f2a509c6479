import { inBackground } from "../../compute/service/service";
import type { Spec } from "../../experiment/spec";
import type { Parameters } from "../../model/network/layout";
import { makeProblem } from "../../model/problem";
import { findPlane } from "../../slice/plan-landscape";
import type { Plane } from "../../slice/plane/plane";
import { settlePlane } from "../../slice/settle-plane";
import { describeFailure, isAbort } from "../../studio/run/failure";
import type { StudioState } from "../../studio/state/state";
import type { ToolParts } from "../tool";
import { type FirstFound, needsFirst, otherSide, type Pair } from "./pair";
import { computeSide, type SideProgress, type SideResult } from "./side-job";
import {
  busySide,
  endedSide,
  findResult,
  findWholeTraining,
  pageSide,
  readySide,
  type SideState,
  waitingSide,
} from "./side-state";

interface Job {
  readonly key: string;
  readonly abort: AbortController;
  /** Null until the first report. */
  progress: SideProgress | null;
}

/** The directions of A's slice around its weights; the plane is null until it is computed. */
interface FoundPlane {
  readonly spec: Spec;
  readonly parameters: Parameters;
  plane: Plane | null;
  message: string;
}

export interface Sides {
  readonly a: SideState;
  readonly b: SideState;
}

const WAITS = "This side starts when the page has computed its own experiment.";

/**
 * Gets both sides of a comparison: A from the page where it is the page's own experiment, everything else from the compute service in
 * the background, one side after the other. The page keeps the results, so that a return to an earlier comparison is instant.
 */
export class CompareRun {
  readonly #parts: Pick<ToolParts, "store" | "service">;
  readonly #onChange: () => void;
  /** The results of the present pair, by key: the page may have dropped them. */
  #results = new Map<string, SideResult>();
  #ended = new Map<string, SideState>();
  #job: Job | null = null;
  #found: FoundPlane | null = null;
  #pair: Pair | null = null;
  #other: { readonly pair: Pair; readonly first: FirstFound | null; readonly spec: Spec } | null = null;
  #sides: Sides = { a: waitingSide(null), b: waitingSide(null) };

  /** @param onChange  called when a side has changed without an action on the page */
  constructor(parts: Pick<ToolParts, "store" | "service">, onChange: () => void) {
    this.#parts = parts;
    this.#onChange = onChange;
  }

  get sides(): Sides {
    return this.#sides;
  }

  /** Reads the page's state, and starts what the pair still lacks. */
  follow(pair: Pair): Sides {
    this.#pair = pair;
    this.#sides = this.#read(pair, this.#parts.store.getState());
    return this.#sides;
  }

  /** Ends the running computation; it starts again at `retry`. */
  cancel(): void {
    this.#job?.abort.abort("cancelled");
  }

  retry(): void {
    this.#ended.clear();
    this.#found = null;
    this.#advance();
  }

  /** The reader leaves the comparison: the running computation ends, results stay. */
  rest(): void {
    this.#pair = null;
    this.#job?.abort.abort();
  }

  #advance(): void {
    if (this.#pair) this.follow(this.#pair);
    this.#onChange();
  }

  #read(pair: Pair, state: StudioState): Sides {
    const isPage = pair.first === pair.a;
    const readFirst = (): SideState => (isPage ? pageSide(state) : this.#side(pair.first, state));
    const a = readFirst();
    const spec = this.#specOfOther(pair, a);
    const wanted = [isPage ? null : pair.first, spec].filter((one) => one !== null);
    this.#forgetAllBut(wanted.map(keyOf));
    const isPageBusy = isPage && (a.phase === "training" || a.phase === "computing");
    const lacking = wanted.find((one) => !this.#isSettled(one, state));
    if (lacking && !isPageBusy && !this.#job) void this.#start(lacking, state);
    return { a: readFirst(), b: spec ? this.#side(spec, state) : waitingSide(null, this.#found?.message ?? "") };
  }

  #side(spec: Spec, state: StudioState): SideState {
    const key = keyOf(spec);
    const result = this.#resultOf(spec, state);
    if (result) return readySide(spec, result);
    if (this.#job?.key === key) {
      return this.#job.progress ? busySide(spec, this.#job.progress) : waitingSide(spec, WAITS);
    }
    return this.#ended.get(key) ?? waitingSide(spec);
  }

  #resultOf(spec: Spec, state: StudioState): SideResult | null {
    const key = keyOf(spec);
    const result = this.#results.get(key) ?? findResult(state, spec);
    if (result) this.#results.set(key, result);
    return result;
  }

  #isSettled(spec: Spec, state: StudioState): boolean {
    return this.#resultOf(spec, state) !== null || this.#ended.has(keyOf(spec));
  }

  #forgetAllBut(keys: readonly string[]): void {
    for (const map of [this.#results, this.#ended]) {
      for (const key of map.keys()) if (!keys.includes(key)) map.delete(key);
    }
    if (this.#job && !keys.includes(this.#job.key)) this.#job.abort.abort();
  }

  /** B's experiment; null until A's weights and directions are known, where it depends on them. */
  #specOfOther(pair: Pair, a: SideState): Spec | null {
    const first = needsFirst(pair) ? this.#findFirst(a) : null;
    if (needsFirst(pair) && !first) return null;
    const known = this.#other;
    if (known && known.pair === pair && known.first?.plane === first?.plane) return known.spec;
    const spec = otherSide(pair, first);
    this.#other = { pair, first, spec };
    return spec;
  }

  #findFirst({ spec, training, outcome }: SideState): FirstFound | null {
    const parameters = training?.parameters;
    if (!spec || !parameters || !outcome) return null;
    if (outcome.plane) return { parameters, plane: outcome.plane };
    // A result that was read from a file has no directions: they are computed again.
    // Each training has a weight array of its own: the same array and the same plane mean the same slice.
    if (this.#found?.parameters !== parameters || this.#found.spec.plane !== spec.plane) {
      const found: FoundPlane = { spec, parameters, plane: null, message: "" };
      this.#found = found;
      void this.#searchPlane(found, training.trajectory);
    }
    const { plane } = this.#found;
    return plane && { parameters, plane };
  }

  async #searchPlane(found: FoundPlane, trajectory: readonly { readonly parameters: Parameters }[]): Promise<void> {
    try {
      const settled = settlePlane(found.spec, trajectory).spec;
      found.plane = await findPlane(
        settled.plane,
        makeProblem(settled),
        found.parameters,
        new AbortController().signal,
      );
    } catch (error) {
      found.message = describeFailure(error);
    }
    if (this.#found === found) this.#advance();
  }

  async #start(spec: Spec, state: StudioState): Promise<void> {
    const { service, store } = this.#parts;
    const job: Job = { key: keyOf(spec), abort: new AbortController(), progress: null };
    this.#job = job;
    const { signal } = job.abort;
    const onProgress = (progress: SideProgress): void => {
      job.progress = { ...progress, landscape: progress.landscape ?? job.progress?.landscape ?? null };
      if (!signal.aborted) this.#advance();
    };
    try {
      const trained = findWholeTraining(state, spec);
      const background = inBackground(service);
      const result = await computeSide({ service: background, spec, trained, signal, onProgress });
      this.#results.set(job.key, result);
      store.dispatch({ type: "keep-result", spec, ...result });
    } catch (error) {
      const isLeft = signal.aborted && signal.reason !== "cancelled";
      if (!isLeft) this.#ended.set(job.key, describeEnd(spec, error));
    }
    this.#job = null;
    this.#advance();
  }
}

const keys = new WeakMap<Spec, string>();

function keyOf(spec: Spec): string {
  const known = keys.get(spec);
  if (known !== undefined) return known;
  const key = JSON.stringify(spec);
  keys.set(spec, key);
  return key;
}

/** The end of a side that the reader cancelled, or that failed. */
function describeEnd(spec: Spec, error: unknown): SideState {
  const isCancelled = error === "cancelled" || isAbort(error);
  return isCancelled ? endedSide(spec, "cancelled", "") : endedSide(spec, "failed", describeFailure(error));
}
