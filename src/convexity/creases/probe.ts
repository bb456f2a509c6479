import { type ActivationRule, activationRule } from "../../model/network/activations";
import { lossArgument, writeLossSlopes } from "../../model/network/losses";
import type { LandscapePlan } from "../../slice/landscape-plan";

/** One layer at one point of the slice for one sample, [units] each. */
interface ProbedLayer {
  /** Pre-activations and their derivatives along the slice's coordinates. */
  readonly z: Float64Array;
  /** The activation's slope at z. */
  readonly first: Float64Array;
  readonly zx: Float64Array;
  readonly zy: Float64Array;
  readonly a: Float64Array;
  readonly ax: Float64Array;
  readonly ay: Float64Array;
  /** ∂L/∂a, L the mean over the data set. */
  readonly delta: Float64Array;
  /** ∂L/∂z. */
  readonly dz: Float64Array;
}

/** A function of the slice's coordinates whose sign is a switch: its value, its derivatives, and the jump of the loss's slope in it at 0. */
export interface Switch {
  readonly value: number;
  readonly x: number;
  readonly y: number;
  readonly slopeJump: number;
}

/** A unit that is assumed to be at its kink. */
export interface UnitPlace {
  readonly layer: number;
  readonly unit: number;
}

/** The layers that switch: those with a kinked activation, and the output layer with the hinge loss. */
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
  readonly #rules: readonly ActivationRule[];
  /** The current sample, as a layer that does not move. */
  readonly #inputs: Pick<ProbedLayer, "a" | "ax" | "ay">;
  readonly #weights: Float64Array;
  /** Where the current weights are; NaN before the first run. */
  #x = Number.NaN;
  #y = Number.NaN;
  #sample = 0;
  #at: UnitPlace | null = null;
  #runs = 0;

  constructor(plan: LandscapePlan) {
    this.#plan = plan;
    this.#rules = plan.layout.layers.map(({ activation }) => activationRule(activation, plan.layout.leakySlope));
    const wide = () => new Float64Array(plan.layout.inputs);
    this.#inputs = { a: wide(), ax: wide(), ay: wide() };
    this.#weights = new Float64Array(plan.layout.parameterCount);
    this.#layers = plan.layout.layers.map(({ units }) => {
      const make = () => new Float64Array(units);
      return {
        z: make(),
        first: make(),
        zx: make(),
        zy: make(),
        a: make(),
        ax: make(),
        ay: make(),
        delta: make(),
        dz: make(),
      };
    });
  }

  /**
   * Runs a sample at slice coordinates (x, y). A hidden unit `at` may be given that switches there: its z is then 0 and it counts as on, and a
   * unit above it that is 0 only for this reason is on if it turns on with it. So the slope is that of the side on which the unit is on, and
   * the jump is right also where the switch of one unit switches another.
   */
  run(sample: number, x: number, y: number, at: UnitPlace | null = null): void {
    const last = this.#layers.length - 1;
    this.#at = at && at.layer < last ? at : null;
    this.runForward(sample, x, y, last);
    this.#runBackward();
    this.#at = null;
  }

  /** The number of runs so far. */
  get runs(): number {
    return this.#runs;
  }

  /** Like `run`, but forward only and up to a layer, so that readSwitch has no slope. */
  runForward(sample: number, x: number, y: number, deepest: number): void {
    this.#runs++;
    this.#sample = sample;
    this.#placeWeights(x, y);
    for (let k = 0; k <= deepest; k++) this.#runLayer(k);
  }

  /**
   * The switch of a unit. For a hidden unit it is z: at z = 0 the slope of its output jumps by 1 − slope, and the slope of the loss by
   * (1 − slope)·∂L/∂a. For an output with the hinge loss it is 1 − (2y − 1)·f.
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
    const rule = this.#rules[layer]!;
    return { value: z[unit]!, x: zx[unit]!, y: zy[unit]!, slopeJump: rule.firstJump * delta[unit]! };
  }

  #placeWeights(x: number, y: number): void {
    if (this.#x === x && this.#y === y) return;
    const { center, dx, dy } = this.#plan;
    for (let p = 0; p < center.length; p++) this.#weights[p] = center[p]! + x * dx[p]! + y * dy[p]!;
    this.#x = x;
    this.#y = y;
  }

  #runLayer(k: number): void {
    const { layout, dx, dy } = this.#plan;
    const { inputs, units, kernel, bias } = layout.layers[k]!;
    const { z, zx, zy } = this.#layers[k]!;
    if (k === 0) this.#placeInputs(inputs);
    const { a, ax, ay } = k > 0 ? this.#layers[k - 1]! : this.#inputs;
    const weights = this.#weights;
    for (let j = 0; j < units; j++) {
      z[j] = weights[bias + j]!;
      zx[j] = dx[bias + j]!;
      zy[j] = dy[bias + j]!;
    }
    for (let i = 0; i < inputs; i++) {
      const value = a[i]!;
      const moveX = ax[i]!;
      const moveY = ay[i]!;
      if (value === 0 && moveX === 0 && moveY === 0) continue;
      for (let j = 0, p = kernel + i * units; j < units; j++, p++) {
        const w = weights[p]!;
        z[j]! += w * value;
        zx[j]! += w * moveX + dx[p]! * value;
        zy[j]! += w * moveY + dy[p]! * value;
      }
    }
    if (this.#at?.layer === k) z[this.#at.unit] = 0;
    this.#activateLayer(k);
  }

  #placeInputs(inputs: number): void {
    const { x } = this.#plan.data;
    for (let i = 0; i < inputs; i++) this.#inputs.a[i] = x[this.#sample * inputs + i]!;
  }

  #activateLayer(k: number): void {
    const { z, first, zx, zy, a, ax, ay } = this.#layers[k]!;
    const rule = this.#rules[k]!;
    for (let j = 0; j < z.length; j++) {
      const slope = z[j] === 0 && this.#at ? this.#slopeAtKink(k, j, this.#at) : rule.first(z[j]!);
      first[j] = slope;
      a[j] = rule.value(z[j]!);
      ax[j] = slope * zx[j]!;
      ay[j] = slope * zy[j]!;
    }
    if (!this.#plan.layout.layers[k]!.residual) return;
    const below = this.#layers[k - 1]!;
    for (let j = 0; j < z.length; j++) {
      a[j]! += below.a[j]!;
      ax[j]! += below.ax[j]!;
      ay[j]! += below.ay[j]!;
    }
  }

  /** The slope of a unit whose z is 0, on the side on which the switching unit is on. */
  #slopeAtKink(k: number, unit: number, at: UnitPlace): number {
    const { zx, zy } = this.#layers[k]!;
    const rule = this.#rules[k]!;
    const switched = this.#layers[at.layer]!;
    const isSwitched = k === at.layer && unit === at.unit;
    const turnsOn = k > at.layer && zx[unit]! * switched.zx[at.unit]! + zy[unit]! * switched.zy[at.unit]! > 0;
    return rule.first(0) + (isSwitched || turnsOn ? rule.firstJump : 0);
  }

  #runBackward(): void {
    const { layout, data, loss } = this.#plan;
    const last = this.#layers.length - 1;
    const row = this.#sample * layout.outputs;
    const outputs = this.#layers[last]!;
    writeLossSlopes(loss.kind, outputs.a, data.y, row, outputs.delta);
    for (let j = 0; j < layout.outputs; j++) outputs.delta[j]! /= data.samples;
    const weights = this.#weights;
    for (let k = last; k > (this.#at?.layer ?? 0); k--) {
      const { inputs, units, kernel, residual } = layout.layers[k]!;
      const { first, delta, dz } = this.#layers[k]!;
      const below = this.#layers[k - 1]!.delta;
      for (let j = 0; j < units; j++) dz[j] = delta[j]! * first[j]!;
      for (let i = 0, p = kernel; i < inputs; i++) {
        let sum = residual ? delta[i]! : 0;
        for (let j = 0; j < units; j++, p++) sum += weights[p]! * dz[j]!;
        below[i] = sum;
      }
    }
  }
}

/** D⁺(v) + D⁺(−v) along the unit normal v of the line of the switch. Below 0 the crease is concave. */
export function jumpAcross({ x, y, slopeJump }: Switch): number {
  return Math.hypot(x, y) * slopeJump;
}
