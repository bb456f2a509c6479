import type { PointEvaluator } from "../../slice/evaluator";
import type { ComputeEngine } from "./engine";

/**
 * The evaluator of many losses of one plane, in float64. There is none where the reference is all there is: its bounds take longer than plain
 * forward passes.
 */
export function findQuickEvaluator({ float64 }: Pick<ComputeEngine, "float64">): PointEvaluator | undefined {
  return float64.backend.kind === "reference" ? undefined : float64;
}
