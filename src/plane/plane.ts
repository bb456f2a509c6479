import { flattenWeights, type NetworkLayout, type Parameters, zeroParameters } from "../model/layout";
import type { PlaneSpec } from "../spec/schema";
import { makeRandomPlane } from "./random-plane";

/** The two directions of a slice; neither is zero. */
export interface Plane {
  readonly dx: Parameters;
  readonly dy: Parameters;
}

/**
 * The plane that a spec describes, around a centre. The one kind that takes time is made by makeHessianPlane.
 * @throws RangeError with one sentence when a direction comes out as zero, and for the kind that takes time
 */
export function makePlane(plane: PlaneSpec, layout: NetworkLayout, center: Parameters): Plane {
  switch (plane.kind) {
    case "given":
      return { dx: flattenWeights(layout, plane.x.layers), dy: flattenWeights(layout, plane.y.layers) };
    case "random":
      return makeRandomPlane(layout, center, plane.normalization, plane.seed, plane.layers);
    case "weights":
      return { dx: unitDirection(layout, plane.x), dy: unitDirection(layout, plane.y) };
    case "hessian":
      throw new RangeError("plane: the eigenvectors of the Hessian must be found first");
  }
}

function unitDirection(layout: NetworkLayout, index: number): Parameters {
  const direction = zeroParameters(layout);
  direction[index] = 1;
  return direction;
}
