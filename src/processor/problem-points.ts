import { addPenalty, Penalty } from "../model/jets/penalty";
import type { PointJet } from "../model/jets/point-jet";
import { projectWithRests } from "../model/jets/slice";
import { haveSameEntries } from "../numeric/have-same-entries";
import type { Pacer } from "../numeric/pacer";
import type { LandscapeFields } from "../slice/landscape-fields";
import { type LandscapePlan, sliceOfPlan } from "../slice/landscape-plan";
import { readObservedPoint, summationDepth } from "./observed";
import { type PackedProblem, packProblem } from "./pack-problem";
import { PointBound } from "./point-bound";

/** What all points of a plan share: the problem as the kernel needs it, and what turns the kernel's records into a landscape. */
export class ProblemPoints {
  readonly #plan: LandscapePlan;
  readonly packed: PackedProblem;
  readonly #bound: PointBound;
  readonly #penalty: Penalty | null;
  readonly #terms: number;

  private constructor(plan: LandscapePlan, projection: Float64Array, base: number) {
    const { layout, data, loss } = plan;
    const slice = sliceOfPlan(plan);
    this.#plan = plan;
    this.packed = packProblem(plan, projection, base);
    this.#bound = new PointBound(plan, slice, projection, summationDepth(layout, data.samples));
    this.#penalty = loss.l2 > 0 ? new Penalty(loss.l2, slice) : null;
    this.#terms = data.samples * (loss.kind === "softmax-ce" ? 1 : layout.outputs);
  }

  /**
   * Prepares a plan, with rests for other work: many inputs take long to project.
   * @param base  see Kernel.base
   * @param onProgress  called with the fraction of the preparation that is done
   * @throws DOMException named AbortError when the pacer's signal is aborted
   */
  static async prepare(
    plan: LandscapePlan,
    base: number,
    pacer: Pacer,
    onProgress?: (fraction: number) => void,
  ): Promise<ProblemPoints> {
    const projection = await projectWithRests(plan.layout, plan.data, sliceOfPlan(plan), pacer, onProgress);
    return new ProblemPoints(plan, projection, base);
  }

  /** Whether a plan differs from this one's in the places of its grid points alone. */
  serves(plan: LandscapePlan): boolean {
    const { layout, loss, data, center, dx, dy } = this.#plan;
    const [slice, other] = [sliceOfPlan(this.#plan), sliceOfPlan(plan)];
    return (
      plan.layout === layout &&
      plan.loss === loss &&
      plan.data === data &&
      haveSameEntries(plan.center, center) &&
      haveSameEntries(plan.dx, dx) &&
      haveSameEntries(plan.dy, dy) &&
      other.xLimit === slice.xLimit &&
      other.yLimit === slice.yLimit
    );
  }

  /**
   * Writes a point into the fields.
   * @param x  slice coordinates of the point
   * @param records  what the kernel says of it begins at `start`
   * @param curvature  whether the kernel gave derivatives
   * @returns whether a more careful evaluator may bound it more closely
   */
  write(
    fields: LandscapeFields,
    point: number,
    x: number,
    y: number,
    records: Float64Array,
    start: number,
    curvature: boolean,
  ): boolean {
    const seen = readObservedPoint(records, start, this.#plan.layout.layers.length);
    const errors = this.#bound.evaluate(seen, x, y);
    const terms = this.#terms;
    let jet: PointJet = {
      loss: seen.loss / terms,
      lossError: errors.loss,
      x: seen.x / terms,
      y: seen.y / terms,
      xx: seen.xx / terms,
      xy: seen.xy / terms,
      yy: seen.yy / terms,
      curvatureError: errors.curvature,
    };
    if (this.#penalty) jet = addPenalty(jet, this.#penalty.evaluate(x, y));
    const isKnown = jet.lossError < Number.POSITIVE_INFINITY && Number.isFinite(jet.loss);
    const isCurvatureKnown =
      curvature && jet.curvatureError < Number.POSITIVE_INFINITY && Number.isFinite(jet.xx + jet.xy + jet.yy);
    fields.loss[point] = isKnown ? jet.loss : Number.NaN;
    fields.lossError[point] = isKnown ? jet.lossError : Number.POSITIVE_INFINITY;
    fields.xx[point] = jet.xx;
    fields.xy[point] = jet.xy;
    fields.yy[point] = jet.yy;
    fields.curvatureError[point] = isCurvatureKnown ? jet.curvatureError : Number.POSITIVE_INFINITY;
    return errors.isCoarse || !isKnown || (curvature && !isCurvatureKnown);
  }
}
