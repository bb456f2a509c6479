import type { ProgressOptions } from "../numeric/progress-options";
import type { PointEvaluator } from "./evaluator";
import { listPoints } from "./grid";
import { allocateFields, type EvaluatedFields } from "./landscape-fields";
import type { LandscapePlan } from "./landscape-plan";

/**
 * Evaluates all points of a plan's grid with one evaluator.
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function evaluateGrid(
  evaluator: PointEvaluator,
  plan: LandscapePlan,
  options: ProgressOptions = {},
): Promise<EvaluatedFields> {
  const fields = allocateFields(plan.grid);
  await evaluator.fill(plan, fields, listPoints(plan.grid), options);
  return { ...fields, backend: evaluator.backend };
}
