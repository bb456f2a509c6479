import type { ProgressOptions } from "../numeric/progress-options";
import type { BackendInfo } from "./backend-info";
import { evaluateGrid } from "./evaluate-grid";
import type { LandscapeEvaluator, PointEvaluator } from "./evaluator";
import type { EvaluatedFields, LandscapeFields } from "./landscape-fields";
import type { LandscapePlan } from "./landscape-plan";
import { ReferencePoints } from "./reference-points";

/** The backend of a landscape whose points are all computed in float64. */
export const REFERENCE_BACKEND: BackendInfo = { kind: "reference", renderer: "JavaScript float64", floatBits: 64 };

/** The float64 evaluator: point by point on the CPU, with rests for other work. */
export class ReferenceEvaluator implements LandscapeEvaluator, PointEvaluator {
  readonly backend = REFERENCE_BACKEND;

  evaluate(plan: LandscapePlan, options?: ProgressOptions): Promise<EvaluatedFields> {
    return evaluateGrid(this, plan, options);
  }

  async fill(
    plan: LandscapePlan,
    fields: LandscapeFields,
    points: Uint32Array,
    options: ProgressOptions = {},
  ): Promise<Uint32Array> {
    await new ReferencePoints(plan).fill(fields, points, options);
    return new Uint32Array();
  }
}
