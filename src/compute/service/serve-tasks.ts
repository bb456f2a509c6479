import { Commands } from "../jobs/task-context";
import { listBuffers } from "./list-buffers";
import { type AnswerMessage, type CallMessage, type Channel, sendError } from "./messages";
import type { CallOptions } from "./service";

interface RunningCall {
  readonly abort: AbortController;
  readonly commands: Commands<unknown>;
}

/** A service without types, because the types of messages are checked where they are sent. */
interface UntypedService {
  run(
    task: string,
    request: unknown,
    options: CallOptions<{ readonly progress: unknown; readonly command: unknown }>,
  ): Promise<unknown>;
}

/**
 * Answers the calls that come over a channel. A response is sent with its buffers, so it must contain none that the service still needs;
 * reports of progress are copied.
 */
export function serveTasks(
  channel: Channel,
  service: { run(task: never, request: never, options: never): Promise<unknown> },
): void {
  const untyped = service as UntypedService;
  const running = new Map<number, RunningCall>();
  const post = (answer: AnswerMessage, transfer?: ArrayBuffer[]): void => channel.postMessage(answer, transfer);

  async function answer({ call, task, request, priority }: Extract<CallMessage, { kind: "call" }>): Promise<void> {
    const abort = new AbortController();
    const commands = new Commands<unknown>();
    running.set(call, { abort, commands });
    try {
      const onProgress = (progress: unknown): void => post({ kind: "progress", call, progress });
      const response = await untyped.run(task, request, { signal: abort.signal, priority, commands, onProgress });
      post({ kind: "done", call, response }, listBuffers(response));
    } catch (error) {
      post({ kind: "failed", call, error: sendError(error) });
    } finally {
      running.delete(call);
    }
  }

  channel.addEventListener("message", ({ data }: MessageEvent<CallMessage>) => {
    if (data.kind === "call") void answer(data);
    else if (data.kind === "abort") running.get(data.call)?.abort.abort();
    else running.get(data.call)?.commands.send(data.command);
  });
}
