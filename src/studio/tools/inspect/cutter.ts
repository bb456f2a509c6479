import type { ComputeService } from "../../../compute/service/tasks";
import type { CutProfile } from "../../../convexity/lines/cut-profile";
import type { ChordEnds } from "../../inspector/inspector";
import type { Subject } from "./subject";
import { isSameSubject } from "./subject";

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

interface Request {
  readonly subject: Subject;
  readonly ends: ChordEnds;
}

const NOTHING: CutState = { cut: null, fraction: null, message: "" };

export function createCutter(service: ComputeService, onChange: () => void): Cutter {
  let state = NOTHING;
  let wanted: Request | null = null;
  let isBusy = false;
  let abort = new AbortController();

  async function work(request: Request): Promise<void> {
    isBusy = true;
    abort = new AbortController();
    const { subject, ends } = request;
    const isPresent = () => isSameSubject(subject, wanted?.subject ?? null);
    state = { ...state, fraction: 0, message: "" };
    try {
      const cut = await service.run(
        "profileCut",
        { ...subject, ...ends },
        {
          signal: abort.signal,
          onProgress(fraction) {
            if (isPresent()) state = { ...state, fraction };
            onChange();
          },
        },
      );
      if (isPresent()) state = { cut, fraction: null, message: "" };
    } catch (error) {
      if (isPresent()) state = { cut: null, fraction: null, message: describeFailure(error) };
    }
    isBusy = false;
    onChange();
    if (wanted && wanted !== request) void work(wanted);
  }

  return {
    read: () => state,
    want(subject, ends) {
      const next = subject && ends && { subject, ends };
      if (isSameRequest(next, wanted)) return;
      const isOther = !isSameSubject(next?.subject ?? null, wanted?.subject ?? null);
      wanted = next;
      // A line under the hand is shown as it moves, so its cut is waited for; that of another slice is not.
      if (isOther) {
        state = NOTHING;
        abort.abort();
      }
      if (wanted && !isBusy) void work(wanted);
    },
    cancel: () => abort.abort(),
  };
}

function isSameRequest(one: Request | null, other: Request | null): boolean {
  return isSameSubject(one?.subject ?? null, other?.subject ?? null) && one?.ends === other?.ends;
}

function describeFailure(error: unknown): string {
  if (error instanceof Error && error.name === "AbortError") return "The cut was cancelled.";
  return error instanceof Error ? error.message : String(error);
}
