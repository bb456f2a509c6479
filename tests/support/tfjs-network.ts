// The kernels come with the library, which the gradients need to be there.
import "@tensorflow/tfjs-backend-webgl";
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import * as tf from "@tensorflow/tfjs-core";
import type { Activation, LossKind, LossSpec } from "../../src/experiment/spec";
import type { NetworkLayout } from "../../src/model/network/layout";

/** Each activation in tfjs ops, of which the tests need first derivatives. `leakySlope` matters to leaky-relu alone. */
export const TFJS_ACTIVATIONS: Readonly<Record<Activation, (z: tf.Tensor2D, leakySlope: number) => tf.Tensor2D>> = {
  identity: (z) => z,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  relu: tf.relu,
  "leaky-relu": tf.leakyRelu,
  elu: tf.elu,
  softplus: tf.softplus,
  silu: (z) => tf.mul(z, tf.sigmoid(z)),
  gelu: (z) => tf.mul(tf.mul(z, 0.5), tf.add(tf.erf(tf.mul(z, Math.SQRT1_2)), 1)),
  sin: tf.sin,
};

/**
 * The network in tfjs ops.
 *
 * @param theta  [parameterCount], in the order of NetworkLayout
 * @param x  [samples, inputs]
 * @returns [samples, outputs]
 */
function predictWithOps(layout: NetworkLayout, theta: tf.Tensor1D, x: tf.Tensor2D): tf.Tensor2D {
  let current = x;
  for (const { inputs, units, kernel, bias, activation, residual } of layout.layers) {
    const weights = tf.reshape(tf.slice(theta, kernel, inputs * units), [inputs, units]);
    const z: tf.Tensor2D = tf.add(tf.matMul(current, weights), tf.slice(theta, bias, units));
    const activated = TFJS_ACTIVATIONS[activation](z, layout.leakySlope);
    current = residual ? tf.add(activated, current) : activated;
  }
  return current;
}

/**
 * The loss of θ over samples in tfjs ops, l2 over all parameters included, as a scalar.
 *
 * @param x  [samples, inputs]
 * @param y  [samples, outputs]
 */
export function evaluateLossWithOps(
  layout: NetworkLayout,
  loss: LossSpec,
  theta: tf.Tensor1D,
  x: tf.Tensor2D,
  y: tf.Tensor2D,
): tf.Scalar {
  const mean = averageLoss(loss.kind, predictWithOps(layout, theta, x), y);
  return loss.l2 > 0 ? tf.add(mean, tf.mul(tf.sum(tf.square(theta)), loss.l2)) : mean;
}

/** Averages over samples, and over outputs where each output has its own loss. The formulas are those of src/model/network/losses.ts. */
function averageLoss(kind: LossKind, f: tf.Tensor2D, y: tf.Tensor2D): tf.Scalar {
  switch (kind) {
    case "mse":
      return tf.mean(tf.square(tf.sub(f, y)));
    case "bce":
      return tf.mean(tf.softplus(tf.mul(tf.sub(1, tf.mul(y, 2)), f)));
    case "softmax-ce":
      return tf.neg(tf.mean(tf.sum(tf.mul(y, tf.logSoftmax(f, -1)), -1)));
    case "hinge":
      return tf.mean(tf.relu(tf.sub(1, tf.mul(tf.sub(tf.mul(y, 2), 1), f))));
  }
}
