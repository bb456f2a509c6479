import { encodeLink } from "../experiment/link";
import { readLink } from "../studio/run/read-link";
import { ownView, shownSpec } from "../studio/state/reducer";
import type { StudioState } from "../studio/state/state";
import type { Store } from "../studio/state/store";

/** Milliseconds after the last change until the address changes: browsers limit how often it may. */
const SETTLE_MS = 400;

/**
 * Updates the address after changes of the page, and the page after a change of the address. A change of the experiment is a new entry of
 * the browser's history, so that Back and Forward move between experiments; a change of the view replaces the entry.
 *
 * @returns a function that returns the present link
 */
export function syncLink(store: Store): () => string {
  let written = location.hash;
  /** The experiment of the present entry. */
  let entered = ownSpec(store.getState());
  let timer: ReturnType<typeof setTimeout> | undefined;

  function write(): void {
    timer = undefined;
    const state = store.getState();
    const isOther = JSON.stringify(ownSpec(state)) !== JSON.stringify(entered);
    if (isOther && written === "")
      history.replaceState(null, "", `#${encodeLink({ spec: entered, view: ownView(state) })}`);
    entered = ownSpec(state);
    written = `#${hashOf(state)}`;
    if (isOther) history.pushState(null, "", written);
    else history.replaceState(null, "", written);
  }

  store.subscribe((state, previous) => {
    const ended = state.run.training.phase !== previous.run.training.phase || state.scrub !== previous.scrub;
    if (state.spec === previous.spec && state.view === previous.view && !ended) return;
    clearTimeout(timer);
    timer = setTimeout(write, SETTLE_MS);
  });

  addEventListener("hashchange", () => {
    if (location.hash === written) return;
    const { message, ...link } = readLink(location.href);
    written = location.hash;
    store.dispatch({ type: "open", ...link });
    entered = ownSpec(store.getState());
    if (message) store.dispatch({ type: "say", message: { place: "link", text: message, isFailure: true } });
  });

  return () => {
    clearTimeout(timer);
    write();
    return location.href;
  };
}

/** The reader's own experiment, also while a lesson's is on the page. */
function ownSpec({ spec, aside }: StudioState): StudioState["spec"] {
  return aside?.spec ?? spec;
}

/** While a lesson's experiment is on the page, the link still contains the reader's own, with the lesson open. */
function hashOf(state: StudioState): string {
  return encodeLink({ spec: state.aside?.shown ?? shownSpec(state), view: ownView(state) });
}
