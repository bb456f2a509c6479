import { RemoteService } from "./remote-service";
import type { StartedMessage, StartMessage } from "./start-message";
import type { ComputeService, ComputeTasks } from "./tasks";

/** Where the numbers are computed: WebGL in a worker, WebGL on the page's own thread, or float64 in a worker. */
export type ComputePlace = "worker" | "page" | "reference";

const NO_WEBGL = "WebGL2 is not available here, so the slower float64 evaluator computes on the processor.";

/** Tasks that each have a worker of their own, which ends with them. */
const WORKERS_APART: Partial<Record<keyof ComputeTasks, () => Worker>> = {
  verify: () => new Worker(new URL("./verify-worker.ts", import.meta.url), { type: "module", name: "verify" }),
};

/**
 * Starts the compute service in the best place that works: a worker where one can have WebGL2, else the page in small tiles, else,
 * without WebGL2, float64 in a worker (the task `describe` then gives the reason).
 *
 * @param first  where to begin trying, for tests and for a reader who wants float64
 */
export async function createComputeService(first: ComputePlace = "worker"): Promise<ComputeService> {
  if (first === "reference") return startReference("");
  const inWorker = first === "worker" ? await startInWorker({ engine: "webgl", reason: "" }) : null;
  return inWorker ?? (await startOnPage()) ?? startReference(NO_WEBGL);
}

/** The page's own engine is loaded only where it is needed. */
async function startOnPage(): Promise<ComputeService | null> {
  const [{ createWebglEngine }, { LocalService }, { createTasks }] = await Promise.all([
    import("../engine/webgl-engine"),
    import("./local-service"),
    import("./tasks"),
  ]);
  try {
    return new LocalService(createTasks(await createWebglEngine()));
  } catch {
    return null;
  }
}

async function startReference(reason: string): Promise<ComputeService> {
  const inWorker = await startInWorker({ engine: "reference", reason });
  return inWorker ?? (await import("./reference-service")).createReferenceService(reason);
}

/** @returns null where the worker's script cannot be loaded or run, or has not what it should compute with */
async function startInWorker(message: StartMessage): Promise<ComputeService | null> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "compute" });
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
      const apart = WORKERS_APART[task]?.();
      if (!apart) return remote.run(task, request, options);
      const failed = new Promise<never>((_, reject) => {
        apart.addEventListener("error", () => reject(new Error(`The worker for "${task}" failed.`)), { once: true });
      });
      try {
        return await Promise.race([new RemoteService<ComputeTasks>(apart).run(task, request, options), failed]);
      } finally {
        apart.terminate();
      }
    },
  };
}
