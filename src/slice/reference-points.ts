import { JetEvaluator } from "../model/jets/jet-evaluator";
import { createPacer } from "../numeric/pacer";
import type { ProgressOptions } from "../numeric/progress-options";
import { FLOAT64 } from "../numeric/rounding";
import type { LandscapeFields } from "./landscape-fields";
import { type LandscapePlan, sliceOfPlan } from "./landscape-plan";

/** Single points of a plan in float64, for a whole grid or for the points that another evaluator could not compute. */
export class ReferencePoints {
  readonly #plan: LandscapePlan;
  #jets: JetEvaluator | undefined;

  constructor(plan: LandscapePlan) {
    this.#plan = plan;
  }

  /**
   * Writes the loss, its curvature and both bounds of each of these points into the fields, with rests for other work.
   * @param points  indices in the grid
   * @param options.onProgress  called with the fraction of these points that is done
   * @throws DOMException named AbortError when the signal is aborted
   */
  async fill(fields: LandscapeFields, points: Uint32Array, { signal, onProgress }: ProgressOptions): Promise<void> {
    signal?.throwIfAborted();
    const { grid } = this.#plan;
    this.#jets ??= new JetEvaluator(this.#plan, sliceOfPlan(this.#plan), FLOAT64);
    const pacer = createPacer(signal);
    for (const [done, point] of points.entries()) {
      const jet = this.#jets.evaluate(grid.x[point % grid.columns]!, grid.y[Math.floor(point / grid.columns)]!);
      fields.loss[point] = jet.loss;
      fields.lossError[point] = jet.lossError;
      fields.xx[point] = jet.xx;
      fields.xy[point] = jet.xy;
      fields.yy[point] = jet.yy;
      fields.curvatureError[point] = jet.curvatureError;
      if (!pacer.isDue()) continue;
      onProgress?.((done + 1) / points.length);
      await pacer.rest();
    }
    onProgress?.(1);
  }
}
