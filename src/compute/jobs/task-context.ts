import type { WorkSignal } from "../../numeric/pacer";

/** What a task has beside its request. */
export interface TaskContext<Progress = never, Command = never> {
  /** Aborted when the caller no longer wants the response. Work in the background also waits for its turn by it. */
  readonly signal: WorkSignal;
  /** Tells the caller how far the task is. What is reported is copied: the task may go on using it. */
  readonly report: (progress: Progress) => void;
  /** What the caller says to the task while it runs. */
  readonly commands: CommandSource<Command>;
  /** Waits for the caller, or for a time. Meanwhile the task does not count as work, so that others may go on. */
  readonly waitIdle: (wait: Promise<void>) => Promise<void>;
}

export interface CommandSource<Command> {
  /** One listens at a time; what was sent before is heard at once. */
  listen(listener: (command: Command) => void): void;
}

/** What a caller says to its task while that runs. */
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
