/** Other work on the page may cancel a task of a survey, since of each kind there is one at a time; it is begun again so many times. */
const ATTEMPTS = 5;

/**
 * Runs a task until it ends by itself: one that was cancelled from elsewhere begins again.
 * @throws DOMException named AbortError when the signal is aborted, and only then
 * @throws Error with one sentence when the task is cancelled again and again, and whatever else the task throws
 */
export async function persist<Value>(signal: AbortSignal | undefined, task: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    signal?.throwIfAborted();
    try {
      const value = await task();
      signal?.throwIfAborted();
      return value;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof Error) || error.name !== "AbortError") throw error;
    }
  }
  throw new Error("Other work kept cancelling this, so it was given up.");
}
