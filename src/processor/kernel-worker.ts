import type { PackedProblem } from "./pack-problem";

/**
 * The program of a worker. It is text, so that the page, its worker and Node start it alike, with no file to fetch and nothing to translate.
 * A worker takes one message after the other: a problem to put into its memory, or points to compute, which it answers with their
 * records.
 */
const PROGRAM = `
const port = typeof self === "undefined" ? require("node:worker_threads").parentPort : self;
let kernel;
let problem;
port.onmessage = ({ data }) => {
  if (data.module) kernel = new WebAssembly.Instance(data.module).exports;
  if (data.problem) load(data.problem);
  port.postMessage(data.coordinates ? compute(data) : null);
};
function load(next) {
  problem = next;
  const missing = problem.end - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / 65536));
  const bytes = new Uint8Array(kernel.memory.buffer);
  bytes.set(problem.bytes, problem.base);
  bytes.fill(0, problem.base + problem.bytes.length, problem.end);
  kernel.open(problem.problem);
}
function compute({ coordinates, curvature }) {
  const { record, recordLength, blocks } = problem;
  const records = new Float64Array((coordinates.length / 2) * recordLength);
  for (let point = 0; 2 * point < coordinates.length; point++) {
    kernel.place(coordinates[2 * point], coordinates[2 * point + 1]);
    kernel.pass(0, blocks, Number(curvature));
    kernel.report(record);
    records.set(new Float64Array(kernel.memory.buffer, record, recordLength), point * recordLength);
  }
  return records;
}
`;

/** What this project uses of node:worker_threads and of a browser's worker. */
interface AnyWorker {
  postMessage(message: unknown): void;
  terminate(): unknown;
  ref?(): void;
  unref?(): void;
}

/** The answer of a worker: the records of the points that it was sent, or null. */
type Answer = Float64Array | null;

interface WorkerEvents {
  onAnswer(answer: Answer): void;
  onFailure(): void;
}

/** A thread of its own with an instance of the kernel. It does not keep Node from ending, save while it computes. */
export class KernelWorker {
  readonly #worker: AnyWorker;
  readonly #waiting: { resolve(answer: Answer): void; reject(error: Error): void }[] = [];
  #problem: PackedProblem | null = null;
  #hasFailed = false;
  /** Settles when the worker has its kernel. */
  readonly ready: Promise<unknown>;

  /** @throws Error where this platform has no workers */
  constructor(module: WebAssembly.Module) {
    this.#worker = startWorker({
      onAnswer: (answer) => this.#settle((call) => call.resolve(answer)),
      onFailure: () => this.#fail(),
    });
    this.ready = this.#call({ module });
  }

  /**
   * Computes points.
   * @param coordinates  x, y, x, y, …
   * @param curvature  whether derivatives are wanted; else the loss alone
   * @returns their records, one after the other
   * @throws Error when the worker has ended
   */
  async compute(problem: PackedProblem, coordinates: Float64Array, curvature: boolean): Promise<Float64Array> {
    const isNew = this.#problem !== problem;
    this.#problem = problem;
    return (await this.#call({ coordinates, curvature, ...(isNew ? { problem } : {}) }))!;
  }

  #call(message: unknown): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#hasFailed) {
        reject(new Error("The worker has ended."));
        return;
      }
      if (this.#waiting.push({ resolve, reject }) === 1) this.#worker.ref?.();
      this.#worker.postMessage(message);
    });
  }

  #settle(settle: (call: { resolve(answer: Answer): void; reject(error: Error): void }) => void): void {
    const call = this.#waiting.shift();
    if (this.#waiting.length === 0) this.#worker.unref?.();
    if (call) settle(call);
  }

  #fail(): void {
    this.#hasFailed = true;
    while (this.#waiting.length > 0) this.#settle((call) => call.reject(new Error("The worker has ended.")));
    this.#worker.terminate();
  }
}

function startWorker({ onAnswer, onFailure }: WorkerEvents): AnyWorker {
  const threads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  if (threads) {
    const worker = new threads.Worker(PROGRAM, { eval: true });
    worker.on("message", onAnswer).on("error", onFailure).on("messageerror", onFailure).on("exit", onFailure);
    return worker;
  }
  const address = URL.createObjectURL(new Blob([PROGRAM], { type: "text/javascript" }));
  try {
    const worker = new Worker(address);
    worker.onmessage = ({ data }: MessageEvent<Answer>) => onAnswer(data);
    worker.onerror = onFailure;
    worker.onmessageerror = onFailure;
    return worker;
  } finally {
    // A worker reads its program after the constructor; the address may go when it has.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}
