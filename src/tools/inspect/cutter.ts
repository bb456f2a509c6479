import type { ComputeService } from "../../compute/service/tasks";
import type { CutProfile } from "../../convexity/lines/cut-profile";
import { createAskLatest } from "../../studio/run/ask-latest";
import type { ChordEnds } from "../../studio/state/chord-ends";
import { isSameSubject, type Subject } from "./subject";

/** What a cut has come to. */
export interface CutState {
  /** Of the present slice, perhaps between ends that have moved since: it says itself between which. */
  readonly cut: CutProfile | null;
  /** 0 to 1 while one is under way, else null. */
  readonly fraction: number | null;
  /** One sentence where there is none, else empty. */
  readonly message: string;
}

/** Has the slice cut along the line that is wanted, and again when slice or line have changed. */
export interface Cutter {
  readonly read: () => CutState;
  /** @param ends  null where no cut is wanted */
  readonly want: (subject: Subject | null, ends: ChordEnds | null) => void;
  /** Gives up the cut under way. */
  readonly cancel: () => void;
}

interface CutRequest {
  readonly subject: Subject;
  readonly ends: ChordEnds;
}

const NOTHING: CutState = { cut: null, fraction: null, message: "" };

export function createCutter(service: ComputeService, onChange: () => void): Cutter {
  let state = NOTHING;
  let subject: Subject | null = null;

  function change(next: Partial<CutState>): void {
    state = { ...state, ...next };
    onChange();
  }

  const latest = createAskLatest<CutRequest, CutProfile>({
    async run({ subject: { spec, parameters }, ends }, signal, onProgress) {
      state = { ...state, fraction: 0, message: "" };
      return service.run("profileCut", { spec, parameters, ...ends }, { signal, onProgress });
    },
    isSame: (one, other) => isSameSubject(one.subject, other.subject) && one.ends === other.ends,
    // A line under the hand is shown as it moves, so its cut is waited for; that of another slice is not.
    isOfUse: (running, wanted) => isSameSubject(running.subject, wanted?.subject ?? null),
    onProgress: (fraction) => change({ fraction }),
    onAnswer: (cut) => change({ cut, fraction: null, message: "" }),
    onFailure: (message) => change({ cut: null, fraction: null, message }),
  });

  return {
    read: () => state,
    want(next, ends) {
      if (!isSameSubject(next, subject)) state = NOTHING;
      subject = next;
      latest.ask(next && ends && { subject: next, ends });
    },
    cancel: latest.cancel,
  };
}
