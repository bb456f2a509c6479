import { expose, releaseProxy } from "comlink";
import { LocalComputeService } from "./local-service";
import { createReferenceService } from "./reference-service";
import type { ComputeService } from "./service";
import { createWebglEngine } from "./webgl-engine";
import type { RemoteCallback, WorkerEntry } from "./worker-entry";

let started: ComputeService | undefined;

function service(): ComputeService {
  if (!started) throw new Error("The compute service was not started.");
  return started;
}

/**
 * Runs a task whose reports go to the page, and ends only when the page has taken the last of them: results travel on another
 * channel and could overtake it.
 */
async function withReports<Progress, Outcome>(
  callback: RemoteCallback<Progress>,
  task: (report: (progress: Progress) => void) => Promise<Outcome>,
): Promise<Outcome> {
  const send = callback as unknown as (progress: Progress) => Promise<void>;
  let delivered: Promise<void> = Promise.resolve();
  try {
    return await task((progress) => {
      delivered = send(progress).catch((error: unknown) =>
        console.error("A progress report failed on the page.", error),
      );
    });
  } finally {
    await delivered;
    callback[releaseProxy]();
  }
}

const entry: WorkerEntry = {
  isRunning: async () => true,
  async startWebgl() {
    try {
      started = new LocalComputeService(await createWebglEngine());
      return "";
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  },
  async startReference(reason) {
    started = createReferenceService(reason);
  },
  describe: () => service().describe(),
  train: (spec, onProgress) => withReports(onProgress, (report) => service().train(spec, report)),
  controlTraining: (command) => service().controlTraining(command),
  race: (spec, race, onProgress) => withReports(onProgress, (report) => service().race(spec, race, report)),
  controlRace: (command) => service().controlRace(command),
  evaluate: (spec, parameters, onProgress, extent) =>
    withReports(onProgress, (report) => service().evaluate(spec, parameters, report, extent)),
  cancelEvaluation: () => service().cancelEvaluation(),
  profileChord: (spec, parameters, path) => service().profileChord(spec, parameters, path),
  proveChord: (spec, parameters, from, to) => service().proveChord(spec, parameters, from, to),
  analyzeHessianAt: (spec, parameters, x, y, onProgress) =>
    withReports(onProgress, (report) => service().analyzeHessianAt(spec, parameters, x, y, report)),
  cancelInspection: () => service().cancelInspection(),
  reportNetwork: (spec, parameters) => service().reportNetwork(spec, parameters),
  evaluateLosses: (spec, weights) => service().evaluateLosses(spec, weights),
  compareModes: (spec, from, to, onProgress) =>
    withReports(onProgress, (report) => service().compareModes(spec, from, to, report)),
  connectModes: (spec, from, to, options, onProgress) =>
    withReports(onProgress, (report) => service().connectModes(spec, from, to, options, report)),
  cancelModes: () => service().cancelModes(),
  measureHessian: (spec, parameters, onProgress) =>
    withReports(onProgress, (report) => service().measureHessian(spec, parameters, report)),
  cancelMeasurement: () => service().cancelMeasurement(),
  analyzePoint: (spec, parameters, x, y) => service().analyzePoint(spec, parameters, x, y),
  profileCut: (spec, parameters, from, to, onProgress) =>
    withReports(onProgress, (report) => service().profileCut(spec, parameters, from, to, report)),
  cancelCut: () => service().cancelCut(),
  warm: (specs) => service().warm(specs),
  loseContext: () => service().loseContext(),
};

expose(entry);
