import { RemoteService } from "../service/remote-service";
import type { Service } from "../service/service";
import type { ReadingTasks } from "./reading-tasks";

/** A worker for the files that the reader brings at one time. */
export interface Reading extends Service<ReadingTasks> {
  /** Ends the worker, and with it what it reads. */
  close(): void;
}

export function openReading(): Reading {
  const worker = new Worker(new URL("./reading-worker.ts", import.meta.url), { type: "module", name: "reading" });
  const service = new RemoteService<ReadingTasks>(worker);
  const ended = new Promise<never>((_, reject) => {
    worker.addEventListener("error", () => reject(new Error("The code that reads files could not be run.")), {
      once: true,
    });
  });
  // run() reports the error; the empty handler keeps the browser from reporting it earlier as unhandled.
  ended.catch(() => {});
  return {
    run: (task, request, options) => Promise.race([service.run(task, request, options), ended]),
    close: () => worker.terminate(),
  };
}
