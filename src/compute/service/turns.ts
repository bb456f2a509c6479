import type { WorkSignal } from "../../numeric/pacer";
import type { Priority } from "./service";

/** The turn of one task. */
export interface Turn {
  /** Aborted when the given signal is; work with it waits in its rests while work of a higher priority runs. */
  readonly signal: WorkSignal;
  /** Waits for the caller or for a time; meanwhile other tasks may run. */
  readonly waitIdle: (wait: Promise<void>) => Promise<void>;
  readonly end: () => void;
}

/** Runs the page's work before background work. Tasks of one priority run at the same time. */
export class Turns {
  /** Number of the page's tasks that compute, without those that wait for the reader. */
  #pageTasks = 0;
  readonly #waiting = new Set<() => void>();

  begin(priority: Priority, signal: AbortSignal): Turn {
    const isPage = priority === "page";
    const enter = (): void => {
      if (isPage) this.#pageTasks++;
    };
    const leave = (): void => {
      if (isPage && --this.#pageTasks === 0) this.#wake();
    };
    const untilMyTurn = async (): Promise<void> => {
      while (!isPage && this.#pageTasks > 0 && !signal.aborted) await this.#untilWoken(signal);
    };
    enter();
    return {
      signal: Object.assign(signal, { untilMyTurn }),
      async waitIdle(wait) {
        leave();
        try {
          await wait;
        } finally {
          enter();
        }
      },
      end: leave,
    };
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
  }

  async #untilWoken(signal: AbortSignal): Promise<void> {
    let wake = (): void => {};
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    this.#waiting.add(wake);
    signal.addEventListener("abort", wake);
    await woken;
    signal.removeEventListener("abort", wake);
    this.#waiting.delete(wake);
  }
}
