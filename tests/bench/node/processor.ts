import type { LandscapeFields } from "../../../src/slice/landscape-fields";
import type { LandscapePlan } from "../../../src/slice/landscape-plan";

/** The processor's evaluator in Node, on this thread alone. @throws Error where this version has none */
export async function evaluateOnProcessor(_plan: LandscapePlan): Promise<LandscapeFields> {
  throw new Error("This version has no evaluator in WebAssembly.");
}
