import * as tf from "@tensorflow/tfjs-core";
import type { LossKind, LossSpec } from "../experiment/spec";
import type { LayerLayout, NetworkLayout } from "../model/network/layout";
import { ACTIVATION_OPERATIONS } from "./activation-operations";

/**
 * The network in tfjs ops, for first derivatives only.
 *
 * tfjs's second derivatives of sigmoid, tanh and similar functions are wrong without an error, because those kernels save their output.
 *
 * @param theta  [parameterCount], in the order of NetworkLayout
 * @param x  [samples, inputs]
 * @returns [samples, outputs]
 */
function predictWithOps(layout: NetworkLayout, theta: tf.Tensor1D, x: tf.Tensor2D): tf.Tensor2D {
  let current = x;
  for (const layer of layout.layers) {
    const { inputs, units } = layer;
    const kernel = tf.reshape(tf.slice(theta, layer.kernel, inputs * units), [inputs, units]);
    const bias = tf.slice(theta, layer.bias, units);
    const activated = applyActivation(layer, layout.leakySlope, tf.add(tf.matMul(current, kernel), bias));
    current = layer.residual ? tf.add(activated, current) : activated;
  }
  return current;
}

/**
 * The loss of θ over samples, l2 over all parameters included, as a scalar.
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

function applyActivation({ activation }: LayerLayout, leakySlope: number, z: tf.Tensor2D): tf.Tensor2D {
  return activation === "identity" ? z : ACTIVATION_OPERATIONS[activation].apply(z, leakySlope);
}

/** Averages over samples, and over outputs where each output has its own loss. The formulas are those of model/losses.ts. */
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
