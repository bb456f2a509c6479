import type { LossSpec } from "../experiment/spec";
import type { NetworkLayout } from "../model/network/layout";
import { giveWay } from "../numeric/pacer";
import type { ProgressOptions } from "../numeric/progress-options";
import type { BackendInfo } from "../slice/backend-info";
import type { LandscapeEvaluator, PointEvaluator } from "../slice/evaluator";
import { allocateFields, type EvaluatedFields, type LandscapeFields } from "../slice/landscape-fields";
import type { LandscapePlan } from "../slice/landscape-plan";
import { REFERENCE_BACKEND } from "../slice/reference-evaluator";
import { ReferencePoints } from "../slice/reference-points";
import { formatExact } from "../words/numbers";
import type { WebglBackend } from "./backend";
import { DeviceFaultError, LateAnswerError } from "./device-errors";
import { finishTile } from "./finish-tile";
import { PlanKernel } from "./plan-kernel";
import { TileSizes } from "./tile-sizes";

/** Most retries of a failed tile, with smaller tiles, before the processor takes over or the failure is reported. */
const RETRIES = 2;

/** The GPU's part of a tile's progress when the processor, which is slower, has also computed points of the previous tile. */
const KERNEL_SHARE = 0.1;

/** Settings that a test may change. */
export interface EvaluatorSettings {
  /** Milliseconds after which a tile's answer is late. */
  readonly answerLimitMs: number;
  /** The same for the first draw of a program, in which a driver may compile it. */
  readonly compileLimitMs: number;
  /** Points of every tile; null: the measured speed decides. */
  readonly tilePoints: number | null;
}

const SETTINGS: EvaluatorSettings = { answerLimitMs: 15_000, compileLimitMs: 60_000, tilePoints: null };

/** Options of an evaluation. */
export interface WebglOptions extends ProgressOptions {
  /** false: the loss and its bound alone; the curvature stays 0. */
  readonly curvature?: boolean;
}

/** Points that the kernel has not computed, and the part of the progress that is left for them. */
type Remainder = (points: Uint32Array, first: number, last: number) => Promise<void>;

/**
 * Evaluates landscapes with the fused kernel on tfjs's WebGL backend. It cannot compute points at which float32 overflows, and computes
 * none of the remaining points when the GPU is late several times.
 */
export class WebglEvaluator implements LandscapeEvaluator, PointEvaluator {
  readonly backend: BackendInfo;
  readonly #webgl: WebglBackend;
  readonly #settings: EvaluatorSettings;
  /** Programs that have already run on the context of this generation, so they are compiled. */
  #compiled = { generation: 0, programs: new Set<string>() };
  /** 0 after a landscape that the GPU did not finish in time, until the GPU answers again, so that the next landscape waits less. */
  #retriesWhenLate = RETRIES;

  constructor(webgl: WebglBackend, settings: Partial<EvaluatorSettings> = {}) {
    this.#webgl = webgl;
    this.#settings = { ...SETTINGS, ...settings };
    this.backend = webgl.info;
  }

  /**
   * Evaluates a whole grid; the float64 evaluator computes the points that the kernel does not.
   * @throws DeviceFaultError with a sentence when the GPU returns a tile incomplete or with an error several times
   * @throws ContextLostError when the graphics context is lost
   */
  async evaluate(plan: LandscapePlan, options: WebglOptions = {}): Promise<EvaluatedFields> {
    const fields = allocateFields(plan.grid);
    const total = plan.grid.columns * plan.grid.rows;
    const reference = new ReferencePoints(plan);
    const report = reportRising(options, total);
    let inFloat64 = 0;
    await this.#run(plan, fields, range(total), options, report, async (points, first, last) => {
      inFloat64 += points.length;
      const onProgress = (fraction: number) => report(first + fraction * (last - first));
      await reference.fill(fields, points, { signal: options.signal, onProgress });
    });
    return { ...fields, backend: describeBackend(this.backend, inFloat64, total) };
  }

  /**
   * All points may be bounded more closely in float64. Those that the kernel does not compute have the loss NaN and infinite bounds.
   * @throws DeviceFaultError, ContextLostError as evaluate
   */
  async fill(
    plan: LandscapePlan,
    fields: LandscapeFields,
    points: Uint32Array,
    options: WebglOptions = {},
  ): Promise<Uint32Array> {
    if (points.length === 0) return points;
    await this.#run(plan, fields, points, options, reportRising(options, points.length), async (unknown) => {
      for (const point of unknown) {
        fields.loss[point] = Number.NaN;
        fields.lossError[point] = Number.POSITIVE_INFINITY;
        fields.curvatureError[point] = Number.POSITIVE_INFINITY;
      }
    });
    return points;
  }

  /** Compiles a network's kernel by running them on one point and one sample. */
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

  /**
   * Runs tile after tile until the points are done or the GPU was late too often.
   * @param report  called with the number of points done
   * @param complete  gets the points of a tile at which float32 overflowed, and all points left by a late GPU
   */
  async #run(
    plan: LandscapePlan,
    fields: LandscapeFields,
    points: Uint32Array,
    { curvature = true, signal }: WebglOptions,
    report: (done: number) => void,
    complete: Remainder,
  ): Promise<void> {
    const total = points.length;
    const { answerLimitMs, compileLimitMs, tilePoints } = this.#settings;
    let kernel = new PlanKernel(this.#webgl, plan, points, curvature);
    const sizes = new TileSizes(kernel.productsAtOnce);
    let failures = 0;
    let kernelShare = 1;
    try {
      for (let start = 0; start < total; ) {
        await giveWay(signal);
        const count = tilePoints === null ? sizes.next(total - start) : Math.min(total - start, tilePoints);
        let isCompiled = false;
        try {
          const limitMs = this.#retriesWhenLate > 0 ? compileLimitMs : answerLimitMs;
          await kernel.compile(this.#compiledPrograms(), { limitMs, signal });
          isCompiled = true;
          const began = performance.now();
          const onDraw = (fraction: number) => report(start + fraction * kernelShare * count);
          const sums = await kernel.sumTile(start, count, { limitMs: answerLimitMs, signal }, onDraw);
          sizes.succeeded(count, (performance.now() - began) / kernel.drawsPerTile);
          const unknown = finishTile(plan, sums, points.subarray(start, start + count), fields);
          if (unknown.length > 0 && this.backend.floatBits === 32) {
            await complete(unknown, start + kernelShare * count, start + count);
          }
          kernelShare = unknown.length > 0 ? KERNEL_SHARE : 1;
        } catch (error) {
          const isLate = error instanceof LateAnswerError;
          if (!isLate && !(error instanceof DeviceFaultError)) throw error;
          failures++;
          if (isLate && (failures > this.#retriesWhenLate || !isCompiled)) {
            this.#retriesWhenLate = 0;
            await complete(points.subarray(start), start, total);
            return;
          }
          if (failures > RETRIES) throw error;
          sizes.failed(count);
          kernel.dispose(false);
          kernel = new PlanKernel(this.#webgl, plan, points, curvature);
          continue;
        }
        failures = 0;
        this.#retriesWhenLate = RETRIES;
        start += count;
        report(start);
      }
    } finally {
      kernel.dispose(failures === 0);
    }
  }

  #compiledPrograms(): Set<string> {
    const { generation } = this.#webgl;
    if (this.#compiled.generation !== generation) this.#compiled = { generation, programs: new Set() };
    return this.#compiled.programs;
  }
}

function range(total: number): Uint32Array {
  return Uint32Array.from({ length: total }, (_, i) => i);
}

/** Reports each rise of the number of points done. Progress never falls, not even when a tile is computed again. */
function reportRising({ onProgress }: ProgressOptions, total: number): (points: number) => void {
  let done = 0;
  return (points) => {
    if (points <= done) return;
    done = points;
    onProgress?.(done / total);
  };
}

/** The backend as the landscape states it: how many points the processor computed. */
function describeBackend(webgl: BackendInfo, inFloat64: number, total: number): BackendInfo {
  if (inFloat64 === 0) return webgl;
  if (inFloat64 === total) return REFERENCE_BACKEND;
  const [part, whole] = [inFloat64, total].map(formatExact);
  return { ...webgl, renderer: `${webgl.renderer}; ${part} of ${whole} points in float64 on the processor` };
}
