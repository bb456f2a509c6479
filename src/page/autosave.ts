import { decodeLink, encodeLink, type Link } from "../experiment/link";
import { ownView, shownSpec } from "../studio/state/reducer";
import type { Store } from "../studio/state/store";
import { leaveTimeline } from "../studio/state/timeline";

const KEY = "losscape-last";
/** Milliseconds after the last change until the experiment is saved. */
const SETTLE_MS = 1_000;

/** Keeps the reader's own experiment in this browser, so that it is there when the page is opened again. */
export function keepLast(store: Store): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  store.subscribe((state, previous) => {
    if (state.spec === previous.spec && state.view === previous.view) return;
    clearTimeout(timer);
    timer = setTimeout(() => write(store), SETTLE_MS);
  });
}

function write(store: Store): void {
  const state = store.getState();
  const link = {
    spec: state.aside?.shown ?? shownSpec(leaveTimeline(state)),
    view: { ...ownView(state), tool: null, lesson: null },
  };
  try {
    localStorage.setItem(KEY, encodeLink(link));
  } catch {
    // Where the storage is full or not allowed, nothing is saved; the address still contains the experiment.
  }
}

/** The experiment of the last visit; null where none can be read. */
export function readLast(): Link | null {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === null ? null : decodeLink(kept);
  } catch {
    // The storage is not allowed or its content is not valid: the page opens as on a first visit.
    return null;
  }
}
