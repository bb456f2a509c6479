/** Values to go back and forth through. */
export interface History<Value> {
  readonly past: readonly Value[];
  readonly future: readonly Value[];
}

const LONGEST = 100;

export const EMPTY_HISTORY: History<never> = Object.freeze({ past: [], future: [] });

/** Remembers `present` before something new takes its place; what was undone is forgotten. */
export function remember<Value>(history: History<Value>, present: Value): History<Value> {
  return { past: [...history.past, present].slice(-LONGEST), future: [] };
}

/** One step back, or null at the beginning. */
export function stepBack<Value>(
  history: History<Value>,
  present: Value,
): { readonly history: History<Value>; readonly value: Value } | null {
  const value = history.past.at(-1);
  if (value === undefined) return null;
  return { value, history: { past: history.past.slice(0, -1), future: [present, ...history.future] } };
}

/** One step forward again, or null at the end. */
export function stepForward<Value>(
  history: History<Value>,
  present: Value,
): { readonly history: History<Value>; readonly value: Value } | null {
  const [value, ...future] = history.future;
  if (value === undefined) return null;
  return { value, history: { past: [...history.past, present], future } };
}
