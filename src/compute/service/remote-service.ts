import { type AnswerMessage, type CallMessage, type Channel, receiveError } from "./messages";
import type { CallOptions, Service, TaskTable, TaskTypes } from "./service";

interface PendingCall {
  readonly resolve: (response: never) => void;
  readonly reject: (reason: unknown) => void;
  readonly onProgress: ((progress: never) => void) | undefined;
}

/** The tasks of a table that another thread serves over a channel. */
export class RemoteService<Table extends TaskTable> implements Service<Table> {
  readonly #channel: Channel;
  readonly #pending = new Map<number, PendingCall>();
  #calls = 0;

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.addEventListener("message", ({ data }: MessageEvent<AnswerMessage>) => this.#take(data));
  }

  async run<Name extends keyof Table & string>(
    task: Name,
    request: TaskTypes<Table>[Name]["request"],
    { signal, onProgress, priority = "page", commands }: CallOptions<TaskTypes<Table>[Name]> = {},
  ): Promise<TaskTypes<Table>[Name]["response"]> {
    signal?.throwIfAborted();
    const call = ++this.#calls;
    const post = (message: CallMessage): void => this.#channel.postMessage(message);
    let abort = (): void => {};
    try {
      return await new Promise((resolve, reject) => {
        this.#pending.set(call, { resolve, reject, onProgress });
        // The caller does not wait until the other end has stopped.
        abort = () => {
          post({ kind: "abort", call });
          reject(signal?.reason);
        };
        post({ kind: "call", call, task, request, priority });
        signal?.addEventListener("abort", abort);
        commands?.listen((command) => post({ kind: "command", call, command }));
      });
    } finally {
      this.#pending.delete(call);
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Handles an answer; answers to an aborted call are dropped. */
  #take(answer: AnswerMessage): void {
    const call = this.#pending.get(answer.call);
    if (answer.kind === "progress") call?.onProgress?.(answer.progress as never);
    else if (answer.kind === "done") call?.resolve(answer.response as never);
    else call?.reject(receiveError(answer.error));
  }
}
