/** The earlier and later values of undo and redo. */
export interface History<Value> {
  readonly past: readonly Value[];
  readonly future: readonly Value[];
}

const LONGEST = 100;

export const EMPTY_HISTORY: History<never> = Object.freeze({ past: [], future: [] });

/** Adds `present` to the past before a new value replaces it; undone values are dropped. */
export function remember<Value>(history: History<Value>, present: Value): History<Value> {
  return { past: [...history.past, present].slice(-LONGEST), future: [] };
}

/** One step of undo, or null where there is none. */
export function stepBack<Value>(
  history: History<Value>,
  present: Value,
): { readonly history: History<Value>; readonly value: Value } | null {
  const value = history.past.at(-1);
  if (value === undefined) return null;
  return { value, history: { past: history.past.slice(0, -1), future: [present, ...history.future] } };
}

/** One step of redo, or null where there is none. */
export function stepForward<Value>(
  history: History<Value>,
  present: Value,
): { readonly history: History<Value>; readonly value: Value } | null {
  const [value, ...future] = history.future;
  if (value === undefined) return null;
  return { value, history: { past: [...history.past, present], future } };
}
