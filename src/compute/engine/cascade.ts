import type { ProgressOptions } from "../../numeric/progress-options";
import type { BackendInfo } from "../../slice/backend-info";
import type { PointEvaluator } from "../../slice/evaluator";
import { allocateFields, type LandscapeFields, readPoints } from "../../slice/landscape-fields";
import type { LandscapePlan } from "../../slice/landscape-plan";
import { formatExact } from "../../words/numbers";
import { isUndecided } from "./is-undecided";

/** A stage's share of the progress that is left; how many points it leaves to the next one is not known before. */
const STAGE_SHARE = 0.8;

/**
 * Several evaluators, a quick one first: each computes only the points that the one before it leaves undecided and does not bound as closely
 * as it could. Every point has the bounds of the evaluator that computed it, so points of different precision can stand side by side.
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
    options: ProgressOptions = {},
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
  async fill(points: Uint32Array, options: ProgressOptions = {}): Promise<Uint32Array> {
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

  async #runStages(missing: Uint32Array, { signal, onProgress }: ProgressOptions): Promise<Uint32Array> {
    let open = missing;
    let done = 0;
    for (const [number, evaluator] of this.#stages.entries()) {
      if (open.length === 0) break;
      const share = number === this.#stages.length - 1 ? 1 - done : STAGE_SHARE * (1 - done);
      const began = done;
      const before = number > 0 ? readPoints(this.fields, open) : null;
      const report = (fraction: number): void => {
        done = Math.max(done, began + share * fraction);
        onProgress?.(done);
      };
      const coarse = await evaluator.fill(this.#plan, this.fields, open, { signal, onProgress: report });
      done = began + share;
      this.#keepBetter(open, before, number);
      open = coarse.filter((point) => isUndecided(this.fields, point));
    }
    return open;
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
