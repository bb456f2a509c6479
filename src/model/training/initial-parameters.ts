import type { TrainedWeightsSpec } from "../../experiment/spec";
import { createRandom, type Random } from "../../numeric/random";
import { type LayerLayout, type NetworkLayout, type Parameters, zeroParameters } from "../network/layout";

/** The standard deviation of a standard normal variable truncated at ±2; Keras divides the deviation of he_normal by it. */
const TRUNCATED_DEVIATION = 0.8796256610342398;

/**
 * Draws the initial weights of a training as Keras defines its initializers; biases are 0.
 * glorot-uniform: uniform in ±√(6 / (inputs + units)). he-normal: normal of variance 2 / inputs, truncated at twice its
 * untruncated deviation.
 *
 * @returns [parameterCount], each entry a float32, so that every backend starts from the same numbers
 * @see Glorot & Bengio 2010, equation 16; He et al. 2015, equation 10
 */
export function drawInitialParameters(
  layout: NetworkLayout,
  initializer: TrainedWeightsSpec["initializer"],
  seed: number,
): Parameters {
  const random = createRandom(seed, "initial weights");
  const draw = initializer === "glorot-uniform" ? drawGlorotUniform : drawHeNormal;
  const theta = zeroParameters(layout);
  for (const layer of layout.layers) {
    for (let p = layer.kernel; p < layer.bias; p++) theta[p] = Math.fround(draw(random, layer));
  }
  return theta;
}

function drawGlorotUniform(random: Random, layer: LayerLayout): number {
  const limit = Math.sqrt(6 / (layer.inputs + layer.units));
  return random.uniform(-limit, limit);
}

function drawHeNormal(random: Random, layer: LayerLayout): number {
  let normal = random.normal();
  while (Math.abs(normal) > 2) normal = random.normal();
  return (normal * Math.sqrt(2 / layer.inputs)) / TRUNCATED_DEVIATION;
}
