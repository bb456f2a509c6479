import type { NetworkLayout, Parameters } from "../../../model/network/layout";
import {
  type Exchange,
  exchangeUnits,
  groupHiddenLayers,
  isSameExchange,
  listExchanges,
  shiftUnits,
} from "../../../model/network/permutation";
import type { Candidate } from "./candidate";

/** The mean of all cyclic copies is tried up to this width, because a certificate with more points takes long to check. */
const MAX_COLLAPSED_WIDTH = 32;

/** θ and its copy with two hidden units exchanged: two points of equal loss. */
export interface ExchangedPair {
  readonly exchange: Exchange;
  readonly points: Candidate;
}

/**
 * The exchanges that can raise the loss half way, and the wanted one, which is the first.
 * @param wanted  null where none is
 */
export function listExchangedPairs(layout: NetworkLayout, theta: Parameters, wanted: Exchange | null): ExchangedPair[] {
  const others = listExchanges(layout, theta).filter((exchange) => !wanted || !isSameExchange(exchange, wanted));
  return [...(wanted ? [wanted] : []), ...others].map((exchange) => ({
    exchange,
    points: [theta, exchangeUnits(layout, theta, exchange)],
  }));
}

/** θ and a copy with the units of one hidden layer shifted cyclically: two points of equal loss. */
export function listShiftedPairs(layout: NetworkLayout, theta: Parameters): Candidate[] {
  return groupHiddenLayers(layout).flatMap((group) =>
    // A shift and its inverse have the same middle, except for a permutation, so half of the shifts suffice.
    shiftUnits(layout, theta, group)
      .slice(1, Math.floor(layout.layers[group[0]!]!.units / 2) + 1)
      .map((shifted): Candidate => [theta, shifted]),
  );
}

/** All cyclic copies of θ in one hidden layer. In their mean, every unit of the layer is the mean of its units. */
export function listCollapsedAverages(layout: NetworkLayout, theta: Parameters): Candidate[] {
  return groupHiddenLayers(layout)
    .filter((group) => {
      const { units } = layout.layers[group[0]!]!;
      return units > 2 && units <= MAX_COLLAPSED_WIDTH;
    })
    .map((group) => shiftUnits(layout, theta, group));
}
