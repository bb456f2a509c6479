import { FormatError } from "../format-error";
import type { CopyAnswer, Hdf5Copy } from "./hdf5-copy";

/** Milliseconds within which any file of the largest size is read on a slow machine. */
const DEADLINE_MS = 5_000;
const LATE = `it is damaged: HDF5 did not finish reading it within ${DEADLINE_MS / 1000} seconds`;

/** A worker of the browser or a thread of Node. */
interface Thread {
  post(bytes: Uint8Array): void;
  /** Settles with the next answer. @throws Error where the thread fails */
  next(): Promise<CopyAnswer>;
  /** Whether the process must wait for it. */
  hold(isHeld: boolean): void;
  end(): void;
}

let thread: Promise<Thread> | null = null;
let turn: Promise<unknown> = Promise.resolve();

/** Copies a file's content in the one thread of HDF5 files, one file at a time. @throws FormatError */
export function copyInThread(bytes: Uint8Array): Promise<Hdf5Copy> {
  const copying = turn.then(() => copyNow(bytes));
  turn = copying.catch(() => {});
  return copying;
}

async function copyNow(bytes: Uint8Array): Promise<Hdf5Copy> {
  thread ??= start();
  const running = await thread.catch((error: unknown) => {
    thread = null;
    throw error;
  });
  running.hold(true);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<CopyAnswer>((resolve) => {
    timer = setTimeout(() => resolve({ kind: "refused", message: LATE }), DEADLINE_MS);
  });
  running.post(bytes);
  try {
    const answer = await Promise.race([running.next(), late]);
    if (answer.kind === "copied") return answer.copy;
    if (answer.kind === "refused" && answer.message !== LATE) throw new FormatError(answer.message);
    // The library is in a loop, or in a state of which nothing is known: the next file gets another thread.
    running.end();
    thread = null;
    if (answer.kind === "refused") throw new FormatError(answer.message);
    throw new Error(answer.kind === "failed" ? answer.message : "The thread of HDF5 files answered out of turn.");
  } finally {
    clearTimeout(timer);
    running.hold(false);
  }
}

async function start(): Promise<Thread> {
  const started = typeof Worker === "undefined" ? startInNode() : startInBrowser();
  await started.next();
  return started;
}

function startInBrowser(): Thread {
  const worker = new Worker(new URL("./hdf5-worker.ts", import.meta.url), { type: "module", name: "hdf5" });
  return {
    post: (bytes) => worker.postMessage(bytes),
    next: () =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<CopyAnswer>) => resolve(data);
        worker.onerror = () => reject(new Error("The thread that reads HDF5 files failed."));
      }),
    hold: () => {},
    end: () => worker.terminate(),
  };
}

function startInNode(): Thread {
  const { Worker: NodeWorker } = process.getBuiltinModule("node:worker_threads");
  const worker = new NodeWorker(new URL(/* @vite-ignore */ "./hdf5-worker.mjs", import.meta.url));
  return {
    post: (bytes) => worker.postMessage(bytes),
    next: () =>
      new Promise((resolve, reject) => {
        worker.removeAllListeners();
        worker.once("message", resolve);
        worker.once("error", reject);
        worker.once("exit", () => reject(new Error("The thread that reads HDF5 files ended.")));
      }),
    hold: (isHeld) => (isHeld ? worker.ref() : worker.unref()),
    end: () => void worker.terminate(),
  };
}
