import { yieldToEvents } from "./yield-to-events";

/** How long a computation may hold its thread, in milliseconds. */
const HOLD_MS = 24;

/** A signal that also says when the work under it may go on: work in the background waits while the page's own is under way. */
export interface WorkSignal extends AbortSignal {
  /** Settles when the work may go on, or when the signal is aborted. */
  readonly untilMyTurn?: () => Promise<void>;
}

/** Keeps a long computation from blocking its thread: ask `isDue` in the inner loop, and `await rest()` when it is. */
export interface Pacer {
  isDue(): boolean;
  /** Lets other work run. @throws DOMException named AbortError when the signal is aborted */
  rest(): Promise<void>;
}

export function createPacer(signal: WorkSignal | undefined): Pacer {
  let since = performance.now();
  return {
    isDue: () => performance.now() - since > HOLD_MS,
    async rest() {
      await giveWay(signal);
      since = performance.now();
    },
  };
}

/**
 * Between two units of work, such as tiles or steps: lets pending events run, and work of a higher priority go first.
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function giveWay(signal: WorkSignal | undefined): Promise<void> {
  await yieldToEvents();
  await signal?.untilMyTurn?.();
  signal?.throwIfAborted();
}
