import { yieldToEvents } from "./yield-to-events";

/** Longest time, in milliseconds, for which a computation occupies its thread without a rest. */
const LONGEST_STRETCH_MS = 24;

/** An abort signal that can also make work wait: background work waits while the page's own work runs. */
export interface WorkSignal extends AbortSignal {
  /** Settles when the work may continue, or when the signal is aborted. */
  readonly untilMyTurn?: () => Promise<void>;
}

/** Keeps a long computation from blocking its thread: call `isDue` in the inner loop, and `await rest()` when it is true. */
export interface Pacer {
  isDue(): boolean;
  /** Lets other work run. @throws DOMException named AbortError when the signal is aborted */
  rest(): Promise<void>;
}

export function createPacer(signal: WorkSignal | undefined): Pacer {
  let since = performance.now();
  return {
    isDue: () => performance.now() - since > LONGEST_STRETCH_MS,
    async rest() {
      await giveWay(signal);
      since = performance.now();
    },
  };
}

/**
 * Call this between two units of work, such as tiles or steps. It lets pending events run, and work of a higher priority go first.
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function giveWay(signal: WorkSignal | undefined): Promise<void> {
  await yieldToEvents();
  await signal?.untilMyTurn?.();
  signal?.throwIfAborted();
}
