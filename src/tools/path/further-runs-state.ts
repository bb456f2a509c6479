import type { TrainingOutcome } from "../../compute/jobs/training/training-outcome";
import type { Spec } from "../../experiment/spec";
import { isSameLoss } from "../../studio/state/follow";
import type { TrajectoryPoint } from "../../studio/state/training-state";

/** A training of the page's experiment from another seed. */
export interface FurtherRun {
  readonly seed: number;
  readonly status: TrainingOutcome["status"];
  /** Every point of a small network; of a large one, fewer. */
  readonly trajectory: readonly TrajectoryPoint[];
}

export interface FurtherRunsState {
  /** How many runs the reader asks for next. */
  readonly count: number;
  /** Rises with each batch of runs: late reports of an earlier batch are dropped. */
  readonly number: number;
  /** The experiment of the runs; null while there are none. */
  readonly spec: Spec | null;
  readonly runs: readonly FurtherRun[];
  /** How much of the batch is trained, in runs, and how many runs it has; null while nothing is trained. */
  readonly busy: { readonly done: number; readonly count: number } | null;
  /** One sentence that says why a run failed, else empty. */
  readonly message: string;
}

export type FurtherRunsAction =
  | { readonly type: "choose-count"; readonly count: number }
  | { readonly type: "start"; readonly spec: Spec; readonly count: number }
  | { readonly type: "progress"; readonly number: number; readonly done: number }
  | { readonly type: "add-run"; readonly number: number; readonly run: FurtherRun }
  | { readonly type: "end"; readonly number: number; readonly message: string }
  | { readonly type: "remove" }
  /** The page shows this experiment. Runs on another loss are removed. */
  | { readonly type: "show-experiment"; readonly spec: Spec };

const MOST_RUNS = 8;

export const FIRST_RUNS: FurtherRunsState = Object.freeze<FurtherRunsState>({
  count: 3,
  number: 0,
  spec: null,
  runs: [],
  busy: null,
  message: "",
});

/** Pure; returns the same state where nothing changed. */
export function reduceFurtherRuns(state: FurtherRunsState, action: FurtherRunsAction): FurtherRunsState {
  switch (action.type) {
    case "choose-count":
      return { ...state, count: Number.isFinite(action.count) ? Math.max(1, Math.round(action.count)) : 1 };
    case "start": {
      const { spec, count } = action;
      return { ...state, number: state.number + 1, spec, busy: { done: 0, count }, message: "" };
    }
    case "remove":
      return removeRuns(state);
    case "show-experiment":
      return !state.spec || isSameLoss(state.spec, action.spec) ? state : removeRuns(state);
    default:
      return action.number === state.number ? takeReport(state, action) : state;
  }
}

function takeReport(
  state: FurtherRunsState,
  action: Extract<FurtherRunsAction, { readonly number: number }>,
): FurtherRunsState {
  switch (action.type) {
    case "progress":
      return state.busy ? { ...state, busy: { ...state.busy, done: action.done } } : state;
    case "add-run":
      return { ...state, runs: [...state.runs, action.run] };
    case "end":
      return { ...state, busy: null, message: action.message };
  }
}

function removeRuns({ count, number }: FurtherRunsState): FurtherRunsState {
  return { ...FIRST_RUNS, count, number: number + 1 };
}

/** How many more runs there may be. */
export function roomForRuns({ runs }: FurtherRunsState): number {
  return MOST_RUNS - runs.length;
}
