// The kernels of the ops below: the application needs fewer.
import "@tensorflow/tfjs-backend-webgl";
import * as tf from "@tensorflow/tfjs-core";
import type { LandscapePlan } from "../../../src/slice/landscape-plan";

/** Relu layers and a mean squared error in plain tfjs ops: the baseline for the fused kernel. */
function meanSquaredError(outputs: tf.Tensor, targets: tf.Tensor, axes: number[]): tf.Tensor {
  return tf.mean(tf.square(tf.sub(outputs, targets)), axes);
}

function placeWeights(plan: LandscapePlan, point: number): Float32Array {
  const x = plan.grid.x[point % plan.grid.columns]!;
  const y = plan.grid.y[Math.floor(point / plan.grid.columns)]!;
  return Float32Array.from(plan.center, (theta, p) => theta + x * plan.dx[p]! + y * plan.dy[p]!);
}

/** One forward pass for each point, as most programs compute landscapes. @returns the loss at the first `count` points */
export async function evaluateOneByOne(plan: LandscapePlan, count: number): Promise<number[]> {
  const { data, layout } = plan;
  const inputs = tf.tensor2d(Float32Array.from(data.x), [data.samples, data.inputs]);
  const targets = tf.tensor2d(Float32Array.from(data.y), [data.samples, data.outputs]);
  const losses: number[] = [];
  for (let point = 0; point < count; point++) {
    const weights = placeWeights(plan, point);
    const loss = tf.tidy(() => {
      const outputs = layout.layers.reduce<tf.Tensor2D>((input, layer, k) => {
        const kernel = tf.tensor2d(weights.subarray(layer.kernel, layer.bias), [layer.inputs, layer.units]);
        const z = tf.add(tf.matMul(input, kernel), tf.tensor1d(weights.subarray(layer.bias, layer.bias + layer.units)));
        return (k === layout.layers.length - 1 ? z : tf.relu(z)) as tf.Tensor2D;
      }, inputs);
      return meanSquaredError(outputs, targets, [0, 1]);
    });
    losses.push((await loss.data())[0]!);
    loss.dispose();
  }
  tf.dispose([inputs, targets]);
  return losses;
}

/** The weights of many points stacked, with one batched matMul for each layer. @returns the loss at the first `count` points */
export async function evaluateBatched(plan: LandscapePlan, count: number): Promise<ArrayLike<number>> {
  const { data, layout } = plan;
  const points = Array.from({ length: count }, (_, point) => placeWeights(plan, point));
  const loss = tf.tidy(() => {
    const x = tf.tensor2d(Float32Array.from(data.x), [data.samples, data.inputs]);
    const inputs = tf.tile(tf.expandDims(x, 0), [count, 1, 1]) as tf.Tensor3D;
    const targets = tf.tensor2d(Float32Array.from(data.y), [data.samples, data.outputs]);
    const outputs = layout.layers.reduce<tf.Tensor3D>((input, layer, k) => {
      const stack = (from: number, to: number) =>
        Float32Array.from(points.flatMap((point) => [...point.subarray(from, to)]));
      const kernel = tf.tensor3d(stack(layer.kernel, layer.bias), [count, layer.inputs, layer.units]);
      const bias = tf.tensor3d(stack(layer.bias, layer.bias + layer.units), [count, 1, layer.units]);
      const z = tf.add(tf.matMul(input, kernel), bias);
      return (k === layout.layers.length - 1 ? z : tf.relu(z)) as tf.Tensor3D;
    }, inputs);
    return meanSquaredError(outputs, tf.expandDims(targets, 0), [1, 2]);
  });
  const losses = await loss.data();
  loss.dispose();
  return losses;
}
