import { JetEvaluator } from "../model/jets";
import { FLOAT64 } from "../model/rounding";
import { allocateFields } from "./fields";
import type { BackendInfo, EvaluateOptions, LandscapeEvaluator, LandscapeFields, LandscapePlan } from "./landscape";
import { sliceOfPlan } from "./plan";

/** How long a tile may hold the thread, in milliseconds. */
const TILE_MS = 30;

/** The float64 evaluator: point by point on the CPU, giving way to other work between tiles. */
export class ReferenceEvaluator implements LandscapeEvaluator {
  readonly backend: BackendInfo = { kind: "reference", renderer: "JavaScript float64", floatBits: 64 };

  async evaluate(plan: LandscapePlan, options: EvaluateOptions = {}): Promise<LandscapeFields> {
    const { grid } = plan;
    const jets = new JetEvaluator(plan.layout, plan.loss, plan.data, sliceOfPlan(plan), FLOAT64);
    const fields = allocateFields(grid);
    const points = grid.columns * grid.rows;
    let tileStart = performance.now();
    for (let point = 0; point < points; point++) {
      const jet = jets.evaluate(grid.x[point % grid.columns]!, grid.y[Math.floor(point / grid.columns)]!);
      fields.loss[point] = jet.loss;
      fields.lossError[point] = jet.lossError;
      fields.xx[point] = jet.xx;
      fields.xy[point] = jet.xy;
      fields.yy[point] = jet.yy;
      fields.curvatureError[point] = jet.curvatureError;
      if (performance.now() - tileStart < TILE_MS) continue;
      options.onProgress?.((point + 1) / points);
      await new Promise((resolve) => setTimeout(resolve, 0));
      options.signal?.throwIfAborted();
      tileStart = performance.now();
    }
    options.onProgress?.(1);
    return fields;
  }
}
