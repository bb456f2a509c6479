import type { WorkSignal } from "../../numeric/pacer";
import type { ComputeEngine } from "./engine";
import type { EngineChoice, EngineReport } from "./engine-choice";

/** The engines of a compute service. A computation takes the engine that is current when it begins. */
export interface EngineSource {
  readonly current: ComputeEngine;
  describe(): EngineReport;
  choose(choice: EngineChoice): Promise<EngineReport>;
  /** Times both engines where the choice is automatic and they are not compared yet. */
  compare(signal: WorkSignal): Promise<EngineReport>;
}

/** A service with one engine, whatever is chosen. */
export function onlyEngine(engine: ComputeEngine): EngineSource {
  const report: EngineReport = { ...engine.info, choice: engine.info.kind, comparison: null, reason: engine.reason };
  return { current: engine, describe: () => report, choose: async () => report, compare: async () => report };
}
