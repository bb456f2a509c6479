import type { ExchangePlaneSpec, PlaneSpec } from "../../experiment/spec";
import { flattenWeights, type NetworkLayout, type Parameters, zeroParameters } from "../../model/network/layout";
import type { Exchange } from "../../model/network/permutation";
import { scaleToLength } from "./direction";
import { makeInterpolationPlane } from "./interpolation-plane";
import { makeMinimaPlane } from "./minima-plane";
import { makePermutationPlane } from "./permutation-plane";
import type { Plane } from "./plane";
import { makeRandomPlane } from "./random-plane";

/**
 * The plane that a spec describes, around a centre. Kinds that need more than the weights have their own functions: makeHessianPlane,
 * makeGradientPlane, makeTrajectoryPlane, and chooseExchange for the units of an exchange.
 * @throws RangeError with one sentence when the directions span no plane, and for the kinds that need more
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
    case "gradient":
      throw new RangeError("plane: the gradient at the centre must be found first");
    case "trajectory-pca":
      throw new RangeError("plane: the principal components of the training must be found first");
    case "permutation":
      return makePermutationPlane(layout, center, readExchange(plane), plane.seed);
    case "interpolation":
      return atLength(
        plane.orthonormal,
        makeInterpolationPlane(layout, center, flattenWeights(layout, plane.to.layers), plane.seed),
      );
    case "minima":
      return atLength(
        plane.orthonormal,
        makeMinimaPlane(center, flattenWeights(layout, plane.b.layers), flattenWeights(layout, plane.c.layers)),
      );
  }
}

function readExchange({ layer, units }: ExchangePlaneSpec): Exchange {
  if (layer === undefined || units === undefined) {
    throw new RangeError("plane: the two units to exchange must be chosen first");
  }
  return { layer, units };
}

/** The same plane; if `isUnit`, with both directions, which are at right angles, scaled to length 1. */
function atLength(isUnit: boolean | undefined, { dx, dy }: Plane): Plane {
  return isUnit ? { dx: scaleToLength(dx, 1), dy: scaleToLength(dy, 1) } : { dx, dy };
}

function unitDirection(layout: NetworkLayout, index: number): Parameters {
  const direction = zeroParameters(layout);
  direction[index] = 1;
  return direction;
}
