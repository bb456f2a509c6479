import { describeFailure } from "./failure";

/** How a request is answered, and who gets the answer. */
export interface AskOptions<Request, Answer> {
  /** @param onProgress  takes 0 to 1 */
  readonly run: (request: Request, signal: AbortSignal, onProgress: (fraction: number) => void) => Promise<Answer>;
  /** Whether two requests have the same answer: then the second is not sent. */
  readonly isSame: (one: Request, other: Request) => boolean;
  /**
   * Whether the running request goes on although its answer is no longer the one wanted; `wanted` is the newest request, or null. Where it
   * goes on, its answer is reported; else it is aborted and nothing is reported. Without this function it is always aborted.
   */
  readonly isOfUse?: (running: Request, wanted: Request | null) => boolean;
  readonly onAnswer: (answer: Answer, request: Request) => void;
  /** Called with one sentence, also for a cancelled request. */
  readonly onFailure: (message: string, request: Request) => void;
  readonly onProgress?: (fraction: number, request: Request) => void;
  /** Milliseconds to wait before the next request. @param took  milliseconds that the last request took */
  readonly rest?: (took: number) => number;
}

export interface AskLatest<Request> {
  /** Replaces the wanted request; null wants nothing. It is sent at once, or when the running request has ended. */
  readonly ask: (request: Request | null) => void;
  /** Aborts the running request and reports that as a failure. */
  readonly cancel: () => void;
  readonly isBusy: () => boolean;
}

/** Sends only the newest request: one at a time, skips those that were replaced before they began, and reports no stale answer. */
export function createAskLatest<Request, Answer>(options: AskOptions<Request, Answer>): AskLatest<Request> {
  let wanted: Request | null = null;
  let running: { readonly request: Request; readonly abort: AbortController } | null = null;
  /** Sent when the running request has ended. */
  let waiting: Request | null = null;

  async function runOne(request: Request): Promise<void> {
    const abort = new AbortController();
    waiting = null;
    running = { request, abort };
    const began = performance.now();
    try {
      const answer = await options.run(request, abort.signal, (fraction) => {
        if (!abort.signal.aborted) options.onProgress?.(fraction, request);
      });
      if (!abort.signal.aborted) options.onAnswer(answer, request);
    } catch (error) {
      if (!abort.signal.aborted) options.onFailure(describeFailure(error), request);
    }
    const rest = options.rest?.(performance.now() - began) ?? 0;
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
    running = null;
    if (waiting !== null) void runOne(waiting);
  }

  return {
    ask(request) {
      if (request === null ? wanted === null : wanted !== null && options.isSame(request, wanted)) return;
      wanted = request;
      if (!running) {
        if (request !== null) void runOne(request);
        return;
      }
      const { abort } = running;
      const isRunning = request !== null && options.isSame(request, running.request) && !abort.signal.aborted;
      waiting = isRunning ? null : request;
      if (!isRunning && !options.isOfUse?.(running.request, request)) abort.abort();
    },
    cancel() {
      if (!running || running.abort.signal.aborted) return;
      const { request, abort } = running;
      abort.abort();
      options.onFailure(describeFailure(abort.signal.reason), request);
    },
    isBusy: () => running !== null,
  };
}
