import { RemoteService } from "./remote-service";
import type { StartedMessage, StartMessage } from "./start-message";
import type { ComputeService, ComputeTasks } from "./tasks";

/** The place of the computation: WebGL in a worker, WebGL on the page's own thread, or float64 in a worker. */
export type ComputePlace = "worker" | "page" | "reference";

const NO_WEBGL = "WebGL2 is not available here, so the slower float64 evaluator computes on the processor.";

/** Tasks for which a separate worker is started; it ends with the task. */
const SEPARATE_WORKERS: Partial<Record<keyof ComputeTasks, () => Worker>> = {
  verify: () => new Worker(new URL("./verify-worker.ts", import.meta.url), { type: "module", name: "verify" }),
};

/**
 * Starts the compute service in the best available place: a worker if a worker can use WebGL2, else the page in small tiles, else,
 * without WebGL2, float64 in a worker (the task `describe` then gives the reason).
 *
 * @param first  the first place to try, for tests and for a reader who chooses float64
 */
export async function createComputeService(first: ComputePlace = "worker"): Promise<ComputeService> {
  if (first === "reference") return startReference("");
  const inWorker = first === "worker" ? await startInWorker({ engine: "webgl", reason: "" }) : null;
  return inWorker ?? (await startOnPage()) ?? startReference(NO_WEBGL);
}

/** Starts the engine on the page, which is loaded only if it is needed. */
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

/** @returns null where the worker's script cannot be loaded or run, or the worker lacks the requested engine */
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
