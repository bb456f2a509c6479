import { LocalComputeService } from "./local-service";
import { createReferenceEngine } from "./reference-engine";
import type { ComputeService } from "./service";

/**
 * The whole service in float64 on the calling thread, in Node or a browser; it gives way to events every few milliseconds.
 * @param reason  a sentence on why not the GPU, empty where it was chosen
 */
export function createReferenceService(reason = ""): ComputeService {
  return new LocalComputeService(createReferenceEngine(reason));
}
