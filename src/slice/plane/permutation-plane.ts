import type { NetworkLayout, Parameters } from "../../model/network/layout";
import { type Exchange, exchangeUnits } from "../../model/network/permutation";
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
 * @param exchange  layers joined to its layer by residual connections exchange the same two units
 * @param seed  the seed of y; a random plane with this seed has the same direction as its x
 * @throws RangeError with one sentence where the exchange changes nothing, or normalisation leaves no y
 * @see Brea et al. 2019, "Weight-space symmetry in deep networks gives rise to permutation saddles", arXiv 1907.02911
 */
export function makePermutationPlane(
  layout: NetworkLayout,
  center: Parameters,
  exchange: Exchange,
  seed: number,
): Required<Pick<Plane, "dx" | "dy" | "exchange">> {
  const { layer, units } = exchange;
  const dx = subtractParameters(exchangeUnits(layout, center, exchange), center);
  if (dx.every((entry) => entry === 0)) {
    const [one, other] = units;
    throw new RangeError(
      `plane: units ${one} and ${other} of hidden layer ${layer} are the same, so exchanging them gives no direction`,
    );
  }
  const drawn = drawNormalizedDirection(layout, center, "filter", createRandom(seed, "plane"), undefined);
  const dy = orthogonalize(drawn, dx);
  if (!dy) throw new RangeError("plane: the normalised random direction has nothing at right angles to the exchange");
  return { dx, dy, exchange };
}
