import { shareOfProjection } from "../model/jets/slice";
import { createPacer, type Pacer } from "../numeric/pacer";
import type { ProgressOptions } from "../numeric/progress-options";
import type { BackendInfo } from "../slice/backend-info";
import { evaluateGrid } from "../slice/evaluate-grid";
import type { FillOptions, LandscapeEvaluator, PointEvaluator } from "../slice/evaluator";
import type { EvaluatedFields, LandscapeFields } from "../slice/landscape-fields";
import type { LandscapePlan } from "../slice/landscape-plan";
import { Kernel } from "./kernel";
import { KernelPool } from "./kernel-pool";
import { PointQueue } from "./point-queue";
import { ProblemPoints } from "./problem-points";

/** The backend of a landscape whose points are computed by the kernel. */
const PROCESSOR_BACKEND: BackendInfo = {
  kind: "processor",
  renderer: "WebAssembly SIMD float64",
  floatBits: 64,
};

/** Multiply-adds between two looks at the clock: a few milliseconds. */
const WORK_AT_ONCE = 10_000_000;

/** The float64 evaluator with vector instructions: on this thread, and on others where there is enough to do. */
export class ProcessorEvaluator implements LandscapeEvaluator, PointEvaluator {
  readonly backend = PROCESSOR_BACKEND;
  readonly #pool: KernelPool;
  /** The plan of the last call: the points of one landscape are asked for in several calls. */
  #last: ProblemPoints | null = null;
  /** An instance that no call is using. A call that rests keeps its own. */
  #idle: Kernel | null = null;

  constructor(pool = new KernelPool()) {
    this.#pool = pool;
  }

  evaluate(plan: LandscapePlan, options?: ProgressOptions): Promise<EvaluatedFields> {
    return evaluateGrid(this, plan, options);
  }

  async fill(
    plan: LandscapePlan,
    fields: LandscapeFields,
    points: Uint32Array,
    { signal, onProgress, lossOnly = false }: FillOptions = {},
  ): Promise<Uint32Array> {
    signal?.throwIfAborted();
    const kernel = this.#idle ?? (await Kernel.start());
    this.#idle = null;
    try {
      const pacer = createPacer(signal);
      const share = this.#last?.serves(plan) ? 0 : shareOfProjection(plan.layout, points.length);
      const problem = await this.#prepare(plan, kernel.base, pacer, (fraction) => onProgress?.(share * fraction));
      const report = (fraction: number): void => onProgress?.(share + (1 - share) * fraction);
      const queue = new PointQueue(problem, plan, fields, points, !lossOnly, report);
      kernel.load(problem.packed);
      if (this.#pool.isWorthwhile(queue)) await this.#share(kernel, queue, pacer, signal);
      await computeHere(kernel, queue, pacer, () => true);
      onProgress?.(1);
      return queue.coarsePoints();
    } finally {
      this.#idle = kernel;
    }
  }

  /** Computes with workers; on this thread too until the first of them is ready. */
  async #share(kernel: Kernel, queue: PointQueue, pacer: Pacer, signal: AbortSignal | undefined): Promise<void> {
    let isAlone = true;
    const onReady = () => {
      isAlone = false;
    };
    await Promise.all([computeHere(kernel, queue, pacer, () => isAlone), this.#pool.compute(queue, signal, onReady)]);
  }

  async #prepare(
    plan: LandscapePlan,
    base: number,
    pacer: Pacer,
    onProgress: (fraction: number) => void,
  ): Promise<ProblemPoints> {
    const last = this.#last;
    if (last?.serves(plan)) return last;
    const problem = await ProblemPoints.prepare(plan, base, pacer, onProgress);
    this.#last = problem;
    return problem;
  }
}

/** Computes points on this thread while it goes on, with rests for other work, in the middle of a point too. */
async function computeHere(kernel: Kernel, queue: PointQueue, pacer: Pacer, goesOn: () => boolean): Promise<void> {
  const { blocks, blockWork, recordLength } = queue.problem.packed;
  const step = Math.ceil(WORK_AT_ONCE / blockWork);
  const count = Math.ceil(step / blocks);
  while (goesOn()) {
    const range = queue.take(count);
    if (range === null) return;
    const points = range.end - range.start;
    const coordinates = queue.coordinatesOf(range);
    const records = new Float64Array(points * recordLength);
    for (let n = 0; n < points; n++) {
      kernel.place(coordinates[2 * n]!, coordinates[2 * n + 1]!);
      for (let first = 0; first < blocks; first += step) {
        kernel.pass(first, Math.min(first + step, blocks), queue.curvature);
        if (step >= blocks || !pacer.isDue()) continue;
        queue.report(n + first / blocks);
        await pacer.rest();
      }
      kernel.report(records, n * recordLength);
    }
    queue.finish(range, coordinates, records);
    if (!pacer.isDue()) continue;
    queue.report();
    await pacer.rest();
  }
}
