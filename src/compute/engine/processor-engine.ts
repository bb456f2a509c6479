import type { BackendInfo } from "../../slice/backend-info";
import type { PointEvaluator } from "../../slice/evaluator";
import { ReferenceEvaluator } from "../../slice/reference-evaluator";
import type { ComputeEngine } from "./engine";
import { makeFloat64Engine, REFERENCE } from "./reference-engine";

const PROCESSOR_BACKEND: BackendInfo = { kind: "processor", renderer: "WebAssembly SIMD float64", floatBits: 64 };

/**
 * The engine of the processor: the fast float64 evaluator, and the reference for the points that it bounds too coarsely.
 * @throws Error where WebAssembly SIMD is absent
 */
export async function createProcessorEngine(): Promise<ComputeEngine> {
  return makeFloat64Engine([await openProcessor(), REFERENCE]);
}

async function openProcessor(): Promise<PointEvaluator> {
  const reference = new ReferenceEvaluator();
  return { backend: PROCESSOR_BACKEND, fill: reference.fill.bind(reference) };
}
