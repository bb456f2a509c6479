import type { BackendInfo } from "../../slice/backend-info";
import type { FillOptions, PointEvaluator } from "../../slice/evaluator";
import { allocateFields, type LandscapeFields, readPoints } from "../../slice/landscape-fields";
import type { LandscapePlan } from "../../slice/landscape-plan";
import { formatExact } from "../../words/numbers";
import { hasNoBound, isUndecided } from "./is-undecided";

/** A stage's share of the progress that is left; how many points it leaves to the next one is not known before. */
const STAGE_SHARE = 0.8;
/** Doubtful points that the next evaluator is asked about first. */
const FIRST_BATCH = 16;
const GOLDEN_SECTION = (Math.sqrt(5) - 1) / 2;

/**
 * Several evaluators, a quick one first: each computes only points that the one before it leaves undecided. Every point has the bounds of
 * the evaluator that computed it, so points of different precision can stand side by side.
 *
 * @see Shewchuk 1997, "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric Predicates"
 */
export class Cascade implements PointEvaluator {
  readonly stages: readonly PointEvaluator[];

  constructor(stages: readonly PointEvaluator[]) {
    this.stages = stages;
  }

  get backend(): BackendInfo {
    return this.stages[0]!.backend;
  }

  /** Begins a landscape that several calls will fill. */
  begin(plan: LandscapePlan, fields: LandscapeFields = allocateFields(plan.grid)): CascadeFill {
    return new CascadeFill(this.stages, plan, fields);
  }

  async fill(
    plan: LandscapePlan,
    fields: LandscapeFields,
    points: Uint32Array,
    options: FillOptions = {},
  ): Promise<Uint32Array> {
    return this.begin(plan, fields).fill(points, options);
  }
}

/** The fields of one landscape, and which evaluator computed each point. */
export class CascadeFill {
  readonly fields: LandscapeFields;
  readonly #stages: readonly PointEvaluator[];
  readonly #plan: LandscapePlan;
  /** For each point: 1 + the number of the stage whose curvature stands there; 0 where nothing is computed. */
  readonly #sources: Uint8Array;

  constructor(stages: readonly PointEvaluator[], plan: LandscapePlan, fields: LandscapeFields) {
    this.#stages = stages;
    this.#plan = plan;
    this.fields = fields;
    this.#sources = new Uint8Array(fields.loss.length);
  }

  /**
   * Computes those of these points that are not computed yet.
   * @param points  indices in the grid
   * @returns those of them that a more careful evaluator might still decide
   * @throws DOMException named AbortError when the signal is aborted
   */
  async fill(points: Uint32Array, options: FillOptions = {}): Promise<Uint32Array> {
    const missing = points.filter((point) => this.#sources[point] === 0);
    try {
      const open = await this.#runStages(missing, options);
      options.onProgress?.(1);
      return open;
    } catch (error) {
      // Points that not all stages have seen are computed again by the next call.
      for (const point of missing) this.#sources[point] = 0;
      throw error;
    }
  }

  async #runStages(missing: Uint32Array, { signal, onProgress, lossOnly }: FillOptions): Promise<Uint32Array> {
    let open = missing;
    let doubtful = new Uint32Array();
    let done = 0;
    for (const [number, evaluator] of this.#stages.entries()) {
      if (open.length + doubtful.length === 0) break;
      const share = number === this.#stages.length - 1 ? 1 - done : STAGE_SHARE * (1 - done);
      const began = done;
      const report = (fraction: number): void => {
        done = Math.max(done, began + share * fraction);
        onProgress?.(done);
      };
      const refine = (points: Uint32Array, onPart: (fraction: number) => void) =>
        this.#refine(number, evaluator, points, { signal, lossOnly, onProgress: onPart });
      const weight = open.length / (open.length + doubtful.length);
      const left = await refine(open, (fraction) => report(weight * fraction));
      const tried = await tryInBatches(doubtful, (points) => refine(points, () => {}));
      report(1);
      open = left.coarse;
      doubtful = Uint32Array.of(...left.doubtful, ...tried);
    }
    return open;
  }

  /** Computes points with one evaluator. @returns those that are still undecided */
  async #refine(
    stage: number,
    evaluator: PointEvaluator,
    points: Uint32Array,
    options: FillOptions,
  ): Promise<Undecided> {
    if (points.length === 0) return { coarse: points, doubtful: points };
    const before = stage > 0 ? readPoints(this.fields, points) : null;
    const coarse = await evaluator.fill(this.#plan, this.fields, points, options);
    this.#keepBetter(points, before, stage);
    const isCoarse = new Set(coarse);
    const isOpen = options.lossOnly ? hasNoBound : isUndecided;
    const undecided = points.filter((point) => isOpen(this.fields, point));
    return {
      coarse: undecided.filter((point) => isCoarse.has(point)),
      doubtful: undecided.filter((point) => !isCoarse.has(point)),
    };
  }

  /** What computed these points; all points where none are given. */
  describe(points?: Uint32Array): BackendInfo {
    const counts = new Uint32Array(this.#stages.length);
    for (const source of points ? points.map((point) => this.#sources[point]!) : this.#sources) {
      if (source > 0) counts[source - 1]!++;
    }
    return describeStages(
      this.#stages.map(({ backend }) => backend),
      counts,
    );
  }

  /** Where an earlier stage had the smaller bound, its values stand again. */
  #keepBetter(points: Uint32Array, before: LandscapeFields | null, stage: number): void {
    const { fields } = this;
    for (const [i, point] of points.entries()) {
      if (before && before.lossError[i]! < fields.lossError[point]!) copyPoint(before, i, fields, point, LOSS_NAMES);
      if (before && before.curvatureError[i]! < fields.curvatureError[point]!) {
        copyPoint(before, i, fields, point, CURVATURE_NAMES);
        continue;
      }
      this.#sources[point] = stage + 1;
    }
  }
}

const LOSS_NAMES = ["loss", "lossError"] as const;
const CURVATURE_NAMES = ["xx", "xy", "yy", "curvatureError"] as const;

function copyPoint(
  from: LandscapeFields,
  at: number,
  to: LandscapeFields,
  point: number,
  names: readonly (keyof LandscapeFields)[],
): void {
  for (const name of names) to[name][point] = from[name][at]!;
}

/** Undecided points: those that a more careful evaluator may bound more closely, and those where none may be able to decide. */
interface Undecided {
  readonly coarse: Uint32Array;
  readonly doubtful: Uint32Array;
}

/**
 * At a flat direction no evaluator can decide, and asking a careful one about thousands of such points would take long. So it is asked about
 * a few points spread over all, then about twice as many, as long as it decides half of them.
 *
 * @returns the coarse points among those that were tried
 */
async function tryInBatches(
  points: Uint32Array,
  refine: (points: Uint32Array) => Promise<Undecided>,
): Promise<Uint32Array> {
  const order = spread(points);
  const coarse: number[] = [];
  for (let from = 0, size = FIRST_BATCH; from < order.length; from += size, size *= 2) {
    const batch = order.slice(from, from + size);
    const left = await refine(batch);
    coarse.push(...left.coarse);
    if (left.coarse.length + left.doubtful.length > batch.length / 2) break;
  }
  return Uint32Array.from(coarse);
}

/** The same points in an order whose every beginning lies all over them: by steps of the golden section. */
function spread(points: Uint32Array): Uint32Array {
  const places = Array.from(points, (point, i) => ({ point, place: (i * GOLDEN_SECTION) % 1 }));
  return Uint32Array.from(
    places.sort((a, b) => a.place - b.place),
    ({ point }) => point,
  );
}

/** The backend as the landscape states it. */
function describeStages(backends: readonly BackendInfo[], counts: Uint32Array): BackendInfo {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const [first = 0, ...others] = backends.flatMap((_, stage) => (counts[stage]! > 0 ? [stage] : []));
  const parts = others.map((stage, i) => {
    const whole = i === 0 ? ` of ${formatExact(total)} points` : "";
    return `${formatExact(counts[stage]!)}${whole} by ${backends[stage]!.renderer}`;
  });
  return { ...backends[first]!, renderer: [backends[first]!.renderer, parts.join(", ")].filter(Boolean).join("; ") };
}
