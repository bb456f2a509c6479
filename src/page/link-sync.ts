import { encodeLink } from "../experiment/link";
import { readLink } from "../studio/run/read-link";
import { ownView, shownSpec } from "../studio/state/reducer";
import type { Store } from "../studio/state/store";

/** Milliseconds after the last change until the address changes: browsers limit how often it may. */
const SETTLE_MS = 400;

/** Updates the address after changes of the page, and the page after a change of the address. @returns a function that returns the present link */
export function syncLink(store: Store): () => string {
  let written = location.hash;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function write(): void {
    timer = undefined;
    const state = store.getState();
    // While a lesson's experiment is on the page, the link still contains the reader's own, with the lesson open.
    written = `#${encodeLink({ spec: state.aside?.shown ?? shownSpec(state), view: ownView(state) })}`;
    history.replaceState(null, "", written);
  }

  store.subscribe((state, previous) => {
    const ended = state.run.training.phase !== previous.run.training.phase || state.scrub !== previous.scrub;
    if (state.spec === previous.spec && state.view === previous.view && !ended) return;
    clearTimeout(timer);
    timer = setTimeout(write, SETTLE_MS);
  });

  addEventListener("hashchange", () => {
    if (location.hash === written) return;
    const { message, ...link } = readLink(location.hash);
    store.dispatch({ type: "open", ...link });
    if (message) store.dispatch({ type: "say", message: { place: "link", text: message } });
  });

  return () => {
    clearTimeout(timer);
    write();
    return location.href;
  };
}
