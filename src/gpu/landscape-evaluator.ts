import type { LossSpec } from "../experiment/spec";
import { shareOfProjection } from "../model/jets/slice";
import type { NetworkLayout } from "../model/network/layout";
import { createPacer, giveWay } from "../numeric/pacer";
import type { ProgressOptions } from "../numeric/progress-options";
import type { BackendInfo } from "../slice/backend-info";
import type { PointEvaluator } from "../slice/evaluator";
import { allocateFields, type LandscapeFields } from "../slice/landscape-fields";
import type { LandscapePlan } from "../slice/landscape-plan";
import type { WebglBackend } from "./backend";
import { DeviceFaultError, LateAnswerError, ProgramRefusedError } from "./device-errors";
import { finishTile } from "./finish-tile";
import { PlanKernel } from "./plan-kernel";
import { prepareFirstLayer } from "./plan-textures";
import { TileSizes } from "./tile-sizes";

/** Most retries of a failed tile, with smaller tiles, before the points are left or the failure is reported. */
const RETRIES = 2;

const REFUSAL =
  "The graphics driver does not compile the program of this network, so the processor computes its landscape.";

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

/**
 * Evaluates points with the fused kernel on tfjs's WebGL backend. It knows nothing of points at which float32 overflows, and leaves all
 * that remain when the GPU is late several times or the driver refuses the kernel's program.
 */
export class WebglEvaluator implements PointEvaluator {
  readonly backend: BackendInfo;
  readonly #webgl: WebglBackend;
  readonly #settings: EvaluatorSettings;
  /** Programs that have already run on the context of this generation, so they are compiled. */
  #compiled = { generation: 0, programs: new Set<string>() };
  /** 0 after a landscape that the GPU did not finish in time, until the GPU answers again, so that the next landscape waits less. */
  #retriesWhenLate = RETRIES;
  #refusal = "";

  constructor(webgl: WebglBackend, settings: Partial<EvaluatorSettings> = {}) {
    this.#webgl = webgl;
    this.#settings = { ...SETTINGS, ...settings };
    this.backend = webgl.info;
  }

  /** A sentence where the driver refused the last program; else empty. */
  get refusal(): string {
    return this.#refusal;
  }

  /**
   * All points may be bounded more closely in float64. Those that the kernel does not compute have the loss NaN and infinite bounds.
   * @throws DeviceFaultError with a sentence when the GPU returns a tile incomplete or with an error several times
   * @throws ContextLostError when the graphics context is lost
   */
  async fill(
    plan: LandscapePlan,
    fields: LandscapeFields,
    points: Uint32Array,
    { curvature = true, signal, onProgress }: WebglOptions = {},
  ): Promise<Uint32Array> {
    const total = points.length;
    if (total === 0) return points;
    const share = shareOfProjection(plan.layout, total);
    const reportFraction = reportRising(onProgress);
    const report = (done: number): void => reportFraction(share + ((1 - share) * done) / total);
    const { answerLimitMs, compileLimitMs, tilePoints } = this.#settings;
    const first = await prepareFirstLayer(plan, createPacer(signal), (fraction) => reportFraction(share * fraction));
    let kernel = new PlanKernel(this.#webgl, plan, points, first, curvature);
    const sizes = new TileSizes(kernel.productsAtOnce);
    let failures = 0;
    try {
      for (let start = 0; start < total; ) {
        await giveWay(signal);
        const count = tilePoints === null ? sizes.next(total - start) : Math.min(total - start, tilePoints);
        let isCompiled = false;
        try {
          const limitMs = this.#retriesWhenLate > 0 ? compileLimitMs : answerLimitMs;
          await kernel.compile(this.#compiledPrograms(), { limitMs, signal });
          isCompiled = true;
          this.#refusal = "";
          const began = performance.now();
          const onDraw = (fraction: number) => report(start + fraction * count);
          const sums = await kernel.sumTile(start, count, { limitMs: answerLimitMs, signal }, onDraw);
          sizes.succeeded(count, (performance.now() - began) / kernel.drawsPerTile);
          forget(fields, finishTile(plan, sums, points.subarray(start, start + count), fields));
        } catch (error) {
          failures++;
          if (this.#mustLeave(error, failures, isCompiled)) {
            forget(fields, points.subarray(start));
            report(total);
            return points;
          }
          if (failures > RETRIES) throw error;
          sizes.failed(count);
          kernel.dispose(false);
          kernel = new PlanKernel(this.#webgl, plan, points, first, curvature);
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
    return points;
  }

  /**
   * Whether the kernel leaves the remaining points after this error.
   * @param failures  of the same tile, with this one
   * @throws the error itself unless it is one of the device's
   */
  #mustLeave(error: unknown, failures: number, isCompiled: boolean): boolean {
    if (error instanceof ProgramRefusedError) {
      console.warn(error);
      this.#refusal = REFUSAL;
      return true;
    }
    const isLate = error instanceof LateAnswerError;
    if (!isLate && !(error instanceof DeviceFaultError)) throw error;
    if (!isLate || (failures <= this.#retriesWhenLate && isCompiled)) return false;
    this.#retriesWhenLate = 0;
    return true;
  }

  /** Compiles a network's kernel by running it on one point and one sample. */
  async warm(layout: NetworkLayout, loss: LossSpec): Promise<void> {
    const theta = new Float64Array(layout.parameterCount) as LandscapePlan["center"];
    const grid = { columns: 1, rows: 1, x: Float64Array.of(0), y: Float64Array.of(0) };
    const data = {
      samples: 1,
      inputs: layout.inputs,
      outputs: layout.outputs,
      x: new Float64Array(layout.inputs),
      y: new Float64Array(layout.outputs),
      task: "given",
    } as const;
    const plan = { layout, loss, data, center: theta, dx: theta, dy: theta, grid };
    await this.fill(plan, allocateFields(grid), Uint32Array.of(0));
  }

  #compiledPrograms(): Set<string> {
    const { generation } = this.#webgl;
    if (this.#compiled.generation !== generation) this.#compiled = { generation, programs: new Set() };
    return this.#compiled.programs;
  }
}

/** Nothing is known of these points. */
function forget(fields: LandscapeFields, points: Uint32Array): void {
  for (const point of points) {
    fields.loss[point] = Number.NaN;
    fields.lossError[point] = Number.POSITIVE_INFINITY;
    fields.curvatureError[point] = Number.POSITIVE_INFINITY;
  }
}

/** Reports each rise of the fraction done. Progress never falls, not even when a tile is computed again. */
function reportRising(onProgress: ProgressOptions["onProgress"]): (fraction: number) => void {
  let done = 0;
  return (fraction) => {
    if (fraction <= done) return;
    done = fraction;
    onProgress?.(done);
  };
}
