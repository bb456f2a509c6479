import { allocateFields } from "../landscape/fields";
import type {
  BackendInfo,
  EvaluatedFields,
  EvaluateOptions,
  LandscapeEvaluator,
  LandscapeFields,
  LandscapePlan,
} from "../landscape/landscape";
import { REFERENCE_BACKEND } from "../landscape/reference-evaluator";
import { ReferencePoints } from "../landscape/reference-points";
import type { NetworkLayout } from "../model/layout";
import type { LossSpec } from "../spec/schema";
import { formatExact } from "../words/numbers";
import type { WebglBackend } from "./backend";
import { DeviceFaultError, LateAnswerError } from "./device-errors";
import { finishTile } from "./finish-tile";
import type { KernelMode } from "./landscape-shader";
import { PlanKernel } from "./plan-kernel";
import { TileSizes } from "./tile-sizes";

/** Times that a tile is run again, smaller, before the GPU is given up. */
const RETRIES = 2;

/** The share of a tile's progress that its draws stand for where the tile before had points for the processor, which is slower. */
const KERNEL_SHARE = 0.1;

/** What a test may set. */
export interface EvaluatorSettings {
  /** Milliseconds until a tile's answer is called late. */
  readonly answerLimitMs: number;
  /** The same for the first draw of a program, in which a driver may compile it. */
  readonly compileLimitMs: number;
  /** Points of every tile; null where the measured speed says. */
  readonly tilePoints: number | null;
}

const SETTINGS: EvaluatorSettings = { answerLimitMs: 15_000, compileLimitMs: 60_000, tilePoints: null };

type WebglOptions = EvaluateOptions & { readonly modes?: readonly KernelMode[] };

/**
 * Evaluates landscapes with the fused kernel on tfjs's WebGL backend, and with the float64 evaluator the points that the kernel cannot
 * deliver: those at which float32 overflows, and all that are left when the GPU is late again and again.
 */
export class WebglEvaluator implements LandscapeEvaluator {
  readonly backend: BackendInfo;
  readonly #webgl: WebglBackend;
  readonly #settings: EvaluatorSettings;
  /** Programs that have answered on the context of this generation. */
  #compiled = { generation: 0, programs: new Set<string>() };
  /** None once the GPU was given up, until it answers again: the next landscape must not wait as long as that one. */
  #retriesWhenLate = RETRIES;

  constructor(webgl: WebglBackend, settings: Partial<EvaluatorSettings> = {}) {
    this.#webgl = webgl;
    this.#settings = { ...SETTINGS, ...settings };
    this.backend = webgl.info;
  }

  /**
   * @param options.modes  which kernels to run; `["loss"]` leaves the curvature at 0
   * @throws DeviceFaultError with a sentence when the GPU returns a tile incomplete or in error again and again
   * @throws ContextLostError when the graphics context is lost
   */
  async evaluate(plan: LandscapePlan, options: WebglOptions = {}): Promise<EvaluatedFields> {
    const fields = allocateFields(plan.grid);
    const total = plan.grid.columns * plan.grid.rows;
    const reference = new ReferencePoints(plan);
    let done = 0;
    // A tile that is run again would take its progress back.
    const report = (points: number) => {
      done = Math.max(done, points);
      options.onProgress?.(done / total);
    };
    let inFloat64 = 0;
    const fill = async (points: Uint32Array, first: number, last: number) => {
      if (points.length === 0) return;
      inFloat64 += points.length;
      const onProgress = (fraction: number) => report(first + fraction * (last - first));
      await reference.fill(fields, points, { signal: options.signal, onProgress });
    };
    const delivered = await this.#runTiles(plan, fields, options, report, fill);
    await fill(rangeFrom(delivered, total), delivered, total);
    return { ...fields, backend: describeBackend(this.backend, inFloat64, total) };
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

  /**
   * Runs tile after tile until the grid is done or the GPU was late too often.
   * @param fill  computes points of a tile in float64
   * @returns how many points, from the first, are done
   */
  async #runTiles(
    plan: LandscapePlan,
    fields: LandscapeFields,
    { modes = ["loss", "curvature"], signal }: WebglOptions,
    report: (points: number) => void,
    fill: (points: Uint32Array, first: number, last: number) => Promise<void>,
  ): Promise<number> {
    const total = fields.loss.length;
    const { answerLimitMs, compileLimitMs, tilePoints } = this.#settings;
    let kernel = new PlanKernel(this.#webgl, plan, modes);
    const sizes = new TileSizes(kernel.productsAtOnce);
    let failures = 0;
    let kernelShare = 1;
    try {
      for (let start = 0; start < total; ) {
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
          const unknown = finishTile(plan, sums, start, fields);
          if (this.backend.floatBits === 32) await fill(unknown, start + kernelShare * count, start + count);
          kernelShare = unknown.length > 0 ? KERNEL_SHARE : 1;
        } catch (error) {
          const isLate = error instanceof LateAnswerError;
          if (!isLate && !(error instanceof DeviceFaultError)) throw error;
          failures++;
          if (isLate && (failures > this.#retriesWhenLate || !isCompiled)) {
            this.#retriesWhenLate = 0;
            return start;
          }
          if (failures > RETRIES) throw error;
          sizes.failed(count);
          kernel.dispose(false);
          kernel = new PlanKernel(this.#webgl, plan, modes);
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
    return total;
  }

  #compiledPrograms(): Set<string> {
    const { generation } = this.#webgl;
    if (this.#compiled.generation !== generation) this.#compiled = { generation, programs: new Set() };
    return this.#compiled.programs;
  }
}

function rangeFrom(first: number, end: number): Uint32Array {
  return Uint32Array.from({ length: end - first }, (_, i) => first + i);
}

/** A landscape says where its points come from. */
function describeBackend(webgl: BackendInfo, inFloat64: number, total: number): BackendInfo {
  if (inFloat64 === 0) return webgl;
  if (inFloat64 === total) return REFERENCE_BACKEND;
  const [part, whole] = [inFloat64, total].map(formatExact);
  return { ...webgl, renderer: `${webgl.renderer}; ${part} of ${whole} points in float64 on the processor` };
}
