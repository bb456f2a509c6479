import { analyzeHessian } from "../../model/hessian/spectrum";
import type { Parameters } from "../../model/network/layout";
import type { Problem } from "../../model/problem";
import type { ProgressOptions } from "../../numeric/progress-options";
import type { Plane } from "./plane";

/**
 * The plane of the Hessian's extreme eigenvectors at the centre: x along that of λmax, y along that of λmin, each of length 1. It shows the
 * strongest curvature and, where there is one, the direction of negative curvature that random planes hide.
 *
 * @throws RangeError with one sentence where the Hessian is not finite
 * @throws DOMException named AbortError when the signal is aborted
 * @see Böttcher & Wheeler 2022, "Visualizing high-dimensional loss landscapes with Hessian directions", arXiv 2208.13219
 */
export async function makeHessianPlane(problem: Problem, center: Parameters, options: ProgressOptions): Promise<Plane> {
  const { max, vectors } = await analyzeHessian(problem, center, options);
  if (Number.isNaN(max))
    throw new RangeError("plane: the Hessian at the centre is not finite, so it has no eigenvectors");
  return { dx: vectors.max, dy: vectors.min };
}
