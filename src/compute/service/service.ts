import type { CommandSource } from "../jobs/task-context";

/** Functions by the names under which they can be called, in this thread or from another. */
export type TaskTable = Readonly<Record<string, (request: never, context: never) => Promise<unknown>>>;

/** Work in the background goes on only while no work of the page's own is under way. */
export type Priority = "page" | "background";

/** What a table's task takes, gives, reports and can be told: read off its function. */
export type TaskTypes<Table extends TaskTable> = {
  readonly [Name in keyof Table & string]: {
    readonly request: Parameters<Table[Name]>[0];
    readonly response: Awaited<ReturnType<Table[Name]>>;
    readonly progress: Parameters<Table[Name]>[1] extends { report(progress: infer Progress): void } ? Progress : never;
    readonly command: Parameters<Table[Name]>[1] extends { commands: CommandSource<infer Command> } ? Command : never;
  };
};

export interface CallOptions<Types extends { readonly progress: unknown; readonly command: unknown }> {
  /** Ends this call and no other: its promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Types["progress"]) => void) | undefined;
  /** "page" where it is left out. */
  readonly priority?: Priority | undefined;
  /** Takes effect between two units of the task's work. */
  readonly commands?: CommandSource<Types["command"]> | undefined;
}

/**
 * Where the tasks of a table run: in this thread or behind a channel. Calls never end one another; whoever asks for the same thing
 * again aborts the call before.
 */
export interface Service<Table extends TaskTable> {
  run<Name extends keyof Table & string>(
    task: Name,
    request: TaskTypes<Table>[Name]["request"],
    options?: CallOptions<TaskTypes<Table>[Name]>,
  ): Promise<TaskTypes<Table>[Name]["response"]>;
}

/** The same service for long work that must not keep the page from its own. */
export function inBackground<Table extends TaskTable>(service: Service<Table>): Service<Table> {
  return { run: (task, request, options) => service.run(task, request, { priority: "background", ...options }) };
}
