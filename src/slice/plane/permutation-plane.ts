import type { NetworkLayout, Parameters } from "../../model/network/layout";
import { groupHiddenLayers, permuteUnits } from "../../model/network/permutation";
import { createRandom } from "../../numeric/random";
import { orthogonalize, subtractParameters } from "./direction";
import type { Plane } from "./plane";
import { drawNormalizedDirection } from "./random-plane";

/**
 * The plane from θ to its copy Pθ with two hidden units exchanged: x = 0 is θ, x = 1 is Pθ, which computes the same function, and
 * x = ½ is the middle of the two, where a convex loss is not higher. y is a random direction, filter normalised as in a random plane and
 * then made orthogonal to x. A bump in the middle shows that the loss is not convex; its absence shows nothing. Permutations of more
 * units give other planes.
 *
 * @param layer  the hidden layer, from 0; layers joined to it by residual connections exchange the same two units
 * @param units  the two units, from 0
 * @param seed  the seed of y; a random plane with this seed has the same direction as its x
 * @throws RangeError with one sentence where the exchange changes nothing, or normalisation leaves no y
 * @see Brea et al. 2019, "Weight-space symmetry in deep networks gives rise to permutation saddles", arXiv 1907.02911
 */
export function makePermutationPlane(
  layout: NetworkLayout,
  center: Parameters,
  layer: number,
  units: readonly [number, number],
  seed: number,
): Plane {
  const dx = subtractParameters(exchangeUnits(layout, center, layer, units), center);
  if (dx.every((entry) => entry === 0)) {
    const [one, other] = units;
    throw new RangeError(
      `plane: units ${one} and ${other} of hidden layer ${layer} are the same, so exchanging them gives no direction`,
    );
  }
  const drawn = drawNormalizedDirection(layout, center, "filter", createRandom(seed, "plane"), undefined);
  const dy = orthogonalize(drawn, dx);
  if (!dy) throw new RangeError("plane: the normalised random direction has nothing at right angles to the exchange");
  return { dx, dy };
}

/** θ with two units of a hidden layer exchanged, in every layer that a residual connection joins to it. */
function exchangeUnits(
  layout: NetworkLayout,
  theta: Parameters,
  layer: number,
  [one, other]: readonly [number, number],
): Parameters {
  const group = groupHiddenLayers(layout).find((layers) => layers.includes(layer))!;
  const order = Array.from({ length: layout.layers[layer]!.units }, (_, j) => j);
  [order[one], order[other]] = [other, one];
  return permuteUnits(layout, theta, group, order);
}
