import type * as tf from "@tensorflow/tfjs-core";
import { projectionGamma } from "../model/jets/jet-evaluator";
import { coordinateSlack, PROJECTION_STRIDE, projectWithRests, type Slice } from "../model/jets/slice";
import type { LayerLayout } from "../model/network/layout";
import { lossArgument } from "../model/network/losses";
import type { Pacer } from "../numeric/pacer";
import { FLOAT32_GPU, lostAcross } from "../numeric/rounding";
import { type LandscapePlan, sliceOfPlan } from "../slice/landscape-plan";
import type { WebglBackend } from "./backend";
import { findFirstWeight, isDirect } from "./landscape-topology";

/** A plan's data on the GPU. */
export interface PlanTextures {
  /** One RGBA texel a record, in the order of KERNEL_INPUTS; see assembleLandscapeShader. */
  readonly inputs: readonly tf.TensorInfo[];
  /** No number of a projected first layer is larger. */
  readonly projectionReach: number;
}

/** The first layer as the kernel reads it. */
export interface FirstLayer {
  /** A texel a sample of the inputs, or a texel a sample and unit. */
  readonly texels: Float64Array;
  readonly reach: number;
}

/** Prepares the first layer, with rests for other work. @throws DOMException named AbortError when the pacer's signal is aborted */
export async function prepareFirstLayer(
  plan: LandscapePlan,
  pacer: Pacer,
  onProgress: (fraction: number) => void,
): Promise<FirstLayer> {
  if (isDirect(plan.layout.layers)) return { texels: listInputs(plan), reach: 0 };
  const slice = sliceOfPlan(plan);
  return boundFirstLayer(await projectWithRests(plan.layout, plan.data, slice, pacer, onProgress), slice);
}

/**
 * Uploads a plan's data as textures; the caller disposes them.
 * @param points  indices in the plan's grid
 */
export function uploadPlan(
  backend: WebglBackend,
  plan: LandscapePlan,
  slice: Slice,
  points: Uint32Array,
  first: FirstLayer,
): PlanTextures {
  const { center, dx, dy, grid, data, loss, layout } = plan;
  const firstWeight = findFirstWeight(layout.layers);
  const weights = Array.from(center.subarray(firstWeight), (theta, i) => [
    theta,
    dx[firstWeight + i]!,
    dy[firstWeight + i]!,
    0,
  ]);
  const targets = Array.from(data.y, (y) => {
    if (loss.kind === "softmax-ce") return [0, 0, y, 0];
    const { scale, shift } = lossArgument(loss.kind, y);
    return [scale, shift, y, 0];
  });
  const places = new Float64Array(4 * points.length);
  for (const [i, point] of points.entries()) {
    places[4 * i] = grid.x[point % grid.columns]!;
    places[4 * i + 1] = grid.y[Math.floor(point / grid.columns)]!;
  }
  const inputs = [
    first.texels,
    weights.flat(),
    layout.layers.flatMap((layer) => sumMagnitudes(layer, slice)),
    targets.flat(),
    places,
  ];
  return { inputs: inputs.map((values) => backend.uploadTexels(values)), projectionReach: first.reach };
}

/** The inputs, a texel a sample. */
function listInputs({ data: { samples, inputs, x } }: LandscapePlan): Float64Array {
  const texels = new Float64Array(4 * samples);
  for (let s = 0; s < samples; s++) texels.set(x.subarray(s * inputs, (s + 1) * inputs), 4 * s);
  return texels;
}

/**
 * The first layer, z0 + x·z1 + y·z2, with one bound for all points of the slice on the error of its value in float32: a bound of each
 * point's own would be computed for each sample again, and later layers' errors are larger.
 */
function boundFirstLayer(projection: Float64Array, slice: Slice): FirstLayer {
  const xBar = slice.xLimit + coordinateSlack(slice.xLimit, FLOAT32_GPU);
  const yBar = slice.yLimit + coordinateSlack(slice.yLimit, FLOAT32_GPU);
  const lost = lostAcross(xBar, yBar, FLOAT32_GPU);
  let largest = 0;
  for (let at = 0; at < projection.length; at += PROJECTION_STRIDE) {
    const [z0, z1, z2] = [0, 1, 2].map((v) => Math.abs(projection[at + v]!)) as [number, number, number];
    const reach = z0 + xBar * z1 + yBar * z2;
    projection[at + 3]! += projectionGamma(FLOAT32_GPU) * reach + lost;
    largest = Math.max(largest, reach, z1, z2);
  }
  return { texels: projection, reach: largest };
}

/**
 * The largest row sums of a layer's weights, those into one unit with its bias, and the largest column sums, those out of one input: of |θ|,
 * |dx|, |dy| and max(|dx|, |dy|), each term with what it may lose to underflow. The largest of each of the four may be of different units.
 */
function sumMagnitudes({ inputs, units, kernel, bias }: LayerLayout, { center, dx, dy }: Slice): number[] {
  const rows = Array.from({ length: units }, () => [0, 0, 0, 0]);
  const columns = Array.from({ length: inputs }, () => [0, 0, 0, 0]);
  const add = (p: number, ...sums: number[][]) => {
    const [theta, d1, d2] = [center[p]!, dx[p]!, dy[p]!].map(Math.abs) as [number, number, number];
    for (const [c, magnitude] of [theta, d1, d2, Math.max(d1, d2)].entries()) {
      for (const sum of sums) sum[c]! += magnitude + FLOAT32_GPU.underflow;
    }
  };
  for (const [j, row] of rows.entries()) {
    add(bias + j, row);
    for (const [i, column] of columns.entries()) add(kernel + i * units + j, row, column);
  }
  return [...findLargest(rows), ...findLargest(columns)];
}

function findLargest(sums: readonly number[][]): number[] {
  return [0, 1, 2, 3].map((c) => Math.max(...sums.map((sum) => sum[c]!)));
}
