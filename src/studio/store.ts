import type { Action } from "./actions";
import { reduce } from "./reducer";
import type { StudioState } from "./state";

export type Listener = (state: StudioState, previous: StudioState) => void;

/** Holds the one state of the page; everything else is a view of it. */
export interface Store {
  readonly getState: () => StudioState;
  readonly dispatch: (action: Action) => void;
  /** Called after each change, in the order of subscription. Returns what ends it. */
  readonly subscribe: (listener: Listener) => () => void;
}

export function createStore(initial: StudioState): Store {
  let state = initial;
  const listeners = new Set<Listener>();
  // An action from within a listener waits, so that all listeners see all states in one order.
  const queue: Action[] = [];
  let busy = false;

  function drain(): void {
    for (let action = queue.shift(); action; action = queue.shift()) {
      const previous = state;
      state = reduce(previous, action);
      if (state === previous) continue;
      for (const listener of [...listeners]) listener(state, previous);
    }
  }

  return {
    getState: () => state,
    dispatch(action) {
      queue.push(action);
      if (busy) return;
      busy = true;
      try {
        drain();
      } finally {
        busy = false;
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
