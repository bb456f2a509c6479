import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { LossKind } from "../experiment/spec";
import { summationGamma } from "../model/jets/jet-evaluator";
import { coordinateSlack } from "../model/jets/slice";
import type { LayerLayout } from "../model/network/layout";
import { FLOAT32_GPU } from "../numeric/rounding";
import { allocateFields, type LandscapeFields } from "../slice/landscape-fields";
import { type LandscapePlan, sliceOfPlan } from "../slice/landscape-plan";
import type { ReadOptions, WebglBackend } from "./backend";
import { DeviceFaultError } from "./device-errors";
import { drawLandscape, type LandscapeUniforms } from "./landscape-program";
import { assembleLandscapeShader, BLOCK_SAMPLES } from "./landscape-shader";
import { countProducts, type KernelTopology } from "./landscape-topology";
import { type FirstLayer, type PlanTextures, uploadPlan } from "./plan-textures";
import { isMarked, MARKED_DRAWS, withoutMark } from "./texel-mark";

/** Most products of a weight and a value in one fragment. Where there are more, the samples are divided among several draws. */
const FRAGMENT_PRODUCTS = 2 ** 20;

/** The number of draws of this thread. Each draw marks its texels with it, so that older texels can be recognised. */
let draws = 0;

/** The channels that hold the bounds: of the texel of the loss, and of that of the curvature. */
const BOUND_CHANNELS = [1, 3] as const;

/** The kernel with one plan's data on the GPU. After a lost context the data are gone, and a new PlanKernel is made. */
export class PlanKernel {
  /** Products computed for one point in one draw. */
  readonly productsAtOnce: number;
  /** Number of draws of a tile, one for each part of the samples. */
  readonly drawsPerTile: number;
  readonly #backend: WebglBackend;
  readonly #plan: LandscapePlan;
  readonly #topology: KernelTopology;
  readonly #source: string;
  readonly #textures: PlanTextures;
  readonly #uniforms: Pick<LandscapeUniforms, "coordinateSlack" | "projectionReach" | "leakySlope">;
  readonly #samplesAtOnce: number;

  /**
   * @param points  indices in the plan's grid
   * @param first  of this plan
   * @param curvature  whether to compute the second derivatives too
   */
  constructor(backend: WebglBackend, plan: LandscapePlan, points: Uint32Array, first: FirstLayer, curvature: boolean) {
    const slice = sliceOfPlan(plan);
    const { layers, leakySlope } = plan.layout;
    const products = countProducts(layers);
    this.#backend = backend;
    this.#plan = plan;
    this.#topology = { layers, loss: plan.loss.kind, curvature };
    this.#source = assembleLandscapeShader(this.#topology);
    // Depends on the plan only, so that the same plan gives the same bits on a fast and on a slow device.
    this.#samplesAtOnce = Math.max(1, Math.min(plan.data.samples, Math.floor(FRAGMENT_PRODUCTS / products)));
    this.productsAtOnce = products * this.#samplesAtOnce;
    this.drawsPerTile = Math.ceil(plan.data.samples / this.#samplesAtOnce);
    this.#textures = uploadPlan(backend, plan, slice, points, first);
    this.#uniforms = {
      coordinateSlack: [coordinateSlack(slice.xLimit, FLOAT32_GPU), coordinateSlack(slice.yLimit, FLOAT32_GPU)],
      // An infinite uniform need not arrive as such.
      projectionReach: Math.min(this.#textures.projectionReach, 3e38),
      leakySlope,
    };
  }

  /** @param isSound  false after a failure, because an upload may have failed */
  dispose(isSound: boolean): void {
    for (const texture of this.#textures.inputs) this.#backend.release(texture, isSound);
  }

  /**
   * Draws one point over one sample if the program is not in this set, and adds it to the set. A driver compiles a program at its first
   * draw, and the time for this must not count as the program's speed.
   */
  async compile(compiled: Set<string>, options: ReadOptions): Promise<void> {
    if (compiled.has(this.#source)) return;
    await this.#draw({ start: 0, count: 1 }, { from: 0, to: 1 }, options);
    compiled.add(this.#source);
  }

  /**
   * Runs the kernel over the points start … start + count − 1 of its list.
   * @returns sums over samples and outputs, [count] each; not finite where float32 overflowed
   * @param onDraw  called after each draw with the fraction of the tile that is done
   * @throws DeviceFaultError when this draw did not write the texel of a point, or the GPU reported an error
   * @throws ProgramRefusedError where the driver does not compile the program
   * @throws LateAnswerError, ContextLostError, DOMException as WebglBackend.readTexels
   */
  async sumTile(
    start: number,
    count: number,
    options: ReadOptions,
    onDraw: (fraction: number) => void,
  ): Promise<LandscapeFields> {
    let drawn = 0;
    const sums = allocateFields({ columns: count, rows: 1 });
    const channels = [
      [sums.loss, sums.lossError],
      [sums.xx, sums.xy, sums.yy, sums.curvatureError],
    ];
    const { samples } = this.#plan.data;
    for (let from = 0; from < samples; from += this.#samplesAtOnce) {
      const part = { from, to: Math.min(samples, from + this.#samplesAtOnce) };
      const outputs = await this.#draw({ start, count }, part, options);
      for (const [output, texels] of outputs.entries()) {
        for (const [c, channel] of channels[output]!.entries()) {
          for (let i = 0; i < count; i++) channel[i]! += texels[4 * i + c]!;
        }
      }
      onDraw(++drawn / this.drawsPerTile);
    }
    return sums;
  }

  /**
   * One draw into textures of 2^⌈k/2⌉ × 2^⌊k/2⌋ texels, the smallest that are large enough. There are few such sizes, so textures are used
   * again; they are nearly square, because GPUs draw squares of fragments; and no side comes near a device's limit.
   * @returns a texel a point, [4 · count]: of the loss and, where asked for, of the curvature
   */
  async #draw(
    tile: { start: number; count: number },
    part: { from: number; to: number },
    options: ReadOptions,
  ): Promise<Float32Array[]> {
    const draw = draws++ % MARKED_DRAWS;
    const size = Math.ceil(Math.log2(tile.count));
    const [textureShift, rowShift] = [Math.ceil(size / 2), Math.floor(size / 2)];
    const outputs: TensorInfo[] = [];
    let isSound = false;
    try {
      for (const _ of this.#topology.curvature ? BOUND_CHANNELS : BOUND_CHANNELS.slice(0, 1)) {
        outputs.push(this.#backend.allocateTexels(2 ** textureShift, 2 ** rowShift));
      }
      const { layers, loss } = this.#topology;
      const samples = part.to - part.from;
      drawLandscape(this.#backend.webgl, this.#source, this.#textures.inputs, outputs, {
        ...this.#uniforms,
        firstPoint: tile.start,
        pointCount: tile.count,
        textureShift,
        draw,
        sampleStart: part.from,
        sampleEnd: part.to,
        lossSummation: summationGamma(summationDepth(samples, this.#plan.data.outputs), FLOAT32_GPU),
        curvatureSummation: summationGamma(curvatureDepth(samples, layers, loss), FLOAT32_GPU),
      });
      const texels = await this.#backend.readTexels(outputs, tile.count, options);
      // A 16-bit float has too few bits for a mark. On such a device every point is undecided.
      if (this.#backend.info.floatBits === 32) {
        for (const [output, numbers] of texels.entries()) checkMarks(numbers, BOUND_CHANNELS[output]!, tile, draw);
      }
      isSound = true;
      return texels;
    } finally {
      for (const output of outputs) this.#backend.release(output, isSound);
    }
  }
}

/**
 * Checks the marks in the bounds and removes them, so that the same plan always gives the same bits. The result is still at least the
 * true bound.
 * @throws DeviceFaultError when a texel does not have the mark of its point and this draw
 */
function checkMarks(
  texels: Float32Array,
  channel: number,
  { start, count }: { start: number; count: number },
  draw: number,
): void {
  const bits = new Uint32Array(texels.buffer, texels.byteOffset, texels.length);
  let missing = 0;
  for (let i = 0; i < count; i++) {
    const at = 4 * i + channel;
    if (!isMarked(bits[at]!, start + i, draw)) missing++;
    bits[at] = withoutMark(bits[at]!);
  }
  if (missing > 0) throw new DeviceFaultError(`The GPU left ${missing} of ${count} grid points unwritten.`);
}

/** The number of additions that can round one sample's loss in the kernel: those within its block, and those of the blocks. */
function summationDepth(samples: number, outputs: number): number {
  return outputs * BLOCK_SAMPLES + countBlocks(samples);
}

/**
 * The number of roundings of one term of the second derivatives: in the term itself, in the sum of its sample's terms (one for each output,
 * two for each input and one for each unit), and in those of the samples. The terms of softmax are sums over the outputs themselves.
 */
function curvatureDepth(samples: number, layers: readonly LayerLayout[], loss: LossKind): number {
  const outputs = layers.at(-1)!.units;
  const terms = layers.reduce((sum, { units, inputs }, k) => sum + units + (k === 0 ? 0 : 2 * inputs), outputs);
  const own = loss === "softmax-ce" ? 2 * outputs + 8 : 4;
  return own + terms + Math.min(samples, BLOCK_SAMPLES) + countBlocks(samples);
}

function countBlocks(samples: number): number {
  return Math.ceil(samples / BLOCK_SAMPLES);
}
