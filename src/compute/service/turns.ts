import type { WorkSignal } from "../../numeric/pacer";
import type { Priority } from "./service";

/** One task's share in taking turns. */
export interface Turn {
  /** Aborted as the given one is; work under it waits in its rests while work of a higher priority is under way. */
  readonly signal: WorkSignal;
  /** Waits for the caller or for a time; meanwhile others may go on. */
  readonly waitIdle: (wait: Promise<void>) => Promise<void>;
  readonly end: () => void;
}

/** Lets work of the page go before work in the background. Work of one priority goes on side by side. */
export class Turns {
  /** Tasks of the page that are at work: not those that wait for the reader. */
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
