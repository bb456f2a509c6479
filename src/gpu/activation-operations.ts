import elu from "../../shaders/compute/activations/elu.glsl?raw";
import gelu from "../../shaders/compute/activations/gelu.glsl?raw";
import leakyRelu from "../../shaders/compute/activations/leaky-relu.glsl?raw";
import relu from "../../shaders/compute/activations/relu.glsl?raw";
import sigmoid from "../../shaders/compute/activations/sigmoid.glsl?raw";
import silu from "../../shaders/compute/activations/silu.glsl?raw";
import sin from "../../shaders/compute/activations/sin.glsl?raw";
import softplus from "../../shaders/compute/activations/softplus.glsl?raw";
import tanh from "../../shaders/compute/activations/tanh.glsl?raw";
import type { Activation } from "../experiment/spec";

/** What the GPU computes an activation with. */
export interface ActivationOperation {
  /** A shader file that defines a function of z which returns a Rule. */
  readonly shader: string;
  /** The name of that function. */
  readonly rule: string;
}

/** Each activation on the GPU; the identity needs nothing. Its float64 is src/model/network/activations.ts. */
export const ACTIVATION_OPERATIONS: Readonly<Record<Exclude<Activation, "identity">, ActivationOperation>> = {
  sigmoid: { shader: sigmoid, rule: "sigmoidRule" },
  tanh: { shader: tanh, rule: "tanhRule" },
  relu: { shader: relu, rule: "reluRule" },
  "leaky-relu": { shader: leakyRelu, rule: "leakyReluRule" },
  elu: { shader: elu, rule: "eluRule" },
  softplus: { shader: softplus, rule: "softplusRule" },
  silu: { shader: silu, rule: "siluRule" },
  gelu: { shader: gelu, rule: "geluRule" },
  sin: { shader: sin, rule: "sinRule" },
};
