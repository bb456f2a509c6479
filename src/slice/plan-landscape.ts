import type { PlaneSpec, Spec } from "../experiment/spec";
import { layoutNetwork, type Parameters, unflattenWeights } from "../model/network/layout";
import { makeProblem, type Problem } from "../model/problem";
import { makeGrid } from "./grid";
import type { LandscapePlan } from "./landscape-plan";
import { makeGradientPlane } from "./plane/gradient-plane";
import { makeHessianPlane } from "./plane/hessian-plane";
import { makePlane } from "./plane/make-plane";
import type { Plane } from "./plane/plane";
import { makeTrajectoryPlane } from "./plane/trajectory-plane";

/** An experiment whose plane does not depend on the training of its weights. */
export interface SettledPlane {
  readonly spec: Spec;
  /** The shares of the trajectory's variance that x and y explain, 0 to 1; null where the plane is of another kind. */
  readonly explained: readonly [number, number] | null;
}

/**
 * Replaces a trajectory-pca plane in the spec by its two directions, so that the weights and the spec alone describe the slice: to the
 * compute service, in a result, in a link. A spec with any other kind of plane is returned unchanged.
 *
 * @param trajectory  the trajectory of the training's outcome; its last point is the centre
 * @throws RangeError with one sentence where the trajectory spans no plane
 */
export function settlePlane(spec: Spec, trajectory: readonly { readonly parameters: Parameters }[]): SettledPlane {
  if (spec.plane.kind !== "trajectory-pca") return { spec, explained: null };
  const layout = layoutNetwork(spec.network);
  const { dx, dy, explained } = makeTrajectoryPlane(trajectory.map(({ parameters }) => parameters));
  const direction = (vector: Parameters) => ({ layers: unflattenWeights(layout, vector) });
  return { spec: { ...spec, plane: { kind: "given", x: direction(dx), y: direction(dy) } }, explained };
}

/**
 * Makes the plane of an experiment. A plane of a trajectory must be settled before, by settlePlane.
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
  const { dx, dy } = plane ?? makePlane(spec.plane, problem.layout, center);
  return { ...problem, center, dx, dy, grid: makeGrid(spec.grid) };
}
