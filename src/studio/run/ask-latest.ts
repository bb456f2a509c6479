import { describeFailure } from "./failure";

/** What is asked for, how, and who hears of it. */
export interface AskOptions<Request, Answer> {
  /** @param onProgress  takes 0 to 1 */
  readonly run: (request: Request, signal: AbortSignal, onProgress: (fraction: number) => void) => Promise<Answer>;
  /** Whether two requests have one answer: then the second is not asked. */
  readonly isSame: (one: Request, other: Request) => boolean;
  /**
   * Whether the answer to the request under way is still of use now that something else is wanted, or nothing (null): then it is
   * waited for and told. Else it is aborted and nothing of it is told. Where this is left out, it never is.
   */
  readonly isOfUse?: (running: Request, wanted: Request | null) => boolean;
  readonly onAnswer: (answer: Answer, request: Request) => void;
  /** Called with one sentence; also when the request was cancelled. */
  readonly onFailure: (message: string, request: Request) => void;
  readonly onProgress?: (fraction: number, request: Request) => void;
  /** Milliseconds to wait after a request that took so many, before the next. */
  readonly rest?: (took: number) => number;
}

export interface AskLatest<Request> {
  /** Makes this the newest thing wanted; null: nothing is. It is asked at once, or when the request under way has ended. */
  readonly ask: (request: Request | null) => void;
  /** Gives up the request under way, and says so. */
  readonly cancel: () => void;
  readonly isBusy: () => boolean;
}

/** Asks for the newest thing wanted: one request at a time, what was wanted in between is never asked for, and no stale answer is told. */
export function createAskLatest<Request, Answer>(options: AskOptions<Request, Answer>): AskLatest<Request> {
  let wanted: Request | null = null;
  let running: { readonly request: Request; readonly abort: AbortController } | null = null;
  /** Asked for when the request under way has ended. */
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
      const isUnderWay = request !== null && options.isSame(request, running.request) && !abort.signal.aborted;
      waiting = isUnderWay ? null : request;
      if (!isUnderWay && !options.isOfUse?.(running.request, request)) abort.abort();
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
