import type { WorkSignal } from "../../numeric/pacer";

/** What a task gets in addition to its request. */
export interface TaskContext<Progress = never, Command = never> {
  /** Aborted when the caller no longer needs the response. Background work also uses it to wait for its turn. */
  readonly signal: WorkSignal;
  /** Reports progress to the caller. The report is copied, so the task may change it afterwards. */
  readonly report: (progress: Progress) => void;
  /** The commands of the caller to the running task. */
  readonly commands: CommandSource<Command>;
  /** Waits for the caller, or for a time. Meanwhile the task does not count as work, so that background work may run. */
  readonly waitIdle: (wait: Promise<void>) => Promise<void>;
}

export interface CommandSource<Command> {
  /** Sets the only listener; it gets at once the commands that were sent before. */
  listen(listener: (command: Command) => void): void;
}

/** The commands of a caller to its running task. */
export class Commands<Command> implements CommandSource<Command> {
  #unheard: Command[] = [];
  #listener: ((command: Command) => void) | null = null;

  send(command: Command): void {
    if (this.#listener) this.#listener(command);
    else this.#unheard.push(command);
  }

  listen(listener: (command: Command) => void): void {
    this.#listener = listener;
    for (const command of this.#unheard.splice(0)) listener(command);
  }
}
