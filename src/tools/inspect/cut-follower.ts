import type { ComputeService } from "../../compute/service/tasks";
import type { CutProfile } from "../../convexity/lines/cut-profile";
import { createAskLatest } from "../../studio/run/ask-latest";
import type { ChordEnds } from "../../studio/state/chord-ends";
import { type InspectedSlice, isSameSlice } from "./inspected-slice";

/** The newest cut, and how far the next one is computed. */
export interface CutState {
  /** A cut through the present slice. Its ends may have moved since: the profile holds the ends that it was computed between. */
  readonly cut: CutProfile | null;
  /** The share that is computed, 0 to 1; null while no cut is computed. */
  readonly fraction: number | null;
  /** One sentence that says why there is no cut, else empty. */
  readonly message: string;
}

/** Computes the loss along a line through the slice, and again after the slice or the line has changed. */
export interface CutFollower {
  readonly read: () => CutState;
  /** Names the newest slice and line. @param ends  null where no cut is needed */
  readonly follow: (slice: InspectedSlice | null, ends: ChordEnds | null) => void;
  /** Stops the computation of the cut. */
  readonly cancel: () => void;
}

interface CutRequest {
  readonly slice: InspectedSlice;
  readonly ends: ChordEnds;
}

const NO_CUT: CutState = { cut: null, fraction: null, message: "" };

export function createCutFollower(service: ComputeService, onChange: () => void): CutFollower {
  let state = NO_CUT;
  let slice: InspectedSlice | null = null;

  function change(next: Partial<CutState>): void {
    state = { ...state, ...next };
    onChange();
  }

  const latest = createAskLatest<CutRequest, CutProfile>({
    async run({ slice: { spec, parameters }, ends }, signal, onProgress) {
      state = { ...state, fraction: 0, message: "" };
      return service.run("profileCut", { spec, parameters, ...ends }, { signal, onProgress });
    },
    isSame: (one, other) => isSameSlice(one.slice, other.slice) && one.ends === other.ends,
    // While the reader drags a line, each finished cut is shown although the line has moved on. A cut of another slice is of no use.
    isOfUse: (running, wanted) => isSameSlice(running.slice, wanted?.slice ?? null),
    onProgress: (fraction) => change({ fraction }),
    onAnswer: (cut) => change({ cut, fraction: null, message: "" }),
    onFailure: (message) => change({ cut: null, fraction: null, message }),
  });

  return {
    read: () => state,
    follow(next, ends) {
      if (!isSameSlice(next, slice)) state = NO_CUT;
      slice = next;
      latest.ask(next && ends && { slice: next, ends });
    },
    cancel: latest.cancel,
  };
}
