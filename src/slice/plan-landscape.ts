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

/** An experiment whose plane no longer depends on how its weights were found. */
export interface SettledPlane {
  readonly spec: Spec;
  /** The shares of the trajectory's variance that x and y explain, 0 to 1; null where the plane is of another kind. */
  readonly explained: readonly [number, number] | null;
}

/**
 * Puts the plane that a training's trajectory gives into the spec as given directions, so that the weights and the spec alone describe
 * the slice: to the compute service, in a result, in a link. A spec with any other kind of plane comes back as it is.
 *
 * @param trajectory  as the training's outcome has it; its last point is the centre
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
 * The plane of an experiment, whatever it takes to find it; one of a trajectory must have been settled before.
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

/** The experiment on a plane that can always be made, for what depends on the weights alone. */
export function withAnyPlane(spec: Spec): Spec {
  return { ...spec, plane: { kind: "weights", x: 0, y: 1 } };
}

/**
 * Everything the landscape of an experiment depends on, made from its spec and the weights at its centre.
 *
 * @param plane  as findPlane found it; may be left out where the spec's kind of plane is made at once
 * @throws RangeError with one sentence when the plane cannot be made
 */
export function planLandscape(spec: Spec, center: Parameters, plane?: Plane): LandscapePlan {
  const problem = makeProblem(spec);
  const { dx, dy } = plane ?? makePlane(spec.plane, problem.layout, center);
  return { ...problem, center, dx, dy, grid: makeGrid(spec.grid) };
}
