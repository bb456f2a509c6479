import { assignRows } from "../../numeric/assignment";
import type { NetworkLayout, Parameters } from "./layout";
import { groupHiddenLayers, permuteUnits } from "./permutation";

/** Most sweeps. Each sweep brings the two nearer, so the loop also ends without this limit. */
const MOST_SWEEPS = 100;
/** The least relative decrease of the squared distance in a sweep; a smaller one may be rounding. */
const LEAST_GAIN = 1e-12;

/**
 * Exchanges hidden units of θ, which does not change its function, to bring it close to a reference: layer by layer it takes the best
 * assignment of units given the other layers, until no assignment brings it nearer. The result is a local optimum. With one hidden layer
 * it is the nearest of all copies; with more layers there may be nearer ones (finding the nearest is NP-hard).
 *
 * @param reference  [parameterCount]; not changed
 * @param theta  [parameterCount], finite; not changed
 * @returns a copy of θ with units exchanged, never farther from the reference than θ
 * @see Ainsworth, Hayase & Srinivasa 2023, "Git Re-Basin: Merging Models modulo Permutation Symmetries", arXiv 2209.04836, algorithm 1
 */
export function matchUnits(layout: NetworkLayout, reference: Parameters, theta: Parameters): Parameters {
  const groups = groupHiddenLayers(layout);
  let matched = theta.slice() as Parameters;
  let distance = squareDistance(reference, matched);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    const before = distance;
    for (const group of groups) {
      const candidate = permuteUnits(layout, matched, group, findOrder(layout, reference, matched, group));
      const nearer = squareDistance(reference, candidate);
      if (!(nearer < distance)) continue;
      matched = candidate;
      distance = nearer;
    }
    if (!(distance < before * (1 - LEAST_GAIN))) break;
  }
  return matched;
}

/** The assignment with the greatest sum of products of weights: unit j of the reference belongs to unit order[j] of θ. */
function findOrder(
  layout: NetworkLayout,
  reference: Parameters,
  theta: Parameters,
  group: readonly number[],
): readonly number[] {
  const { units } = layout.layers[group[0]!]!;
  const cost = new Float64Array(units * units);
  for (const k of group) {
    const { inputs, kernel, bias } = layout.layers[k]!;
    const next = layout.layers[k + 1]!;
    for (let j = 0; j < units; j++) {
      for (let other = 0; other < units; other++) {
        let product = reference[bias + j]! * theta[bias + other]!;
        for (let i = 0; i < inputs; i++) {
          product += reference[kernel + i * units + j]! * theta[kernel + i * units + other]!;
        }
        // Weights that lead to the next layer of the same group are counted there, as weights into that layer.
        for (let o = 0; o < next.units && !group.includes(k + 1); o++) {
          product += reference[next.kernel + j * next.units + o]! * theta[next.kernel + other * next.units + o]!;
        }
        cost[j * units + other]! -= product;
      }
    }
  }
  return [...assignRows(cost, units)];
}

function squareDistance(one: Parameters, other: Parameters): number {
  let sum = 0;
  for (let p = 0; p < one.length; p++) sum += (one[p]! - other[p]!) ** 2;
  return sum;
}
