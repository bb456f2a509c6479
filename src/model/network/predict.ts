import type { Dataset } from "../../data/dataset";
import { type ActivationRule, activationRule } from "./activations";
import type { LayerLayout, NetworkLayout, Parameters } from "./layout";

/**
 * The network's outputs for every sample, in float64.
 * @returns [samples · outputs]
 */
export function predict(
  layout: NetworkLayout,
  theta: Parameters,
  data: Pick<Dataset, "samples" | "inputs" | "x">,
): Float64Array {
  const predictions = new Float64Array(data.samples * layout.outputs);
  const rules = layout.layers.map(({ activation }) => activationRule(activation, layout.leakySlope));
  const widest = Math.max(...layout.layers.map(({ inputs, units }) => Math.max(inputs, units)));
  // Two arrays for all samples: the page predicts thousands of samples for each frame of its picture of the data.
  let [input, output] = [new Float64Array(widest), new Float64Array(widest)];
  for (let s = 0; s < data.samples; s++) {
    for (let i = 0; i < data.inputs; i++) input[i] = data.x[s * data.inputs + i]!;
    for (const [k, layer] of layout.layers.entries()) {
      applyLayer(layer, rules[k]!, theta, input, output);
      [input, output] = [output, input];
    }
    for (let j = 0; j < layout.outputs; j++) predictions[s * layout.outputs + j] = input[j]!;
  }
  return predictions;
}

/** The layer's outputs a_j = φ(z_j), with its input on top where it is residual. Every sum has the order of runForward. */
function applyLayer(
  { inputs, units, kernel, bias, residual }: LayerLayout,
  rule: ActivationRule,
  theta: Parameters,
  input: Float64Array,
  output: Float64Array,
): void {
  for (let j = 0; j < units; j++) {
    let z = theta[bias + j]!;
    for (let i = 0; i < inputs; i++) z += theta[kernel + i * units + j]! * input[i]!;
    output[j] = rule.value(z) + (residual ? input[j]! : 0);
  }
}
