import { lossArgument } from "../../model/network/losses";
import type { LandscapePlan } from "../../slice/landscape-plan";
import { type FirstLayer, ROW_STRIDE } from "./first-layer";

/** Where z0 + x·z1 + y·z2 = 0 crosses the slice: (x, y) = point + t·direction, from ≤ t ≤ to, direction of length 1. */
export interface CreaseLine {
  readonly sample: number;
  readonly unit: number;
  readonly point: readonly [number, number];
  readonly direction: readonly [number, number];
  readonly from: number;
  readonly to: number;
}

interface Rectangle {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** The lines on which units of the first layer switch. They are exact, because its pre-activations are affine in the slice's coordinates. */
export class FirstLayerLines {
  readonly #plan: LandscapePlan;
  readonly #first: FirstLayer;
  readonly #rectangle: Rectangle;

  constructor(plan: LandscapePlan, first: FirstLayer) {
    this.#plan = plan;
    this.#first = first;
    const { x, y } = plan.grid;
    this.#rectangle = { x: [x[0]!, x.at(-1)!], y: [y[0]!, y.at(-1)!] };
  }

  /** The part of the line of one sample and unit within the slice; null where there is none. */
  find(sample: number, unit: number): CreaseLine | null {
    const [z0, z1, z2] = this.#coefficients(sample, unit);
    const length = Math.hypot(z1, z2);
    if (!(length > 0)) return null;
    const point = [(-z0 / length) * (z1 / length), (-z0 / length) * (z2 / length)] as const;
    const direction = [-z2 / length, z1 / length] as const;
    let [from, to] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    const sides = [this.#rectangle.x, this.#rectangle.y];
    for (const axis of [0, 1] as const) {
      const [low, high] = sides[axis]!;
      if (direction[axis] === 0) {
        if (point[axis] < low || point[axis] > high) return null;
        continue;
      }
      const ends = [(low - point[axis]) / direction[axis], (high - point[axis]) / direction[axis]];
      from = Math.max(from, Math.min(...ends));
      to = Math.min(to, Math.max(...ends));
    }
    return from < to ? { sample, unit, point, direction, from, to } : null;
  }

  #coefficients(sample: number, unit: number): [number, number, number] {
    const { layout, loss, data } = this.#plan;
    const row = this.#first.rowOf(sample);
    const at = unit * ROW_STRIDE;
    const [z0, z1, z2] = [row[at]!, row[at + 1]!, row[at + 2]!];
    if (layout.layers.length > 1) return [z0, z1, z2];
    // Without hidden layers only the hinge loss switches, where 1 − (2y − 1)·f is 0.
    if (loss.kind !== "hinge") return [z0, 0, 0];
    const { scale, shift } = lossArgument("hinge", data.y[sample * layout.outputs + unit]!);
    return [scale * z0 + shift, scale * z1, scale * z2];
  }
}

/** The point at t. */
export function pointOnLine({ point, direction }: CreaseLine, t: number): [number, number] {
  return [point[0] + t * direction[0], point[1] + t * direction[1]];
}
