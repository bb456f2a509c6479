import type { LandscapePlan } from "../landscape/landscape";
import { activationRule } from "../model/activations";
import { lossArgument, lossSlopes } from "../model/losses";

/** One layer at one point of the slice for one sample, [units] each. */
interface ProbedLayer {
  /** Pre-activations and their derivatives along the slice's coordinates. */
  readonly z: Float64Array;
  readonly zx: Float64Array;
  readonly zy: Float64Array;
  readonly a: Float64Array;
  readonly ax: Float64Array;
  readonly ay: Float64Array;
  /** ∂L/∂a, L the mean over the data set. */
  readonly delta: Float64Array;
}

/** What switches at 0: a function of the slice's coordinates, its derivatives, and by how much the loss's slope in it jumps there. */
export interface Switch {
  readonly value: number;
  readonly x: number;
  readonly y: number;
  readonly slopeJump: number;
}

/** The layers with something that switches: kinked activations, and the output layer under a hinge. */
export function findKinkedLayers({ layout, loss }: Pick<LandscapePlan, "layout" | "loss">): number[] {
  const last = layout.layers.length - 1;
  return layout.layers.flatMap(({ activation }, k) => {
    const hinged = k === last && loss.kind === "hinge" && activation === "identity";
    return hinged || activationRule(activation, layout.leakySlope).firstJump > 0 ? [k] : [];
  });
}

/** Runs single samples at single points of a slice, forward with derivatives along the slice and backward to every unit's output. */
export class CreaseProbe {
  readonly #plan: LandscapePlan;
  readonly #layers: readonly ProbedLayer[];
  readonly #weights: Float64Array;
  #placed: readonly [number, number] | null = null;
  #sample = 0;

  constructor(plan: LandscapePlan) {
    this.#plan = plan;
    this.#weights = new Float64Array(plan.layout.parameterCount);
    this.#layers = plan.layout.layers.map(({ units }) => {
      const make = () => new Float64Array(units);
      return { z: make(), zx: make(), zy: make(), a: make(), ax: make(), ay: make(), delta: make() };
    });
  }

  /** Moves to a sample at slice coordinates (x, y). */
  run(sample: number, x: number, y: number): void {
    this.#sample = sample;
    this.#placeWeights(x, y);
    for (let k = 0; k < this.#layers.length; k++) this.#runLayer(k);
    this.#runBackward();
  }

  /**
   * What switches at a unit: for a hidden unit its z, at whose 0 the slope of its output jumps by 1 − slope and that of the loss by
   * (1 − slope)·∂L/∂a; for an output under a hinge the margin's shortfall 1 − (2y − 1)·f.
   */
  readSwitch(layer: number, unit: number): Switch {
    const { layout, data, loss } = this.#plan;
    const { z, zx, zy, delta } = this.#layers[layer]!;
    if (layer === this.#layers.length - 1) {
      if (loss.kind !== "hinge") throw new RangeError("Only a hinge makes the output layer switch.");
      const { scale, shift } = lossArgument("hinge", data.y[this.#sample * layout.outputs + unit]!);
      const slopeJump = 1 / (data.samples * layout.outputs);
      return { value: scale * z[unit]! + shift, x: scale * zx[unit]!, y: scale * zy[unit]!, slopeJump };
    }
    const rule = activationRule(layout.layers[layer]!.activation, layout.leakySlope);
    return { value: z[unit]!, x: zx[unit]!, y: zy[unit]!, slopeJump: rule.firstJump * delta[unit]! };
  }

  #placeWeights(x: number, y: number): void {
    if (this.#placed?.[0] === x && this.#placed[1] === y) return;
    const { center, dx, dy } = this.#plan;
    for (let p = 0; p < center.length; p++) this.#weights[p] = center[p]! + x * dx[p]! + y * dy[p]!;
    this.#placed = [x, y];
  }

  #runLayer(k: number): void {
    const { layout, data, dx, dy } = this.#plan;
    const { inputs, units, kernel, bias, activation, residual } = layout.layers[k]!;
    const { z, zx, zy, a, ax, ay } = this.#layers[k]!;
    const below = k > 0 ? this.#layers[k - 1]! : null;
    z.set(this.#weights.subarray(bias, bias + units));
    zx.set(dx.subarray(bias, bias + units));
    zy.set(dy.subarray(bias, bias + units));
    for (let i = 0; i < inputs; i++) {
      const value = below ? below.a[i]! : data.x[this.#sample * inputs + i]!;
      const [moveX, moveY] = below ? [below.ax[i]!, below.ay[i]!] : [0, 0];
      if (value === 0 && moveX === 0 && moveY === 0) continue;
      const row = kernel + i * units;
      for (let j = 0; j < units; j++) {
        const w = this.#weights[row + j]!;
        z[j]! += w * value;
        zx[j]! += w * moveX + dx[row + j]! * value;
        zy[j]! += w * moveY + dy[row + j]! * value;
      }
    }
    const rule = activationRule(activation, layout.leakySlope);
    for (let j = 0; j < units; j++) {
      const first = rule.first(z[j]!);
      a[j] = rule.value(z[j]!) + (residual ? below!.a[j]! : 0);
      ax[j] = first * zx[j]! + (residual ? below!.ax[j]! : 0);
      ay[j] = first * zy[j]! + (residual ? below!.ay[j]! : 0);
    }
  }

  #runBackward(): void {
    const { layout, data, loss } = this.#plan;
    const last = this.#layers.length - 1;
    const row = this.#sample * layout.outputs;
    const outputs = this.#layers[last]!;
    const slopes = lossSlopes(loss.kind, outputs.a, data.y.subarray(row, row + layout.outputs));
    for (let j = 0; j < layout.outputs; j++) outputs.delta[j] = slopes[j]! / data.samples;
    for (let k = last; k > 0; k--) {
      const { inputs, units, kernel, activation, residual } = layout.layers[k]!;
      const rule = activationRule(activation, layout.leakySlope);
      const { z, delta } = this.#layers[k]!;
      const below = this.#layers[k - 1]!.delta;
      const dz = delta.map((entry, j) => entry * rule.first(z[j]!));
      for (let i = 0; i < inputs; i++) {
        const from = kernel + i * units;
        let sum = residual ? delta[i]! : 0;
        for (let j = 0; j < units; j++) sum += this.#weights[from + j]! * dz[j]!;
        below[i] = sum;
      }
    }
  }
}

/** D⁺(v) + D⁺(−v) along the unit normal v of the line where it switches: below 0 the crease is concave. */
export function jumpAcross({ x, y, slopeJump }: Switch): number {
  return Math.hypot(x, y) * slopeJump;
}
