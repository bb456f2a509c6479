import type * as tf from "@tensorflow/tfjs-core";
import { projectFirstLayer, type Slice } from "../model/jets/slice";
import { lossArgument } from "../model/network/losses";
import { FLOAT32_GPU } from "../numeric/rounding";
import type { LandscapePlan } from "../slice/landscape-plan";
import type { WebglBackend } from "./backend";
import { findFirstWeight } from "./landscape-shader";

/** The kernel's inputs on the GPU, one RGBA texel a record; see assembleLandscapeShader. */
export type PlanTextures = readonly [
  projection: tf.TensorInfo,
  weights: tf.TensorInfo,
  targets: tf.TensorInfo,
  coordinates: tf.TensorInfo,
];

/** Uploads a plan's data as textures; the caller disposes them. */
export function uploadPlan(backend: WebglBackend, plan: LandscapePlan, slice: Slice): PlanTextures {
  const { center, dx, dy, grid, data, loss } = plan;
  const firstWeight = findFirstWeight(plan.layout.layers);
  const weights = Array.from(center.subarray(firstWeight), (theta, i) => {
    const [d1, d2] = [dx[firstWeight + i]!, dy[firstWeight + i]!];
    return [theta, d1, d2, Math.max(Math.abs(d1), Math.abs(d2)) + FLOAT32_GPU.underflow];
  });
  const targets = Array.from(data.y, (y) => {
    if (loss.kind === "softmax-ce") return [0, 0, y, 0];
    const { scale, shift } = lossArgument(loss.kind, y);
    return [scale, shift, y, 0];
  });
  const coordinates = Array.from({ length: Math.max(grid.columns, grid.rows) }, (_, i) => [
    grid.x[i] ?? 0,
    grid.y[i] ?? 0,
    0,
    0,
  ]);
  return [
    backend.uploadTexels(projectFirstLayer(plan.layout, data, slice)),
    backend.uploadTexels(weights.flat()),
    backend.uploadTexels(targets.flat()),
    backend.uploadTexels(coordinates.flat()),
  ];
}
