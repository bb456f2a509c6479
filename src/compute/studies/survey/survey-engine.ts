import { KernelPool } from "../../../processor/kernel-pool";
import type { ComputeEngine } from "../../engine/engine";
import { createProcessorEngine } from "../../engine/processor-engine";
import { createReferenceEngine } from "../../engine/reference-engine";

/** An engine that computes on its own thread alone: a survey keeps every thread busy with a case of its own. */
export async function createSurveyEngine(backend: "processor" | "reference"): Promise<ComputeEngine> {
  return backend === "reference" ? createReferenceEngine() : createProcessorEngine(new KernelPool(1));
}
