import { decodeLink, encodeLink, type Link } from "../experiment/link";
import { ownView, shownSpec } from "../studio/state/reducer";
import type { Store } from "../studio/state/store";
import { leaveTimeline } from "../studio/state/timeline";

const KEY = "losscape-last";
/** How long after the last change the experiment is kept. */
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
    // A full or closed storage keeps nothing; the address holds the experiment all the same.
  }
}

/** The experiment of the last visit; null where there is none that can be read. */
export function readLast(): Link | null {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === null ? null : decodeLink(kept);
  } catch {
    // Storage is closed, or holds what an older page or somebody else wrote: the page opens as for the first time.
    return null;
  }
}
