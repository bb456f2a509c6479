import type { LandscapePlan } from "../../slice/landscape-plan";
import { type FirstLayer, ROW_STRIDE } from "./first-layer";
import type { SwitchList } from "./switch-list";

/** Finds the places of a straight path through a slice at which units of one sample switch. */
export interface SwitchSweep {
  /** The path from one point to another, in slice coordinates. */
  aim(fromX: number, fromY: number, toX: number, toY: number): void;
  /** @returns a list that the next call fills again */
  find(sample: number): SwitchList;
}

/** The straight path between two points of a slice, along which every weight is affine in t, 0 to 1. */
export class StraightPath {
  readonly #plan: LandscapePlan;
  readonly #first: FirstLayer;
  /** The weights that are used begin and end here. */
  readonly #begin: number;
  readonly #end: number;
  /** The weights at t = 0, and their changes from t = 0 to t = 1: [parameterCount] each. */
  readonly start: Float64Array;
  readonly change: Float64Array;
  #x = 0;
  #y = 0;
  #alongX = 0;
  #alongY = 0;

  /** @param deepest  the last layer whose weights are used */
  constructor(plan: LandscapePlan, first: FirstLayer, deepest: number) {
    const { layers, parameterCount } = plan.layout;
    this.#plan = plan;
    this.#first = first;
    // The projection replaces the weights of the first layer.
    this.#begin = layers[0]!.bias + layers[0]!.units;
    this.#end = layers[deepest]!.bias + layers[deepest]!.units;
    this.start = new Float64Array(parameterCount);
    this.change = new Float64Array(parameterCount);
  }

  aim(fromX: number, fromY: number, toX: number, toY: number): void {
    const { center, dx, dy } = this.#plan;
    const { start, change } = this;
    const alongX = toX - fromX;
    const alongY = toY - fromY;
    for (let p = this.#begin; p < this.#end; p++) {
      start[p] = center[p]! + fromX * dx[p]! + fromY * dy[p]!;
      change[p] = alongX * dx[p]! + alongY * dy[p]!;
    }
    this.#x = fromX;
    this.#y = fromY;
    this.#alongX = alongX;
    this.#alongY = alongY;
  }

  /** The first layer's pre-activations as constant and slope in t, [units · 2]. */
  projectSample(sample: number, into: Float64Array): void {
    const row = this.#first.rowOf(sample);
    for (let at = 0, j = 0; at < row.length; at += ROW_STRIDE, j += 2) {
      const z1 = row[at + 1]!;
      const z2 = row[at + 2]!;
      into[j] = row[at]! + this.#x * z1 + this.#y * z2;
      into[j + 1] = this.#alongX * z1 + this.#alongY * z2;
    }
  }
}
