import type { LayerLayout, NetworkLayout, Parameters } from "../../../model/network/layout";

/** The largest magnitude of a weight or bias; thickness and colour are scaled to it. 1 where all are 0. */
export function findLargestWeight(theta: Parameters): number {
  return theta.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0) || 1;
}

/** Where in θ the weight from an input to a unit is. */
export function indexOfWeight({ kernel, units }: LayerLayout, input: number, unit: number): number {
  return kernel + input * units + unit;
}

function weightOf(theta: Parameters, layer: LayerLayout, input: number, unit: number): number {
  return theta[indexOfWeight(layer, input, unit)]!;
}

export function biasOf(theta: Parameters, { bias }: LayerLayout, unit: number): number {
  return theta[bias + unit]!;
}

/** The weight of largest magnitude from a band of inputs to a unit: the diagram shows it for the whole band. */
export function strongestOfBand(
  theta: Parameters,
  layer: LayerLayout,
  band: number,
  inputsPerBand: number,
  unit: number,
): number {
  let strongest = 0;
  const end = Math.min(layer.inputs, (band + 1) * inputsPerBand);
  for (let input = band * inputsPerBand; input < end; input++) {
    const weight = weightOf(theta, layer, input, unit);
    if (Math.abs(weight) > Math.abs(strongest)) strongest = weight;
  }
  return strongest;
}

/** The Euclidean norms of the weights into a unit, without its bias, and of the weights out of it. */
export function measureWeights(
  { layers }: NetworkLayout,
  theta: Parameters,
  place: { readonly layer: number; readonly unit: number },
): { readonly incoming: number; readonly outgoing: number | null } {
  const layer = layers[place.layer]!;
  const into = Array.from({ length: layer.inputs }, (_, i) => weightOf(theta, layer, i, place.unit));
  const next = layers[place.layer + 1];
  const onward = next && Array.from({ length: next.units }, (_, j) => weightOf(theta, next, place.unit, j));
  return { incoming: Math.hypot(...into), outgoing: onward ? Math.hypot(...onward) : null };
}
