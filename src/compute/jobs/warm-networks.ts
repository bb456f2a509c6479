import type { Spec } from "../../experiment/spec";
import { layoutNetwork } from "../../model/network/layout";
import { giveWay } from "../../numeric/pacer";
import type { ComputeEngine } from "../engine/engine";
import type { TaskContext } from "./task-context";

/** Compiles in advance the programs for landscapes of these experiments, one after another. */
export async function warmNetworks(
  engine: ComputeEngine,
  specs: readonly Spec[],
  { signal }: TaskContext,
): Promise<void> {
  for (const spec of specs) {
    await giveWay(signal);
    try {
      await engine.warm({ layout: layoutNetwork(spec.network), loss: spec.loss });
    } catch (error) {
      // If a network cannot be compiled now, the error is reported when it is needed.
      console.warn("Compiling ahead failed.", error);
    }
  }
}
