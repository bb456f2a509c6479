import { PROJECTION_STRIDE, projectFirstLayer } from "../../model/jets/slice";
import { type LandscapePlan, sliceOfPlan } from "../../slice/landscape-plan";
import type { SlicePlace } from "../../slice/slice-place";

/** Where a unit switches on a straight path through a slice. */
export interface SwitchPlace {
  readonly layer: number;
  readonly unit: number;
  /** Position along the path, 0 to 1. */
  readonly place: number;
}

/** Finds the places of a straight path at which units of one sample switch. */
export interface SwitchSweep {
  aim(from: SlicePlace, to: SlicePlace): void;
  /** @returns in increasing order of `place` */
  find(sample: number): SwitchPlace[];
}

/** The straight path between two points of a slice, along which every weight is affine in t, 0 to 1. */
export class StraightPath {
  readonly #plan: LandscapePlan;
  readonly #projection: Float64Array;
  /** The weights at t = 0, and their changes from t = 0 to t = 1: [parameterCount] each. */
  readonly start: Float64Array;
  readonly change: Float64Array;
  #from: SlicePlace = [0, 0];
  #to: SlicePlace = [0, 0];

  constructor(plan: LandscapePlan) {
    this.#plan = plan;
    this.#projection = projectFirstLayer(plan.layout, plan.data, sliceOfPlan(plan));
    this.start = new Float64Array(plan.layout.parameterCount);
    this.change = new Float64Array(plan.layout.parameterCount);
  }

  aim(from: SlicePlace, to: SlicePlace): void {
    const { center, dx, dy } = this.#plan;
    const { start, change } = this;
    const [x, y] = from;
    const [alongX, alongY] = [to[0] - x, to[1] - y];
    // The projection replaces the weights of the first layer.
    for (let p = this.#plan.layout.layers[0]!.bias + this.#plan.layout.layers[0]!.units; p < center.length; p++) {
      start[p] = center[p]! + x * dx[p]! + y * dy[p]!;
      change[p] = alongX * dx[p]! + alongY * dy[p]!;
    }
    [this.#from, this.#to] = [from, to];
  }

  /** The first layer's pre-activations as constant and slope in t, [units · 2]. */
  projectSample(sample: number, into: Float64Array): void {
    const { units } = this.#plan.layout.layers[0]!;
    const [x, y] = this.#from;
    const [alongX, alongY] = [this.#to[0] - x, this.#to[1] - y];
    for (let j = 0; j < units; j++) {
      const at = (sample * units + j) * PROJECTION_STRIDE;
      const [z1, z2] = [this.#projection[at + 1]!, this.#projection[at + 2]!];
      into[2 * j] = this.#projection[at]! + x * z1 + y * z2;
      into[2 * j + 1] = alongX * z1 + alongY * z2;
    }
  }
}
