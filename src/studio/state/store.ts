import type { Action } from "./actions";
import { reduce } from "./reducer";
import type { StudioState } from "./state";

/** Holds one state, of the page or of a tool; everything else is a view of it. */
export interface StateStore<State, Action> {
  readonly getState: () => State;
  readonly dispatch: (action: Action) => void;
  /** The listener is called after each change, in the order of subscription. Returns a function that unsubscribes. */
  readonly subscribe: (listener: (state: State, previous: State) => void) => () => void;
}

/** The state of the page. */
export type Store = StateStore<StudioState, Action>;

export function createStore(initial: StudioState): Store {
  return openStore(initial, reduce);
}

/** @param reduce  pure; returns the same state where nothing changes */
export function openStore<State extends object, Action>(
  initial: State,
  reduce: (state: State, action: Action) => State,
): StateStore<State, Action> {
  let state = Object.freeze(initial);
  const listeners = new Set<(state: State, previous: State) => void>();
  // An action dispatched by a listener waits, so that all listeners see all states in the same order.
  const queue: Action[] = [];
  let busy = false;

  function drain(): void {
    for (let action = queue.shift(); action; action = queue.shift()) {
      const previous = state;
      state = Object.freeze(reduce(previous, action));
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
