import { type NetworkLayout, type Parameters, zeroParameters } from "../../model/network/layout";
import { createRandom, type Random } from "../../numeric/random";
import { normalizeByFilter, normalizeByLayer } from "./normalization";
import type { Plane } from "./plane";

/**
 * Two independent standard normal directions, scaled to the weights at the centre.
 *
 * @param layers  layers that the directions may touch; every other entry is 0
 * @throws RangeError when normalisation leaves a direction of zero length (the chosen layers are all zero)
 */
export function makeRandomPlane(
  layout: NetworkLayout,
  center: Parameters,
  normalization: "none" | "layer" | "filter",
  seed: number,
  layers: readonly number[] | undefined,
): Plane {
  const random = createRandom(seed, "plane");
  const make = () => drawNormalizedDirection(layout, center, normalization, random, layers);
  const plane = { dx: make(), dy: make() };
  if ([plane.dx, plane.dy].some((direction) => direction.every((entry) => entry === 0))) {
    throw new RangeError("plane: the normalised direction is zero, because the weights it is scaled to are all zero");
  }
  return plane;
}

/** One standard normal direction, scaled to the weights at the centre; zero if these are zero. */
export function drawNormalizedDirection(
  layout: NetworkLayout,
  center: Parameters,
  normalization: "none" | "layer" | "filter",
  random: Random,
  layers: readonly number[] | undefined,
): Parameters {
  const direction = drawDirection(layout, random);
  keepLayers(layout, direction, layers);
  if (normalization === "filter") return normalizeByFilter(layout, center, direction);
  if (normalization === "layer") return normalizeByLayer(layout, center, direction);
  return direction;
}

/** Independent standard normal numbers, [parameterCount]. */
export function drawDirection(layout: NetworkLayout, random: Random): Parameters {
  return zeroParameters(layout).map(() => random.normal()) as Parameters;
}

/** Sets every entry outside the chosen layers to 0, in place. */
function keepLayers(layout: NetworkLayout, direction: Parameters, layers: readonly number[] | undefined): void {
  if (layers === undefined) return;
  layout.layers.forEach((layer, k) => {
    if (!layers.includes(k)) direction.fill(0, layer.kernel, layer.bias + layer.units);
  });
}
