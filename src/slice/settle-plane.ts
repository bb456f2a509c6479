import type { Spec } from "../experiment/spec";
import { layoutNetwork, type Parameters, unflattenWeights } from "../model/network/layout";
import type { Exchange } from "../model/network/permutation";
import { makeTrajectoryPlane } from "./plane/trajectory-plane";

/** An experiment whose plane does not depend on the training of its weights. */
export interface SettledPlane {
  readonly spec: Spec;
  /** The shares of the trajectory's variance that x and y explain, 0 to 1; null where the plane is of another kind. */
  readonly explained: readonly [number, number] | null;
}

/** The experiment with the units of its exchange written out; unchanged where its plane is of another kind. */
export function writeExchange(spec: Spec, { layer, units: [one, other] }: Exchange): Spec {
  return spec.plane.kind === "permutation" ? { ...spec, plane: { ...spec.plane, layer, units: [one, other] } } : spec;
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
