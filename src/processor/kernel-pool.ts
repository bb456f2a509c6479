import { giveWay, type WorkSignal } from "../numeric/pacer";
import { compileKernelModule } from "./kernel";
import { KernelWorker } from "./kernel-worker";
import type { PointQueue } from "./point-queue";

const MOST_WORKERS = 8;

/** Multiply-adds that are worth the start of workers: about a tenth of a second on one thread. */
const WORK_FOR_WORKERS = 400_000_000;

/** Time that a worker computes between two messages, in milliseconds. */
const MESSAGE_MS = 8;

/** Multiply-adds a millisecond with which the first message to a worker reckons. */
const FIRST_SPEED = 2_000_000;

/** Workers that compute points side by side. They are started when there is enough to do for the first time. */
export class KernelPool {
  readonly #size: number;
  #workers: readonly KernelWorker[] | null = null;

  /** @param size  the number of workers; by default one for each thread of the processor, at most 8 */
  constructor(size = countThreads()) {
    this.#size = Math.min(size, MOST_WORKERS);
  }

  /** Whether these points are worth it. */
  isWorthwhile(queue: PointQueue): boolean {
    return this.#size > 1 && queue.work > WORK_FOR_WORKERS;
  }

  /**
   * Computes the points of a queue until none is left. A worker that ends gives its points back.
   * @param onReady  called when the first worker is ready
   */
  async compute(queue: PointQueue, signal: WorkSignal | undefined, onReady: () => void): Promise<void> {
    const workers = await this.#start();
    await Promise.all(workers.map((worker) => serve(worker, queue, signal, onReady)));
  }

  async #start(): Promise<readonly KernelWorker[]> {
    const module = await compileKernelModule();
    try {
      this.#workers ??= Array.from({ length: this.#size }, () => new KernelWorker(module));
    } catch {
      // Without workers, the points are computed on this thread.
      this.#workers = [];
    }
    return this.#workers;
  }
}

/** Sends points to a worker until none is left, some milliseconds' worth at a time. */
async function serve(
  worker: KernelWorker,
  queue: PointQueue,
  signal: WorkSignal | undefined,
  onReady: () => void,
): Promise<void> {
  const isReady = await worker.ready.then(
    () => true,
    () => false,
  );
  if (!isReady) return;
  onReady();
  let count = Math.max(1, Math.floor((MESSAGE_MS * FIRST_SPEED) / queue.pointWork));
  for (let range = queue.take(count); range; range = queue.take(count)) {
    const began = performance.now();
    const coordinates = queue.coordinatesOf(range);
    let records: Float64Array;
    try {
      records = await worker.compute(queue.problem.packed, coordinates, queue.curvature);
    } catch {
      queue.putBack(range);
      return;
    }
    const speed = (range.end - range.start) / Math.max(0.1, performance.now() - began);
    count = Math.max(1, Math.min(4 * count, Math.floor(MESSAGE_MS * speed)));
    signal?.throwIfAborted();
    queue.finish(range, coordinates, records);
    queue.report();
    await giveWay(signal);
  }
}

function countThreads(): number {
  const system = globalThis.process?.getBuiltinModule?.("node:os");
  return system?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
}
