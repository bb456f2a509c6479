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
