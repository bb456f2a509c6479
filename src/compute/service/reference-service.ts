import { onlyEngine } from "../engine/engine-source";
import { createReferenceEngine } from "../engine/reference-engine";
import { LocalService } from "./local-service";
import { type ComputeService, createTasks } from "./tasks";

/** The whole service in float64 on the calling thread, in Node or a browser; it lets events run every few milliseconds. */
export function createReferenceService(): ComputeService {
  return new LocalService(createTasks(onlyEngine(createReferenceEngine())));
}
