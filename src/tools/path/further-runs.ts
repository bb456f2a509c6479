import { inBackground } from "../../compute/service/service";
import type { Spec } from "../../experiment/spec";
import { describeFailure } from "../../studio/run/failure";
import { thinTrajectory } from "../../studio/run/trace-path";
import { openStore, type StateStore } from "../../studio/state/store";
import type { ToolParts } from "../tool";
import {
  FIRST_RUNS,
  type FurtherRunsAction,
  type FurtherRunsState,
  reduceFurtherRuns,
  roomForRuns,
} from "./further-runs-state";

export interface FurtherRuns extends Pick<StateStore<FurtherRunsState, FurtherRunsAction>, "getState" | "dispatch"> {
  /** Trains as many further runs of this experiment as the reader asked for, one after another. */
  readonly train: (spec: Spec) => Promise<void>;
  /** Stops the training. The runs that are complete stay. */
  readonly cancel: () => void;
}

/** @param onChange  called after each change of the state */
export function createFurtherRuns({ service }: Pick<ToolParts, "service">, onChange: () => void): FurtherRuns {
  const { getState, dispatch, subscribe } = openStore<FurtherRunsState, FurtherRunsAction>(
    FIRST_RUNS,
    reduceFurtherRuns,
  );
  let abort = new AbortController();
  subscribe((state, previous) => {
    // The runs were removed while they trained.
    if (previous.busy && state.number !== previous.number) abort.abort();
    onChange();
  });

  return {
    getState,
    dispatch,
    async train(spec) {
      const { weights } = spec;
      const before = getState();
      const count = Math.min(before.count, roomForRuns(before));
      if (before.busy || weights.kind !== "trained" || count === 0) return;
      const seeds = freshSeeds([weights.seed, ...before.runs.map(({ seed }) => seed)], count);
      abort = new AbortController();
      const { signal } = abort;
      dispatch({ type: "start", spec, count });
      const { number } = getState();
      let message = "";
      try {
        for (const [i, seed] of seeds.entries()) {
          const { status, trajectory } = await inBackground(service).run(
            "train",
            { ...spec, weights: { ...weights, seed } },
            {
              signal,
              onProgress: ({ step, steps }) =>
                dispatch({ type: "progress", number, done: i + step / Math.max(1, steps) }),
            },
          );
          dispatch({ type: "add-run", number, run: { seed, status, trajectory: thinTrajectory(trajectory) } });
        }
      } catch (error) {
        if (!signal.aborted) message = describeFailure(error);
      }
      dispatch({ type: "end", number, message });
    },
    cancel: () => abort.abort(),
  };
}

/** The next whole numbers after the first of `used` that `used` does not hold; after 2³² − 1 comes 0. */
export function freshSeeds(used: readonly number[], count: number): readonly number[] {
  const seeds: number[] = [];
  for (let seed = (used[0] ?? 0) + 1; seeds.length < count; seed++) {
    const wrapped = seed % 2 ** 32;
    if (!used.includes(wrapped)) seeds.push(wrapped);
  }
  return seeds;
}
