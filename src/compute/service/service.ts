import type { CommandSource } from "../jobs/task-context";

/** Functions by their names; they can be called in this thread or from another. */
export type TaskTable = Readonly<Record<string, (request: never, context: never) => Promise<unknown>>>;

/** Background work runs only while none of the page's own work runs. */
export type Priority = "page" | "background";

/** The types of each task's request, response, progress and commands, inferred from its function. */
export type TaskTypes<Table extends TaskTable> = {
  readonly [Name in keyof Table & string]: {
    readonly request: Parameters<Table[Name]>[0];
    readonly response: Awaited<ReturnType<Table[Name]>>;
    readonly progress: Parameters<Table[Name]>[1] extends { report(progress: infer Progress): void } ? Progress : never;
    readonly command: Parameters<Table[Name]>[1] extends { commands: CommandSource<infer Command> } ? Command : never;
  };
};

export interface CallOptions<Types extends { readonly progress: unknown; readonly command: unknown }> {
  /** Ends only this call: its promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Types["progress"]) => void) | undefined;
  /** "page" by default. */
  readonly priority?: Priority | undefined;
  /** Takes effect between two units of the task's work. */
  readonly commands?: CommandSource<Types["command"]> | undefined;
}

/**
 * Runs the tasks of a table, in this thread or over a channel. A call never ends another; a caller that repeats a request aborts its
 * previous call.
 */
export interface Service<Table extends TaskTable> {
  run<Name extends keyof Table & string>(
    task: Name,
    request: TaskTypes<Table>[Name]["request"],
    options?: CallOptions<TaskTypes<Table>[Name]>,
  ): Promise<TaskTypes<Table>[Name]["response"]>;
}

/** The same service for long work that must not delay the page's own. */
export function inBackground<Table extends TaskTable>(service: Service<Table>): Service<Table> {
  return { run: (task, request, options) => service.run(task, request, { priority: "background", ...options }) };
}
