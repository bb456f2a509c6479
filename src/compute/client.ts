import { proxy, type Remote, wrap } from "comlink";
import type { CertificateCheck, ComputeService } from "./service";
import type { VerifyEntry } from "./verify-worker";
import type { RemoteCallback, WorkerEntry } from "./worker-entry";

/** Where the numbers are computed: WebGL in a worker, WebGL on the page's own thread, or float64 in a worker. */
export type ComputePlace = "worker" | "page" | "reference";

const NO_WEBGL = "WebGL2 is not available here, so the slower float64 evaluator computes on the processor.";

/**
 * Starts the compute service in the best place that works: a worker where one can have WebGL2, else the page in small tiles, else,
 * without WebGL2, float64 in a worker (`describe()` then gives the reason).
 *
 * @param first  where to begin trying, for tests and for a reader who wants float64
 */
export async function createComputeService(first: ComputePlace = "worker"): Promise<ComputeService> {
  if (first === "page") return (await startOnPage()) ?? startReference(NO_WEBGL);
  if (first === "reference") return startReference("");
  const worker = await startWorker();
  if (worker && (await worker.remote.startWebgl()) === "") return makeClient(worker.remote);
  const onPage = await startOnPage();
  if (!onPage) return startReference(NO_WEBGL, worker);
  worker?.terminate();
  return onPage;
}

/** The page's own engine is loaded only where it is needed. */
async function startOnPage(): Promise<ComputeService | null> {
  const [{ createWebglEngine }, { LocalComputeService }] = await Promise.all([
    import("./webgl-engine"),
    import("./local-service"),
  ]);
  try {
    return new LocalComputeService(await createWebglEngine());
  } catch {
    return null;
  }
}

async function startReference(reason: string, running?: RunningWorker | null): Promise<ComputeService> {
  const worker = running ?? (await startWorker());
  if (!worker) return (await import("./reference-service")).createReferenceService(reason);
  await worker.remote.startReference(reason);
  return makeClient(worker.remote);
}

interface RunningWorker {
  readonly remote: Remote<WorkerEntry>;
  terminate(): void;
}

/** @returns null where the worker's script cannot be loaded or run */
function startWorker(): Promise<RunningWorker | null> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "compute" });
    const remote = wrap<WorkerEntry>(worker);
    worker.addEventListener("error", () => resolve(null), { once: true });
    remote.isRunning().then(() => resolve({ remote, terminate: () => worker.terminate() }));
  });
}

/** The service as the page calls it. Callbacks go as proxies; all else is copied. */
function makeClient(remote: Remote<WorkerEntry>): ComputeService {
  return {
    describe: () => remote.describe(),
    train: (spec, onProgress) => remote.train(spec, proxyCallback(onProgress)),
    controlTraining: (command) => remote.controlTraining(command),
    race: (spec, race, onProgress) => remote.race(spec, race, proxyCallback(onProgress)),
    controlRace: (command) => remote.controlRace(command),
    evaluate: (spec, parameters, onProgress, extent) =>
      remote.evaluate(spec, parameters, proxyCallback(onProgress), extent),
    cancelEvaluation: () => remote.cancelEvaluation(),
    profileChord: (spec, parameters, path) => remote.profileChord(spec, parameters, path),
    proveChord: (spec, parameters, from, to) => remote.proveChord(spec, parameters, from, to),
    analyzeHessianAt: (spec, parameters, x, y, onProgress) =>
      remote.analyzeHessianAt(spec, parameters, x, y, proxyCallback(onProgress)),
    cancelInspection: () => remote.cancelInspection(),
    reportNetwork: (spec, parameters) => remote.reportNetwork(spec, parameters),
    evaluateLosses: (spec, weights) => remote.evaluateLosses(spec, weights),
    compareModes: (spec, from, to, onProgress) => remote.compareModes(spec, from, to, proxyCallback(onProgress)),
    connectModes: (spec, from, to, options, onProgress) =>
      remote.connectModes(spec, from, to, options, proxyCallback(onProgress)),
    cancelModes: () => remote.cancelModes(),
    measureHessian: (spec, parameters, onProgress) =>
      remote.measureHessian(spec, parameters, proxyCallback(onProgress)),
    cancelMeasurement: () => remote.cancelMeasurement(),
    analyzePoint: (spec, parameters, x, y) => remote.analyzePoint(spec, parameters, x, y),
    profileCut: (spec, parameters, from, to, onProgress) =>
      remote.profileCut(spec, parameters, from, to, proxyCallback(onProgress)),
    cancelCut: () => remote.cancelCut(),
    verify: verifyApart,
    warm: (specs) => remote.warm(specs),
    loseContext: () => remote.loseContext(),
  };
}

/** Checks a certificate in a worker of its own, which ends with it. */
async function verifyApart(text: string): Promise<CertificateCheck> {
  const worker = new Worker(new URL("./verify-worker.ts", import.meta.url), { type: "module", name: "verify" });
  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener("error", () => reject(new Error("The certificate could not be checked.")), { once: true });
  });
  try {
    return await Promise.race([wrap<VerifyEntry>(worker).check(text), failed]);
  } finally {
    worker.terminate();
  }
}

function proxyCallback<Value>(callback: (value: Value) => void): RemoteCallback<Value> {
  return proxy(callback) as unknown as RemoteCallback<Value>;
}
