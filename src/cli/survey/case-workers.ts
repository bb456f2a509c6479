import { Worker } from "node:worker_threads";
import type { SettledPlan } from "./fingerprint";

/** What a worker is started with. */
export interface WorkerStart {
  readonly plan: SettledPlan;
  readonly attempt: number;
}

/** An answer of a worker: the line of a case, null when it is ready, or why it cannot go on. */
export type WorkerAnswer = { readonly line: string | null } | { readonly failure: string };

/** Where the next case comes from. Consecutive cases of one source share the weights at their centre. */
export interface CaseSource {
  /** The next case for a worker; null where none is left. @param worker  its number, from 0 */
  next(worker: number): number | null;
}

/** Computes cases in one or several threads. */
export interface CaseRunner {
  /** @param onLine  called with each line @throws Error with one sentence where a thread cannot go on */
  run(source: CaseSource, onLine: (line: string) => void): Promise<void>;
}

/** One worker thread for each core. */
export function createCaseWorkers(start: WorkerStart, count: number): CaseRunner {
  return {
    run: async (source, onLine) => {
      const workers = Array.from(
        { length: count },
        () => new Worker(new URL("./case-worker.mjs", import.meta.url), { workerData: start }),
      );
      try {
        // All are waited for also where one fails, so that the others finish the cases in hand.
        const ends = await Promise.allSettled(workers.map((worker, i) => serve(worker, () => source.next(i), onLine)));
        const failed = ends.find((end) => end.status === "rejected");
        if (failed) throw failed.reason;
      } finally {
        await Promise.all(workers.map((worker) => worker.terminate()));
      }
    },
  };
}

/** Gives cases to a worker, one after the other. */
function serve(worker: Worker, next: () => number | null, onLine: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const goOn = (answer: WorkerAnswer): void => {
      if ("failure" in answer) throw new Error(`A case could not be computed: ${answer.failure}`);
      if (answer.line !== null) onLine(answer.line);
      const index = next();
      if (index === null) resolve();
      else worker.postMessage(index);
    };
    worker.on("message", (answer: WorkerAnswer) => {
      try {
        goOn(answer);
      } catch (error) {
        reject(error);
      }
    });
    worker.on("error", (error) => reject(new Error(`A thread of the survey failed: ${error.message}`)));
    worker.on("exit", () => reject(new Error("A thread of the survey ended before its cases.")));
  });
}
