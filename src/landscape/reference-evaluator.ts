import { JetEvaluator } from "../model/jets";
import { createPacer } from "../model/pacer";
import { FLOAT64 } from "../model/rounding";
import { allocateFields } from "./fields";
import type { BackendInfo, EvaluateOptions, LandscapeEvaluator, LandscapeFields, LandscapePlan } from "./landscape";
import { sliceOfPlan } from "./plan";

/** The float64 evaluator: point by point on the CPU, giving way to other work. */
export class ReferenceEvaluator implements LandscapeEvaluator {
  readonly backend: BackendInfo = { kind: "reference", renderer: "JavaScript float64", floatBits: 64 };

  async evaluate(plan: LandscapePlan, options: EvaluateOptions = {}): Promise<LandscapeFields> {
    const { grid } = plan;
    const jets = new JetEvaluator(plan.layout, plan.loss, plan.data, sliceOfPlan(plan), FLOAT64);
    const fields = allocateFields(grid);
    const points = grid.columns * grid.rows;
    const pacer = createPacer(options.signal);
    for (let point = 0; point < points; point++) {
      const jet = jets.evaluate(grid.x[point % grid.columns]!, grid.y[Math.floor(point / grid.columns)]!);
      fields.loss[point] = jet.loss;
      fields.lossError[point] = jet.lossError;
      fields.xx[point] = jet.xx;
      fields.xy[point] = jet.xy;
      fields.yy[point] = jet.yy;
      fields.curvatureError[point] = jet.curvatureError;
      if (!pacer.isDue()) continue;
      options.onProgress?.((point + 1) / points);
      await pacer.rest();
    }
    options.onProgress?.(1);
    return fields;
  }
}
