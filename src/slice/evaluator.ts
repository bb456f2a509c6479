import type { ProgressOptions } from "../numeric/progress-options";
import type { BackendInfo } from "./backend-info";
import type { EvaluatedFields } from "./landscape-fields";
import type { LandscapePlan } from "./landscape-plan";

/** Evaluates the loss and its curvature over a slice. */
export interface LandscapeEvaluator {
  /** The backend that computes when nothing fails. */
  readonly backend: BackendInfo;
  /** @throws DOMException named AbortError when the signal is aborted */
  evaluate(plan: LandscapePlan, options?: ProgressOptions): Promise<EvaluatedFields>;
}
