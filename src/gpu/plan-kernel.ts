import { summationGamma } from "../model/jets/jet-evaluator";
import { coordinateSlack } from "../model/jets/slice";
import { FLOAT32_GPU } from "../numeric/rounding";
import { allocateFields, type LandscapeFields } from "../slice/landscape-fields";
import { type LandscapePlan, sliceOfPlan } from "../slice/landscape-plan";
import type { ReadOptions, WebglBackend } from "./backend";
import { DeviceFaultError } from "./device-errors";
import { LandscapeProgram, type LandscapeUniforms } from "./landscape-program";
import { BLOCK_SAMPLES, BOUND_CHANNEL, type KernelMode } from "./landscape-shader";
import { type PlanTextures, uploadPlan } from "./plan-textures";
import { isMarked, MARKED_DRAWS, withoutMark } from "./texel-mark";

/** Most products of a weight and a value in one fragment. Where there are more, the samples are divided among several draws. */
const FRAGMENT_PRODUCTS = 2 ** 18;

/** The number of draws of this thread. Each draw marks its texels with it, so that older texels can be recognised. */
let draws = 0;

/** The kernel with one plan's data on the GPU. After a lost context the data are gone, and a new PlanKernel is made. */
export class PlanKernel {
  /** Products computed for one point in one draw. */
  readonly productsAtOnce: number;
  /** Number of draws of a tile: one for each mode and each part of the samples. */
  readonly drawsPerTile: number;
  readonly #backend: WebglBackend;
  readonly #plan: LandscapePlan;
  readonly #programs: readonly LandscapeProgram[];
  readonly #textures: PlanTextures;
  readonly #uniforms: Pick<LandscapeUniforms, "gridColumns" | "coordinateSlack" | "leakySlope">;
  readonly #samplesAtOnce: number;

  constructor(backend: WebglBackend, plan: LandscapePlan, modes: readonly KernelMode[]) {
    const slice = sliceOfPlan(plan);
    const { layers, leakySlope } = plan.layout;
    const products = layers.reduce((sum, { inputs, units }, k) => sum + (k === 0 ? 1 : inputs) * units, 0);
    this.#backend = backend;
    this.#plan = plan;
    this.#programs = modes.map((mode) => new LandscapeProgram({ layers, loss: plan.loss.kind, mode }));
    // Depends on the plan only, so that the same plan gives the same bits on a fast and on a slow device.
    this.#samplesAtOnce = Math.max(1, Math.min(plan.data.samples, Math.floor(FRAGMENT_PRODUCTS / products)));
    this.productsAtOnce = products * this.#samplesAtOnce;
    this.drawsPerTile = modes.length * Math.ceil(plan.data.samples / this.#samplesAtOnce);
    this.#uniforms = {
      gridColumns: [plan.grid.columns],
      coordinateSlack: [coordinateSlack(slice.xLimit, FLOAT32_GPU), coordinateSlack(slice.yLimit, FLOAT32_GPU)],
      leakySlope: [leakySlope],
    };
    this.#textures = uploadPlan(backend, plan, slice);
  }

  /** @param isSound  false after a failure, because an upload may have failed */
  dispose(isSound: boolean): void {
    for (const texture of this.#textures) this.#backend.release(texture, isSound);
  }

  /**
   * Draws one point over one sample with each program that is not in this set, and adds it to the set. A driver compiles a program at its
   * first draw, and the time for this must not count as the program's speed.
   */
  async compile(compiled: Set<string>, options: ReadOptions): Promise<void> {
    for (const program of this.#programs) {
      if (compiled.has(program.userCode)) continue;
      await this.#draw(program, { start: 0, count: 1 }, { from: 0, to: 1 }, options);
      compiled.add(program.userCode);
    }
  }

  /**
   * Runs the kernels over the points start … start + count − 1.
   * @returns sums over samples and outputs, [count] each; not finite where float32 overflowed
   * @param onDraw  called after each draw with the fraction of the tile that is done
   * @throws DeviceFaultError when this draw did not write the texel of a point, or the GPU reported an error
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
    const { samples } = this.#plan.data;
    for (const program of this.#programs) {
      const channels =
        program.topology.mode === "loss"
          ? [sums.loss, sums.lossError]
          : [sums.xx, sums.xy, sums.yy, sums.curvatureError];
      for (let from = 0; from < samples; from += this.#samplesAtOnce) {
        const part = { from, to: Math.min(samples, from + this.#samplesAtOnce) };
        const texels = await this.#draw(program, { start, count }, part, options);
        for (const [c, channel] of channels.entries()) {
          for (let i = 0; i < count; i++) channel[i]! += texels[4 * i + c]!;
        }
        onDraw(++drawn / this.drawsPerTile);
      }
    }
    return sums;
  }

  async #draw(
    program: LandscapeProgram,
    tile: { start: number; count: number },
    part: { from: number; to: number },
    options: ReadOptions,
  ): Promise<Float32Array> {
    const draw = draws++ % MARKED_DRAWS;
    const summation = summationGamma(summationDepth(part.to - part.from, this.#plan.data.outputs), FLOAT32_GPU);
    const output = program.run(this.#backend.webgl, this.#textures, tile.count, {
      ...this.#uniforms,
      gridOffset: [tile.start],
      draw: [draw],
      sampleStart: [part.from],
      sampleEnd: [part.to],
      summation: [summation],
    });
    let isSound = false;
    try {
      const texels = await this.#backend.readTexels(output, tile.count, options);
      // A 16-bit float has too few bits for a mark. On such a device every point is undecided.
      if (this.#backend.info.floatBits === 32) checkMarks(texels, BOUND_CHANNEL[program.topology.mode], tile, draw);
      isSound = true;
      return texels;
    } finally {
      this.#backend.release(output, isSound);
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
export function summationDepth(samples: number, outputs: number): number {
  return outputs * BLOCK_SAMPLES + Math.ceil(samples / BLOCK_SAMPLES);
}
