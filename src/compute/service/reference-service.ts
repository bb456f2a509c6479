import { createReferenceEngine } from "../engine/reference-engine";
import { LocalService } from "./local-service";
import { type ComputeService, createTasks } from "./tasks";

/**
 * The whole service in float64 on the calling thread, in Node or a browser; it lets events run every few milliseconds.
 * @param reason  why WebGL is not used, in a sentence; empty where float64 was chosen
 */
export function createReferenceService(reason = ""): ComputeService {
  return new LocalService(createTasks(createReferenceEngine(reason)));
}
