import type { LandscapeFields } from "../slice/landscape-fields";
import type { LandscapePlan } from "../slice/landscape-plan";
import type { ProblemPoints } from "./problem-points";

/** The points of one call, which one thread or several take in turn; what they find goes into the fields. */
export class PointQueue {
  readonly problem: ProblemPoints;
  /** Whether derivatives are wanted; else the loss alone. */
  readonly curvature: boolean;
  readonly #plan: LandscapePlan;
  readonly #fields: LandscapeFields;
  readonly #points: Uint32Array;
  readonly #onProgress: ((fraction: number) => void) | undefined;
  /** Whether an evaluator with a bound for each unit may bound the point more closely; one for each of the points. */
  readonly #isCoarse: Uint8Array;
  #taken = 0;
  #done = 0;
  /** Ranges that were taken and not computed. */
  readonly #returned: PointRange[] = [];

  constructor(
    problem: ProblemPoints,
    plan: LandscapePlan,
    fields: LandscapeFields,
    points: Uint32Array,
    curvature: boolean,
    onProgress: ((fraction: number) => void) | undefined,
  ) {
    this.problem = problem;
    this.curvature = curvature;
    this.#plan = plan;
    this.#fields = fields;
    this.#points = points;
    this.#onProgress = onProgress;
    this.#isCoarse = new Uint8Array(points.length);
  }

  /** The multiply-adds of a point, about. */
  get pointWork(): number {
    const { blocks, blockWork } = this.problem.packed;
    return blocks * blockWork;
  }

  /** The multiply-adds of all points. */
  get work(): number {
    return this.#points.length * this.pointWork;
  }

  /** The next points, at most this many; null when none is left. */
  take(count: number): PointRange | null {
    const returned = this.#returned.pop();
    if (returned) return returned;
    if (this.#taken === this.#points.length) return null;
    const start = this.#taken;
    this.#taken = Math.min(this.#taken + count, this.#points.length);
    return { start, end: this.#taken };
  }

  /** Gives back points that could not be computed. */
  putBack(range: PointRange): void {
    this.#returned.push(range);
  }

  /** The slice coordinates of points: x, y, x, y, … */
  coordinatesOf({ start, end }: PointRange): Float64Array {
    const { grid } = this.#plan;
    const coordinates = new Float64Array(2 * (end - start));
    for (let at = start; at < end; at++) {
      const point = this.#points[at]!;
      coordinates[2 * (at - start)] = grid.x[point % grid.columns]!;
      coordinates[2 * (at - start) + 1] = grid.y[Math.floor(point / grid.columns)]!;
    }
    return coordinates;
  }

  /** Takes what the kernel says of points, one record after the other. */
  finish(range: PointRange, coordinates: Float64Array, records: Float64Array): void {
    const { start, end } = range;
    for (let at = start; at < end; at++) {
      const n = at - start;
      const isCoarse = this.problem.write(
        this.#fields,
        this.#points[at]!,
        coordinates[2 * n]!,
        coordinates[2 * n + 1]!,
        records,
        n * this.problem.packed.recordLength,
        this.curvature,
      );
      this.#isCoarse[at] = Number(isCoarse);
    }
    this.#done += end - start;
  }

  /** Says how much is done, with a part of one more point. */
  report(part = 0): void {
    this.#onProgress?.((this.#done + part) / this.#points.length);
  }

  /** The points that a more careful evaluator may bound more closely. */
  coarsePoints(): Uint32Array {
    return this.#points.filter((_, at) => this.#isCoarse[at] === 1);
  }
}

/** Positions in a list of points, from `start` up to and without `end`. */
export interface PointRange {
  readonly start: number;
  readonly end: number;
}
