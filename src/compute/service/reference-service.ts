import { createReferenceEngine } from "../engine/reference-engine";
import { LocalService } from "./local-service";
import { type ComputeService, createTasks } from "./tasks";

/**
 * The whole service in float64 on the calling thread, in Node or a browser; it gives way to events every few milliseconds.
 * @param reason  a sentence on why not the GPU, empty where it was chosen
 */
export function createReferenceService(reason = ""): ComputeService {
  return new LocalService(createTasks(createReferenceEngine(reason)));
}
