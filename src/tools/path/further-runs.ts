import type { TrainingOutcome } from "../../compute/jobs/training/training-outcome";
import { inBackground } from "../../compute/service/service";
import type { Spec } from "../../experiment/spec";
import { describeFailure } from "../../studio/run/failure";
import { thinTrajectory } from "../../studio/run/trace-path";
import { isSameLoss } from "../../studio/state/follow";
import type { TrajectoryPoint } from "../../studio/state/training-state";
import type { ToolParts } from "../tool";

/** A training of the page's experiment from another seed. */
export interface FurtherRun {
  readonly seed: number;
  readonly status: TrainingOutcome["status"];
  /** Thinned where there are many weights. */
  readonly trajectory: readonly TrajectoryPoint[];
}

export interface FurtherRunsState {
  /** What the runs train, each from a seed of its own; null while there are none. */
  readonly spec: Spec | null;
  readonly runs: readonly FurtherRun[];
  /** While they train: which of how many, and how far that one is, 0 to 1. */
  readonly busy: { readonly number: number; readonly count: number; readonly fraction: number } | null;
  /** One sentence when a run failed, else empty. */
  readonly message: string;
}

export interface FurtherRuns {
  readonly read: () => FurtherRunsState;
  /** Trains so many runs after those that are there. */
  readonly train: (spec: Spec, count: number) => Promise<void>;
  readonly cancel: () => void;
  readonly remove: () => void;
  /** Lets go of runs whose loss is not that of this experiment. */
  readonly keepWith: (spec: Spec) => void;
}

export const MOST_RUNS = 8;
const NONE: FurtherRunsState = Object.freeze({ spec: null, runs: [], busy: null, message: "" });

/** @param onChange  called after each change of the state */
export function createFurtherRuns({ service }: Pick<ToolParts, "service">, onChange: () => void): FurtherRuns {
  let state = NONE;
  let abort = new AbortController();

  function set(change: Partial<FurtherRunsState>): void {
    state = Object.freeze({ ...state, ...change });
    onChange();
  }

  async function trainOne(spec: Spec, seed: number, number: number, count: number, signal: AbortSignal): Promise<void> {
    if (spec.weights.kind !== "trained") return;
    const seeded = { ...spec, weights: { ...spec.weights, seed } };
    const outcome = await inBackground(service).run("train", seeded, {
      signal,
      onProgress: ({ step, steps }) => set({ busy: { number, count, fraction: step / Math.max(1, steps) } }),
    });
    const run = { seed, status: outcome.status, trajectory: thinTrajectory(outcome.trajectory) };
    set({ runs: [...state.runs, run] });
  }

  function cancel(): void {
    abort.abort();
    abort = new AbortController();
  }

  return {
    read: () => state,
    async train(spec, count) {
      if (state.busy || spec.weights.kind !== "trained") return;
      const { signal } = abort;
      const seeds = freshSeeds(
        [spec.weights.seed, ...state.runs.map(({ seed }) => seed)],
        Math.min(count, MOST_RUNS - state.runs.length),
      );
      set({ spec, busy: { number: 1, count: seeds.length, fraction: 0 }, message: "" });
      try {
        for (const [i, seed] of seeds.entries()) {
          set({ busy: { number: i + 1, count: seeds.length, fraction: 0 } });
          await trainOne(spec, seed, i + 1, seeds.length, signal);
        }
      } catch (error) {
        if (!signal.aborted) set({ message: describeFailure(error) });
      }
      set({ busy: null });
    },
    cancel,
    remove: () => set({ spec: null, runs: [], message: "" }),
    keepWith(spec) {
      if (!state.spec || isSameLoss(state.spec, spec)) return;
      if (state.busy) cancel();
      set({ spec: null, runs: [], message: "" });
    },
  };
}

/** The next whole numbers after the first that are not among those used. */
export function freshSeeds(used: readonly number[], count: number): readonly number[] {
  const seeds: number[] = [];
  for (let seed = (used[0] ?? 0) + 1; seeds.length < count; seed++) {
    const wrapped = seed % 2 ** 32;
    if (!used.includes(wrapped)) seeds.push(wrapped);
  }
  return seeds;
}
