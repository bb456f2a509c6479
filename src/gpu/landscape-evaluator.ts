import type * as tf from "@tensorflow/tfjs-core";
import { allocateFields } from "../landscape/fields";
import type {
  BackendInfo,
  EvaluateOptions,
  LandscapeEvaluator,
  LandscapeFields,
  LandscapePlan,
} from "../landscape/landscape";
import { sliceOfPlan } from "../landscape/plan";
import { BOUND_INFLATION, type PointJet, summationGamma } from "../model/jets";
import type { NetworkLayout } from "../model/layout";
import { lossArgument } from "../model/losses";
import { addPenalty, Penalty } from "../model/penalty";
import { FLOAT32_GPU } from "../model/rounding";
import { coordinateSlack, projectFirstLayer, type Slice } from "../model/slice";
import type { LossSpec } from "../spec/schema";
import type { WebglBackend } from "./backend";
import { LandscapeProgram } from "./landscape-program";
import { BLOCK_SAMPLES, findFirstWeight, type KernelMode } from "./landscape-shader";

/** How long one tile should keep the GPU, in milliseconds: far below a driver's watchdog, short enough to share with the picture. */
const TILE_TARGET_MS = 100;
/** Points of the first tile, before its time is known, and of the smallest. */
const MIN_TILE_POINTS = 256;
/** Most points of one tile: its texture stays within any device's limits. */
const MAX_TILE_POINTS = 2 ** 17;
/** Most products of a weight and a value that the smallest tile may hold; with more, a tile takes part of the samples at a time. */
const SMALLEST_TILE_PRODUCTS = 2 ** 28;

/** Evaluates landscapes with the fused kernel on tfjs's WebGL backend. */
export class WebglEvaluator implements LandscapeEvaluator {
  readonly #webgl: WebglBackend;
  readonly backend: BackendInfo;

  constructor(webgl: WebglBackend) {
    this.#webgl = webgl;
    this.backend = webgl.info;
  }

  /** @param options.modes  which kernels to run; `["loss"]` leaves the curvature at 0 */
  async evaluate(
    plan: LandscapePlan,
    options: EvaluateOptions & { readonly modes?: readonly KernelMode[] } = {},
  ): Promise<LandscapeFields> {
    const slice = sliceOfPlan(plan);
    const textures = uploadPlan(this.#webgl, plan, slice);
    const fields = allocateFields(plan.grid);
    try {
      const { modes = ["loss", "curvature"] } = options;
      for (const [stage, mode] of modes.entries()) {
        await this.#runKernel(plan, mode, slice, textures, fields, {
          signal: options.signal,
          onProgress: (fraction) => options.onProgress?.((stage + fraction) / modes.length),
        });
      }
    } finally {
      for (const texture of textures) this.#webgl.webgl.disposeIntermediateTensorInfo(texture);
    }
    finishFields(plan, slice, fields);
    return fields;
  }

  /** Compiles a network's two kernels by running them on one point and one sample. */
  async warm(layout: NetworkLayout, loss: LossSpec): Promise<void> {
    const theta = new Float64Array(layout.parameterCount) as LandscapePlan["center"];
    const point = Float64Array.of(0, 0);
    await this.evaluate({
      layout,
      loss,
      data: {
        samples: 1,
        inputs: layout.inputs,
        outputs: layout.outputs,
        x: new Float64Array(layout.inputs),
        y: new Float64Array(layout.outputs),
        task: "given",
      },
      center: theta,
      dx: theta,
      dy: theta,
      grid: { columns: 2, rows: 2, x: point, y: point },
    });
  }

  async #runKernel(
    plan: LandscapePlan,
    mode: KernelMode,
    slice: Slice,
    textures: PlanTextures,
    fields: LandscapeFields,
    options: EvaluateOptions,
  ): Promise<void> {
    const program = new LandscapeProgram({ layers: plan.layout.layers, loss: plan.loss.kind, mode });
    const points = plan.grid.columns * plan.grid.rows;
    const { samples } = plan.data;
    const chunk = chunkSamples(plan);
    let rate = 0;
    let count = MIN_TILE_POINTS;
    for (let start = 0; start < points; start += count) {
      // The fastest tile so far says what the device can do: a slow one may have compiled, or waited for other work.
      const planned = Math.min(
        4 * count,
        Math.max(MIN_TILE_POINTS, Math.floor(rate * TILE_TARGET_MS)),
        MAX_TILE_POINTS,
      );
      count = Math.min(points - start, planned);
      const began = performance.now();
      for (let from = 0; from < samples; from += chunk) {
        const range = { start, count, from, to: Math.min(samples, from + chunk) };
        await this.#runTile(program, plan, slice, textures, range, fields);
        options.signal?.throwIfAborted();
      }
      options.onProgress?.((start + count) / points);
      const passes = Math.ceil(samples / chunk);
      rate = Math.max(rate, (count * passes) / Math.max(1, performance.now() - began));
    }
  }

  async #runTile(
    program: LandscapeProgram,
    plan: LandscapePlan,
    slice: Slice,
    textures: PlanTextures,
    range: { start: number; count: number; from: number; to: number },
    fields: LandscapeFields,
  ): Promise<void> {
    const summation = summationGamma(summationDepth(range.to - range.from, plan.data.outputs), FLOAT32_GPU);
    const output = program.run(this.#webgl.webgl, textures, range.count, {
      gridOffset: [range.start],
      gridColumns: [plan.grid.columns],
      sampleStart: [range.from],
      sampleEnd: [range.to],
      coordinateSlack: [coordinateSlack(slice.xLimit, FLOAT32_GPU), coordinateSlack(slice.yLimit, FLOAT32_GPU)],
      summation: [summation],
      leakySlope: [plan.layout.leakySlope],
    });
    let texels: Float32Array;
    try {
      texels = await this.#webgl.readTexels(output);
    } finally {
      this.#webgl.webgl.disposeIntermediateTensorInfo(output);
    }
    const targets =
      program.topology.mode === "loss"
        ? [fields.loss, fields.lossError]
        : [fields.xx, fields.xy, fields.yy, fields.curvatureError];
    for (let i = 0; i < range.count; i++) {
      targets.forEach((field, channel) => {
        field[range.start + i]! += texels[4 * i + channel]!;
      });
    }
  }
}

/** Samples of one pass: a matter of the plan alone, so that the same plan gives the same bits however fast the device is. */
function chunkSamples({ layout, data }: LandscapePlan): number {
  const products = layout.layers.reduce((sum, { inputs, units }, k) => sum + (k === 0 ? 1 : inputs) * units, 0);
  const fitting = Math.floor(SMALLEST_TILE_PRODUCTS / (MIN_TILE_POINTS * products));
  return Math.max(1, Math.min(data.samples, fitting));
}

/** Additions that one sample's loss goes through inside the kernel: those of its block, and those of the blocks. */
export function summationDepth(samples: number, outputs: number): number {
  return outputs * BLOCK_SAMPLES + Math.ceil(samples / BLOCK_SAMPLES);
}

/** The kernel's inputs on the GPU, one RGBA texel a record; see assembleLandscapeShader. */
type PlanTextures = readonly [
  projection: tf.TensorInfo,
  weights: tf.TensorInfo,
  targets: tf.TensorInfo,
  coordinates: tf.TensorInfo,
];

function uploadPlan(backend: WebglBackend, plan: LandscapePlan, slice: Slice): PlanTextures {
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

/** Turns sums into means, widens the bounds, adds the penalty; where nothing is known the loss is said to be not a number. */
function finishFields(plan: LandscapePlan, slice: Slice, fields: LandscapeFields): void {
  const { data, loss, grid } = plan;
  const terms = data.samples * (loss.kind === "softmax-ce" ? 1 : data.outputs);
  const penalty = loss.l2 > 0 ? new Penalty(loss.l2, slice) : null;
  // The sums of chunks and the division are float64.
  const widening = BOUND_INFLATION / terms;
  for (let point = 0; point < fields.loss.length; point++) {
    let jet: PointJet = {
      loss: fields.loss[point]! / terms,
      lossError: widening * fields.lossError[point]!,
      x: 0,
      y: 0,
      xx: fields.xx[point]! / terms,
      xy: fields.xy[point]! / terms,
      yy: fields.yy[point]! / terms,
      curvatureError: widening * fields.curvatureError[point]!,
    };
    if (penalty !== null) {
      jet = addPenalty(jet, penalty.evaluate(grid.x[point % grid.columns]!, grid.y[Math.floor(point / grid.columns)]!));
    }
    // Each sample's loss may be finite and their sum not.
    const known = Number.isFinite(jet.lossError) && Number.isFinite(jet.loss);
    fields.loss[point] = known ? jet.loss : Number.NaN;
    fields.lossError[point] = known ? jet.lossError : Number.POSITIVE_INFINITY;
    fields.xx[point] = jet.xx;
    fields.xy[point] = jet.xy;
    fields.yy[point] = jet.yy;
    // A value that overflowed may have switched a unit off, and with it all that its curvature's bound would have said.
    const curvatureKnown = known && [jet.curvatureError, jet.xx, jet.xy, jet.yy].every(Number.isFinite);
    fields.curvatureError[point] = curvatureKnown ? jet.curvatureError : Number.POSITIVE_INFINITY;
  }
}
