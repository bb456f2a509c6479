import { yieldToEvents } from "./yield-to-events";

/** How long a computation may hold its thread, in milliseconds. */
const HOLD_MS = 24;

/** Keeps a long computation from blocking its thread: ask `isDue` in the inner loop, and `await rest()` when it is. */
export interface Pacer {
  isDue(): boolean;
  /** Lets other work run. @throws DOMException named AbortError when the signal is aborted */
  rest(): Promise<void>;
}

export function createPacer(signal: AbortSignal | undefined): Pacer {
  let since = performance.now();
  return {
    isDue: () => performance.now() - since > HOLD_MS,
    async rest() {
      await yieldToEvents();
      signal?.throwIfAborted();
      since = performance.now();
    },
  };
}
