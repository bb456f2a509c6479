import type { Dataset } from "../../data/dataset";
import type { NetworkLayout, Parameters } from "../network/layout";
import { predict } from "../network/predict";

/**
 * The pre-activations of one layer for every sample, in float64.
 * @returns [samples · units of the layer]
 */
export function respondLayer(
  layout: NetworkLayout,
  theta: Parameters,
  data: Pick<Dataset, "samples" | "inputs" | "x">,
  layer: number,
): Float64Array {
  const last = layout.layers[layer]!;
  const affine = { ...last, activation: "identity" as const, residual: false };
  return predict({ ...layout, layers: [...layout.layers.slice(0, layer), affine], outputs: last.units }, theta, data);
}
