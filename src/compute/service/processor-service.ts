import { onlyEngine } from "../engine/engine-source";
import { createProcessorEngine } from "../engine/processor-engine";
import { LocalService } from "./local-service";
import { type ComputeService, createTasks } from "./tasks";

/** The same service as the reference's, with the fast float64 evaluator. @throws Error where WebAssembly SIMD is absent */
export async function createProcessorService(): Promise<ComputeService> {
  return new LocalService(createTasks(onlyEngine(await createProcessorEngine())));
}
