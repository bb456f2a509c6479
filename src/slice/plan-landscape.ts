import type { PlaneSpec, Spec } from "../experiment/spec";
import type { Parameters } from "../model/network/layout";
import { makeProblem, type Problem } from "../model/problem";
import { makeGrid } from "./grid";
import type { LandscapePlan } from "./landscape-plan";
import { chooseExchange } from "./plane/choose-exchange";
import { makeGradientPlane } from "./plane/gradient-plane";
import { makeHessianPlane } from "./plane/hessian-plane";
import { makePlane } from "./plane/make-plane";
import { makePermutationPlane } from "./plane/permutation-plane";
import type { Plane } from "./plane/plane";

/**
 * Makes the plane of an experiment. A plane of a trajectory must be settled before, by settlePlane (settle-plane.ts).
 * @throws RangeError with one sentence when the plane cannot be made
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function findPlane(
  plane: PlaneSpec,
  problem: Problem,
  center: Parameters,
  signal: AbortSignal,
): Promise<Plane> {
  const { kind } = plane;
  if (kind === "permutation" && plane.units === undefined) {
    const { layout } = problem;
    return makePermutationPlane(layout, center, await chooseExchange(problem, center, signal), plane.seed);
  }
  if (kind === "gradient") return makeGradientPlane(problem, center);
  return kind === "hessian" ? makeHessianPlane(problem, center, { signal }) : makePlane(plane, problem.layout, center);
}

/** The experiment with a plane that can always be made, for computations that depend only on the weights. */
export function withAnyPlane(spec: Spec): Spec {
  return { ...spec, plane: { kind: "weights", x: 0, y: 1 } };
}

/**
 * Plans the landscape of an experiment from its spec and the weights at its centre.
 *
 * @param plane  the result of findPlane; may be left out for a kind of plane that makePlane makes
 * @throws RangeError with one sentence when the plane cannot be made
 */
export function planLandscape(spec: Spec, center: Parameters, plane?: Plane): LandscapePlan {
  const problem = makeProblem(spec);
  const { dx, dy, exchange } = plane ?? makePlane(spec.plane, problem.layout, center);
  return { ...problem, center, dx, dy, exchange, grid: makeGrid(spec.grid) };
}
