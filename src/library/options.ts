import type * as v from "valibot";
import { createProcessorService } from "../compute/service/processor-service";
import { createReferenceService } from "../compute/service/reference-service";
import type { ComputeService } from "../compute/service/tasks";
import { SpecError } from "../experiment/parse";
import { quoteText } from "../experiment/quote";
import type { SpecSchema } from "../experiment/spec";

/** A spec as a file has it: what has a default may be left out. */
export type SpecInput = v.InferInput<typeof SpecSchema>;

/** `processor`: WebAssembly with vector instructions, on all cores; `reference`: plain float64 on the calling thread, slower. */
export type Engine = "processor" | "reference";

/** One report from a running computation. */
export interface Progress {
  /** The current stage, in a word or two. */
  readonly stage: string;
  /** 0 to 1 over all stages. */
  readonly fraction: number;
}

export interface ComputeOptions {
  /** `processor` by default. */
  readonly engine?: Engine;
  /** Ends the computation: its promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** The services of the engines, each made when it is first asked for. */
const services = new Map<Engine, Promise<ComputeService>>();

/** @returns the service of the engine, whose tasks end with the signal @throws SpecError for an engine of another name */
export async function openService({ engine = "processor", signal }: ComputeOptions): Promise<ComputeService> {
  if (engine !== "processor" && engine !== "reference") {
    throw new SpecError(`options.engine: ${quoteText(String(engine))} is not processor or reference`);
  }
  const opening = services.get(engine) ?? (engine === "processor" ? createProcessorService() : openReference());
  services.set(engine, opening);
  const service = await opening;
  return { run: (task, request, options) => service.run(task, request, { signal, ...options }) };
}

const openReference = async () => createReferenceService();
