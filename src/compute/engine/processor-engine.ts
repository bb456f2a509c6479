import { Kernel } from "../../processor/kernel";
import type { KernelPool } from "../../processor/kernel-pool";
import { ProcessorEvaluator } from "../../processor/processor-evaluator";
import type { ComputeEngine } from "./engine";
import { makeFloat64Engine, REFERENCE } from "./reference-engine";

/**
 * The engine of the processor: the fast float64 evaluator, and the reference for the points that it bounds too coarsely.
 * @param pool  its threads; by default one for each thread of the processor
 * @throws Error where WebAssembly SIMD is absent
 */
export async function createProcessorEngine(pool?: KernelPool): Promise<ComputeEngine> {
  await Kernel.start();
  return makeFloat64Engine([new ProcessorEvaluator(pool), REFERENCE]);
}
