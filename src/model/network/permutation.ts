import { asParameters, type NetworkLayout, type Parameters, zeroParameters } from "./layout";

/**
 * The hidden layers whose units can only be exchanged together: a residual connection adds unit j of one layer to unit j of the next,
 * so layers joined by such connections take one permutation. Each group lists layer indices, all of equal width.
 */
export function groupHiddenLayers(layout: NetworkLayout): number[][] {
  const groups: number[][] = [];
  layout.layers.slice(0, -1).forEach(({ residual }, k) => {
    const previous = groups.at(-1);
    if (residual && previous) previous.push(k);
    else groups.push([k]);
  });
  return groups;
}

/**
 * Exchanges hidden units, which does not change the network's function.
 *
 * @param theta  not changed
 * @param group  layers that take the permutation together, from groupHiddenLayers
 * @param order  unit j of the result is unit order[j] of θ
 */
export function permuteUnits(
  layout: NetworkLayout,
  theta: Parameters,
  group: readonly number[],
  order: readonly number[],
): Parameters {
  const permuted = zeroParameters(layout);
  layout.layers.forEach(({ inputs, units, kernel, bias }, k) => {
    const unitOf = (j: number) => (group.includes(k) ? order[j]! : j);
    const inputOf = (i: number) => (group.includes(k - 1) ? order[i]! : i);
    for (let j = 0; j < units; j++) {
      permuted[bias + j] = theta[bias + unitOf(j)]!;
      for (let i = 0; i < inputs; i++)
        permuted[kernel + i * units + j] = theta[kernel + inputOf(i) * units + unitOf(j)]!;
    }
  });
  return permuted;
}

/** Two units of a hidden layer that are exchanged; layer and units are counted from 0. */
export interface Exchange {
  readonly layer: number;
  readonly units: readonly [number, number];
}

export function isSameExchange(one: Exchange, other: Exchange): boolean {
  const [first, second] = one.units;
  return one.layer === other.layer && other.units.includes(first) && other.units.includes(second);
}

/** θ with two units of a hidden layer exchanged, in every layer that a residual connection joins to it. */
export function exchangeUnits(
  layout: NetworkLayout,
  theta: Parameters,
  { layer, units: [one, other] }: Exchange,
): Parameters {
  const group = groupHiddenLayers(layout).find((layers) => layers.includes(layer))!;
  const order = Array.from({ length: layout.layers[layer]!.units }, (_, j) => j);
  [order[one], order[other]] = [other, one];
  return permuteUnits(layout, theta, group, order);
}

/** The most units of a layer whose exchanges are listed. */
const MOST_LISTED_UNITS = 8;

/**
 * The exchanges of two units of one hidden layer that can raise the loss half way: all pairs, in a wide layer those of its strongest
 * units. The strength of a unit is the length of its weights in times that of its weights out: the exchange of a weak unit changes little.
 */
export function listExchanges(layout: NetworkLayout, theta: Parameters): Exchange[] {
  return groupHiddenLayers(layout).flatMap((group) => {
    const layer = group[0]!;
    const { units } = layout.layers[layer]!;
    const strengths = Array.from({ length: units }, (_, unit) => measureStrength(layout, theta, layer, unit));
    const strongest = strengths
      .map((_, unit) => unit)
      .sort((one, other) => strengths[other]! - strengths[one]!)
      .slice(0, MOST_LISTED_UNITS)
      .sort((one, other) => one - other);
    return strongest.flatMap((one, i) =>
      strongest.slice(i + 1).map((other): Exchange => ({ layer, units: [one, other] })),
    );
  });
}

function measureStrength({ layers }: NetworkLayout, theta: Parameters, layer: number, unit: number): number {
  const [own, next] = [layers[layer]!, layers[layer + 1]!];
  let [into, out] = [theta[own.bias + unit]! ** 2, 0];
  for (let i = 0; i < own.inputs; i++) into += theta[own.kernel + i * own.units + unit]! ** 2;
  for (let j = 0; j < next.units; j++) out += theta[next.kernel + unit * next.units + j]! ** 2;
  return Math.sqrt(into) * Math.sqrt(out);
}

/** θ under each cyclic shift of a group's units, θ itself first. In their mean, every unit is the mean of the units. */
export function shiftUnits(layout: NetworkLayout, theta: Parameters, group: readonly number[]): Parameters[] {
  const { units } = layout.layers[group[0]!]!;
  return Array.from({ length: units }, (_, shift) =>
    permuteUnits(
      layout,
      theta,
      group,
      Array.from({ length: units }, (_, j) => (j + shift) % units),
    ),
  );
}

/** The mean of several parameter vectors, in float64. */
export function averageParameters(layout: NetworkLayout, points: readonly Parameters[]): Parameters {
  const sum = zeroParameters(layout);
  for (const point of points) {
    for (let p = 0; p < sum.length; p++) sum[p]! += point[p]!;
  }
  return asParameters(
    layout,
    sum.map((entry) => entry / points.length),
  );
}
