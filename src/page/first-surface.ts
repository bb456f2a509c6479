import type { Store } from "../studio/state/store";

/** Resolves when the first surface is on the page, or when there will be none, and the page has nothing else to do. */
export function whenSurfaceShown(store: Store): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { shown, phase } = store.getState().run.landscape;
      if (!shown && phase !== "failed" && phase !== "cancelled") return;
      unsubscribe();
      whenIdle(resolve);
    };
    const unsubscribe = store.subscribe(look);
    look();
  });
}

/** Loads and runs code that no first surface needs. Without it the page lacks only what it adds, so a failure to load it is no failure of the page. */
export function loadAfterSurface(store: Store, load: () => Promise<void>): void {
  whenSurfaceShown(store)
    .then(load)
    .catch(() => {});
}

/** Safari has no requestIdleCallback. */
function whenIdle(act: () => void): void {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act, { timeout: 1000 });
  else setTimeout(act, 200);
}
