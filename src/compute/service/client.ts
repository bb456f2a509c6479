import type { EngineStart } from "../engine/engine-choice";
import { RemoteService } from "./remote-service";
import type { StartedMessage, StartMessage } from "./start-message";
import type { ComputeService, ComputeTasks } from "./tasks";

/** The place of the computation: a worker, or the page's own thread in small stretches. */
export type ComputePlace = "worker" | "page";

/** The start of a first visit. */
const FIRST_VISIT: EngineStart = { choice: "automatic", comparison: null };

/** Tasks for which a separate worker is started; it ends with the task. */
const SEPARATE_WORKERS: Partial<Record<keyof ComputeTasks, () => Worker>> = {
  verify: () => new Worker(new URL("./verify-worker.ts", import.meta.url), { type: "module", name: "verify" }),
};

/**
 * Starts the compute service in a worker, or on the page where a worker cannot be started. The processor computes at once; the task
 * `compareEngines` tells whether WebGL is faster.
 *
 * @param first  the first place to try, for tests
 */
export async function createComputeService(
  start: EngineStart = FIRST_VISIT,
  first: ComputePlace = "worker",
): Promise<ComputeService> {
  return (first === "worker" ? await startInWorker(start) : null) ?? startOnPage(start);
}

/** Starts the engines on the page, which loads them only then. */
async function startOnPage(start: EngineStart): Promise<ComputeService> {
  const [{ EngineSelection }, { LocalService }, { createTasks }] = await Promise.all([
    import("../engine/engine-selection"),
    import("./local-service"),
    import("./tasks"),
  ]);
  return new LocalService(createTasks(await EngineSelection.open(start)));
}

/** @returns null where the worker's script cannot be loaded or run */
async function startInWorker(message: StartMessage): Promise<ComputeService | null> {
  let worker: Worker;
  try {
    worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "compute" });
  } catch {
    // A sandboxed frame has no origin, and may start no worker.
    return null;
  }
  const isStarted = await new Promise<boolean>((resolve) => {
    worker.addEventListener("error", () => resolve(false), { once: true });
    worker.addEventListener("message", ({ data }: MessageEvent<StartedMessage>) => resolve(data.isStarted), {
      once: true,
    });
    worker.postMessage(message);
  });
  if (isStarted) return connectWorker(worker);
  worker.terminate();
  return null;
}

function connectWorker(worker: Worker): ComputeService {
  const remote = new RemoteService<ComputeTasks>(worker);
  return {
    async run(task, request, options) {
      const separate = SEPARATE_WORKERS[task]?.();
      if (!separate) return remote.run(task, request, options);
      const failed = new Promise<never>((_, reject) => {
        separate.addEventListener("error", () => reject(new Error(`The worker for "${task}" failed.`)), { once: true });
      });
      try {
        return await Promise.race([new RemoteService<ComputeTasks>(separate).run(task, request, options), failed]);
      } finally {
        separate.terminate();
      }
    },
  };
}
