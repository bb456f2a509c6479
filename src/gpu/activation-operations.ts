import * as tf from "@tensorflow/tfjs-core";
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
  /** For the landscape: a shader file that defines a function of z which returns a Rule. */
  readonly shader: string;
  /** The name of that function. */
  readonly rule: string;
  /** For the training, which needs first derivatives only. `leakySlope` matters to leaky-relu alone. */
  readonly apply: (z: tf.Tensor2D, leakySlope: number) => tf.Tensor2D;
}

/** Each activation on the GPU; the identity needs nothing. Its float64 is src/model/network/activations.ts. */
export const ACTIVATION_OPERATIONS: Readonly<Record<Exclude<Activation, "identity">, ActivationOperation>> = {
  sigmoid: { shader: sigmoid, rule: "sigmoidRule", apply: tf.sigmoid },
  tanh: { shader: tanh, rule: "tanhRule", apply: tf.tanh },
  relu: { shader: relu, rule: "reluRule", apply: tf.relu },
  "leaky-relu": { shader: leakyRelu, rule: "leakyReluRule", apply: tf.leakyRelu },
  elu: { shader: elu, rule: "eluRule", apply: tf.elu },
  softplus: { shader: softplus, rule: "softplusRule", apply: tf.softplus },
  silu: { shader: silu, rule: "siluRule", apply: (z) => tf.mul(z, tf.sigmoid(z)) },
  gelu: {
    shader: gelu,
    rule: "geluRule",
    apply: (z) => tf.mul(tf.mul(z, 0.5), tf.add(tf.erf(tf.mul(z, Math.SQRT1_2)), 1)),
  },
  sin: { shader: sin, rule: "sinRule", apply: tf.sin },
};
