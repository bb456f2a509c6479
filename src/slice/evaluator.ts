import type { ProgressOptions } from "../numeric/progress-options";
import type { BackendInfo } from "./backend-info";
import type { EvaluatedFields, LandscapeFields } from "./landscape-fields";
import type { LandscapePlan } from "./landscape-plan";

/** Evaluates the loss and its curvature over a slice. */
export interface LandscapeEvaluator {
  /** The backend that computes when nothing fails. */
  readonly backend: BackendInfo;
  /** @throws DOMException named AbortError when the signal is aborted */
  evaluate(plan: LandscapePlan, options?: ProgressOptions): Promise<EvaluatedFields>;
}

export interface FillOptions extends ProgressOptions {
  /** Leaves out the curvature where that saves time: its bound is then +∞. The loss has its bound as always. */
  readonly lossOnly?: boolean | undefined;
}

/** Evaluates single points of a plan's grid, so that a landscape can be filled in steps and by several evaluators. */
export interface PointEvaluator {
  readonly backend: BackendInfo;
  /**
   * Writes the loss, its curvature and both bounds of each of these points into the fields, with rests for other work. Where nothing is
   * known of a point, its bounds are +∞.
   * @param fields  of the whole grid; no other point is changed
   * @param points  indices in the grid
   * @param options.onProgress  called with the fraction of these points that is done
   * @returns those of the points that a more careful evaluator may bound more closely
   * @throws DOMException named AbortError when the signal is aborted
   */
  fill(plan: LandscapePlan, fields: LandscapeFields, points: Uint32Array, options?: FillOptions): Promise<Uint32Array>;
}
