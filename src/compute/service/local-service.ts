import { giveWay } from "../../numeric/pacer";
import { Commands } from "../jobs/task-context";
import type { CallOptions, Service, TaskTable, TaskTypes } from "./service";
import { Turns } from "./turns";

/** The tasks of a table on the thread that made it. */
export class LocalService<Table extends TaskTable> implements Service<Table> {
  readonly #table: Table;
  readonly #turns = new Turns();

  constructor(table: Table) {
    this.#table = table;
  }

  async run<Name extends keyof Table & string>(
    task: Name,
    request: TaskTypes<Table>[Name]["request"],
    options: CallOptions<TaskTypes<Table>[Name]> = {},
  ): Promise<TaskTypes<Table>[Name]["response"]> {
    const { signal: callerSignal, onProgress, priority = "page", commands = new Commands() } = options;
    callerSignal?.throwIfAborted();
    const abort = new AbortController();
    const forward = (): void => abort.abort(callerSignal?.reason);
    callerSignal?.addEventListener("abort", forward);
    const { signal, waitIdle, end } = this.#turns.begin(priority, abort.signal);
    const report = (progress: TaskTypes<Table>[Name]["progress"]): void => {
      if (!signal.aborted) onProgress?.(progress);
    };
    try {
      await giveWay(signal);
      const perform = this.#table[task] as (request: unknown, context: unknown) => Promise<unknown>;
      const response = await perform(request, { signal, report, commands, waitIdle });
      signal.throwIfAborted();
      return response as TaskTypes<Table>[Name]["response"];
    } finally {
      callerSignal?.removeEventListener("abort", forward);
      end();
    }
  }
}
