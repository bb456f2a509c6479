import { WebglEvaluator, type WebglOptions } from "../../src/gpu/landscape-evaluator";
import type { LandscapeEvaluator } from "../../src/slice/evaluator";
import { listPoints } from "../../src/slice/grid";
import { allocateFields, type EvaluatedFields } from "../../src/slice/landscape-fields";
import type { LandscapePlan } from "../../src/slice/landscape-plan";
import { ReferenceEvaluator } from "../../src/slice/reference-evaluator";

/** A whole grid, and the number of its points that WebGL left to float64. */
export interface WebglGrid extends EvaluatedFields {
  readonly inFloat64: number;
}

/** Evaluates whole grids with WebGL, and with the float64 reference the points of which WebGL knows nothing. */
export class WebglGrids extends WebglEvaluator implements LandscapeEvaluator {
  async evaluate(plan: LandscapePlan, options: WebglOptions = {}): Promise<WebglGrid> {
    const fields = allocateFields(plan.grid);
    const points = listPoints(plan.grid);
    await this.fill(plan, fields, points, options);
    const unknown = points.filter((point) => fields.lossError[point] === Number.POSITIVE_INFINITY);
    await new ReferenceEvaluator().fill(plan, fields, unknown, { signal: options.signal });
    return { ...fields, backend: this.backend, inFloat64: unknown.length };
  }
}
