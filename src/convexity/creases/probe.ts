import { type ActivationRule, activationRule } from "../../model/network/activations";
import type { LayerLayout } from "../../model/network/layout";
import { lossArgument, writeLossSlopes } from "../../model/network/losses";
import { hypotenuse } from "../../numeric/hypotenuse";
import type { LandscapePlan } from "../../slice/landscape-plan";
import { FirstLayer, ROW_STRIDE } from "./first-layer";

/** One layer at one point of the slice for one sample, [units] each. */
interface ProbedLayer extends LayerLayout {
  readonly rule: ActivationRule;
  readonly isLinear: boolean;
  /** The slope of a piecewise linear activation where z ≤ 0. */
  readonly low: number;
  /** Pre-activations and their derivatives along the slice's coordinates. */
  readonly z: Float64Array;
  readonly zx: Float64Array;
  readonly zy: Float64Array;
  /** The activation's slope at z. */
  readonly slope: Float64Array;
  readonly a: Float64Array;
  readonly ax: Float64Array;
  readonly ay: Float64Array;
  /** ∂L/∂a, L the mean over the data set. */
  readonly delta: Float64Array;
  /** ∂L/∂z. */
  readonly dz: Float64Array;
}

/** The layers that switch: those with a kinked activation, and the output layer with the hinge loss. */
export function findKinkedLayers({ layout, loss }: Pick<LandscapePlan, "layout" | "loss">): number[] {
  const last = layout.layers.length - 1;
  return layout.layers.flatMap(({ activation }, k) => {
    const hinged = k === last && loss.kind === "hinge" && activation === "identity";
    return hinged || activationRule(activation, layout.leakySlope).firstJump > 0 ? [k] : [];
  });
}

/**
 * Computes where a unit switches for a sample, and by how much the slope of the loss jumps there. It computes no more of the network than
 * the answer depends on, and allocates nothing, because a search asks some hundred thousand times.
 *
 * A switch is a function of the slice's coordinates whose sign says on which side the unit is: z of a hidden unit, and 1 − (2y − 1)·f of
 * an output with the hinge loss.
 */
export class CreaseProbe {
  readonly #plan: LandscapePlan;
  readonly #first: FirstLayer;
  readonly #layers: readonly ProbedLayer[];
  readonly #last: number;
  readonly #switchVisits: readonly number[];
  readonly #jumpVisits: readonly number[];
  #x = 0;
  #y = 0;
  #visits = 0;

  /** The switch that was asked for last: its value, and its derivatives along the slice's coordinates. */
  value = 0;
  slopeX = 0;
  slopeY = 0;
  /** The jump of the loss's slope in that switch at 0, after findJump. */
  slopeJump = 0;

  constructor(plan: LandscapePlan, first = new FirstLayer(plan)) {
    this.#plan = plan;
    this.#first = first;
    this.#layers = plan.layout.layers.map((layer) => probeLayer(layer, plan.layout.leakySlope));
    this.#last = this.#layers.length - 1;
    const weights = plan.layout.layers.map(({ inputs, units }) => inputs * units);
    weights[0] = plan.layout.layers[0]!.units;
    const sum = (from: number, to: number) => weights.slice(from, to).reduce((total, count) => total + count, 0);
    this.#switchVisits = plan.layout.layers.map(({ inputs }, k) => 3 * sum(0, k) + 3 * inputs);
    this.#jumpVisits = this.#switchVisits.map((visits, k) => visits + 2 * sum(k, weights.length));
  }

  /** Approximate number of visits to weights so far. */
  get visits(): number {
    return this.#visits;
  }

  /** The visits of one findJump for a unit of a layer. */
  countJumpVisits(layer: number): number {
    return this.#jumpVisits[layer]!;
  }

  /** Finds a unit's switch at slice coordinates (x, y): see `value`, `slopeX` and `slopeY`. */
  findSwitch(sample: number, x: number, y: number, layer: number, unit: number): void {
    this.#visits += this.#switchVisits[layer]!;
    this.#place(x, y);
    this.#runBelow(sample, layer);
    this.#sumUnit(sample, layer, unit);
    this.#readSwitch(sample, layer, unit);
  }

  /**
   * The jump D⁺(v) + D⁺(−v) of the loss at a place where a unit switches, v the unit normal of the line on which it does, from this unit alone;
   * NaN where it is not finite. Below 0 the crease is concave. For a hidden unit it is |∇z·v|·(1 − slope)·∂L/∂a.
   *
   * The unit's z counts as 0 and the unit as on, and a unit above it that is 0 only for this reason is on if it turns on with it. So the
   * slope is that of the side on which the unit is on, and the jump is right also where the switch of one unit switches another.
   */
  findJump(sample: number, x: number, y: number, layer: number, unit: number): number {
    this.#visits += this.#jumpVisits[layer]!;
    this.#place(x, y);
    this.#runBelow(sample, layer);
    this.#sumUnit(sample, layer, unit);
    this.#readSwitch(sample, layer, unit);
    if (layer === this.#last) {
      const { data, layout } = this.#plan;
      this.slopeJump = 1 / (data.samples * layout.outputs);
    } else {
      const isOpen = this.#runAbove(sample, layer, unit);
      if (isOpen) this.#settleKinks(sample, layer, unit);
      this.slopeJump = this.#layers[layer]!.rule.firstJump * this.#runBackward(sample, layer, unit);
    }
    return hypotenuse(this.slopeX, this.slopeY) * this.slopeJump;
  }

  /** Finds the values of all switches of the layers up to `deepest`; readValue gives them. */
  findValues(sample: number, x: number, y: number, deepest: number): void {
    this.#visits += this.#jumpVisits[deepest]!;
    this.#place(x, y);
    for (let k = 0; k <= deepest; k++) {
      this.#sumValues(sample, k);
      this.#activateValues(k);
    }
  }

  readValue(sample: number, layer: number, unit: number): number {
    this.value = this.#layers[layer]!.z[unit]!;
    if (layer === this.#last) this.#turnToMargin(sample, unit);
    return this.value;
  }

  #place(x: number, y: number): void {
    this.#x = x;
    this.#y = y;
  }

  #readSwitch(sample: number, layer: number, unit: number): void {
    const { z, zx, zy } = this.#layers[layer]!;
    this.value = z[unit]!;
    this.slopeX = zx[unit]!;
    this.slopeY = zy[unit]!;
    if (layer === this.#last) this.#turnToMargin(sample, unit);
  }

  #turnToMargin(sample: number, unit: number): void {
    const { layout, data, loss } = this.#plan;
    if (loss.kind !== "hinge") throw new RangeError("Only a hinge makes the output layer switch.");
    const { scale, shift } = lossArgument("hinge", data.y[sample * layout.outputs + unit]!);
    this.value = scale * this.value + shift;
    this.slopeX *= scale;
    this.slopeY *= scale;
  }

  /** The layers below `layer`, with derivatives. */
  #runBelow(sample: number, layer: number): void {
    for (let k = 0; k < layer; k++) {
      this.#sumSlopes(sample, k);
      this.#activateSlopes(k);
    }
  }

  /**
   * The layers from `layer` on, values alone, with the unit at 0.
   * @returns whether another unit's side is open, because its z is 0 too
   */
  #runAbove(sample: number, layer: number, unit: number): boolean {
    let isOpen = false;
    for (let k = layer; k <= this.#last; k++) {
      this.#sumValues(sample, k);
      const { z, rule } = this.#layers[k]!;
      if (k === layer) z[unit] = 0;
      else if (rule.firstJump > 0 && hasZero(z)) isOpen = true;
      this.#activateValues(k);
    }
    return isOpen;
  }

  /** Runs the layers from `layer` on again with derivatives, which say with which units others turn on. */
  #settleKinks(sample: number, layer: number, unit: number): void {
    const own = this.#layers[layer]!;
    for (let k = layer; k <= this.#last; k++) {
      this.#sumSlopes(sample, k);
      const { z, zx, zy, rule, slope } = this.#layers[k]!;
      if (k === layer) z[unit] = 0;
      this.#findSlopes(k);
      for (let j = 0; j < z.length; j++) {
        if (z[j] !== 0) continue;
        const isSwitched = k === layer && j === unit;
        const turnsOn = k > layer && zx[j]! * own.zx[unit]! + zy[j]! * own.zy[unit]! > 0;
        if (isSwitched || turnsOn) slope[j]! += rule.firstJump;
      }
      this.#passOn(k);
    }
  }

  /** z of a layer, without derivatives. */
  #sumValues(sample: number, k: number): void {
    const { inputs, units, kernel, bias, z } = this.#layers[k]!;
    const x = this.#x;
    const y = this.#y;
    if (k === 0) {
      const row = this.#first.rowOf(sample);
      for (let j = 0, at = 0; j < units; j++, at += ROW_STRIDE) z[j] = row[at]! + x * row[at + 1]! + y * row[at + 2]!;
      return;
    }
    const { center, dx, dy } = this.#plan;
    const { a } = this.#layers[k - 1]!;
    for (let j = 0, p = bias; j < units; j++, p++) z[j] = center[p]! + x * dx[p]! + y * dy[p]!;
    for (let i = 0; i < inputs; i++) {
      const value = a[i]!;
      if (value === 0) continue;
      for (let j = 0, p = kernel + i * units; j < units; j++, p++) {
        z[j]! += (center[p]! + x * dx[p]! + y * dy[p]!) * value;
      }
    }
  }

  /** z of a layer, with derivatives. */
  #sumSlopes(sample: number, k: number): void {
    const { inputs, units, kernel, bias, z, zx, zy } = this.#layers[k]!;
    const x = this.#x;
    const y = this.#y;
    if (k === 0) {
      const row = this.#first.rowOf(sample);
      for (let j = 0, at = 0; j < units; j++, at += ROW_STRIDE) {
        zx[j] = row[at + 1]!;
        zy[j] = row[at + 2]!;
        z[j] = row[at]! + x * zx[j]! + y * zy[j]!;
      }
      return;
    }
    const { center, dx, dy } = this.#plan;
    const { a, ax, ay } = this.#layers[k - 1]!;
    for (let j = 0, p = bias; j < units; j++, p++) {
      zx[j] = dx[p]!;
      zy[j] = dy[p]!;
      z[j] = center[p]! + x * zx[j]! + y * zy[j]!;
    }
    for (let i = 0; i < inputs; i++) {
      const value = a[i]!;
      const moveX = ax[i]!;
      const moveY = ay[i]!;
      if (value === 0 && moveX === 0 && moveY === 0) continue;
      for (let j = 0, p = kernel + i * units; j < units; j++, p++) {
        const w = center[p]! + x * dx[p]! + y * dy[p]!;
        z[j]! += w * value;
        zx[j]! += w * moveX + dx[p]! * value;
        zy[j]! += w * moveY + dy[p]! * value;
      }
    }
  }

  /** The same for one unit. */
  #sumUnit(sample: number, k: number, unit: number): void {
    const { inputs, units, kernel, bias, z, zx, zy } = this.#layers[k]!;
    const x = this.#x;
    const y = this.#y;
    if (k === 0) {
      const row = this.#first.rowOf(sample);
      const at = unit * ROW_STRIDE;
      zx[unit] = row[at + 1]!;
      zy[unit] = row[at + 2]!;
      z[unit] = row[at]! + x * zx[unit]! + y * zy[unit]!;
      return;
    }
    const { center, dx, dy } = this.#plan;
    const { a, ax, ay } = this.#layers[k - 1]!;
    let sumX = dx[bias + unit]!;
    let sumY = dy[bias + unit]!;
    let sum = center[bias + unit]! + x * sumX + y * sumY;
    for (let i = 0, p = kernel + unit; i < inputs; i++, p += units) {
      const value = a[i]!;
      const moveX = ax[i]!;
      const moveY = ay[i]!;
      if (value === 0 && moveX === 0 && moveY === 0) continue;
      const w = center[p]! + x * dx[p]! + y * dy[p]!;
      sum += w * value;
      sumX += w * moveX + dx[p]! * value;
      sumY += w * moveY + dy[p]! * value;
    }
    z[unit] = sum;
    zx[unit] = sumX;
    zy[unit] = sumY;
  }

  #activateValues(k: number): void {
    const { z, a, isLinear, low, rule, slope, residual } = this.#layers[k]!;
    if (isLinear) {
      for (let j = 0; j < z.length; j++) {
        const side = z[j]! > 0 ? 1 : low;
        slope[j] = side;
        a[j] = side * z[j]!;
      }
    } else {
      for (let j = 0; j < z.length; j++) {
        slope[j] = rule.first(z[j]!);
        a[j] = rule.value(z[j]!);
      }
    }
    if (!residual) return;
    const below = this.#layers[k - 1]!.a;
    for (let j = 0; j < z.length; j++) a[j]! += below[j]!;
  }

  #activateSlopes(k: number): void {
    this.#findSlopes(k);
    this.#passOn(k);
  }

  #findSlopes(k: number): void {
    const { z, isLinear, low, rule, slope } = this.#layers[k]!;
    if (isLinear) for (let j = 0; j < z.length; j++) slope[j] = z[j]! > 0 ? 1 : low;
    else for (let j = 0; j < z.length; j++) slope[j] = rule.first(z[j]!);
  }

  /** What a layer gives, with derivatives, from z and the activation's slopes. */
  #passOn(k: number): void {
    const { z, zx, zy, slope, a, ax, ay, isLinear, rule, residual } = this.#layers[k]!;
    for (let j = 0; j < z.length; j++) {
      a[j] = isLinear ? slope[j]! * z[j]! : rule.value(z[j]!);
      ax[j] = slope[j]! * zx[j]!;
      ay[j] = slope[j]! * zy[j]!;
    }
    if (!residual) return;
    const below = this.#layers[k - 1]!;
    for (let j = 0; j < z.length; j++) {
      a[j]! += below.a[j]!;
      ax[j]! += below.ax[j]!;
      ay[j]! += below.ay[j]!;
    }
  }

  /** ∂L/∂a of one unit. */
  #runBackward(sample: number, layer: number, unit: number): number {
    const { layout, data, loss, center, dx, dy } = this.#plan;
    const x = this.#x;
    const y = this.#y;
    const outputs = this.#layers[this.#last]!;
    writeLossSlopes(loss.kind, outputs.a, data.y, sample * layout.outputs, outputs.delta);
    for (let j = 0; j < layout.outputs; j++) outputs.delta[j]! /= data.samples;
    for (let k = this.#last; k > layer; k--) {
      const { inputs, units, kernel, residual, slope, delta, dz } = this.#layers[k]!;
      const below = this.#layers[k - 1]!;
      for (let j = 0; j < units; j++) dz[j] = delta[j]! * slope[j]!;
      const isLowest = k === layer + 1;
      const end = isLowest ? unit + 1 : inputs;
      for (let i = isLowest ? unit : 0; i < end; i++) {
        let sum = residual ? delta[i]! : 0;
        // Below a unit that is off nothing changes, unless its own input goes past it.
        if (isLowest || below.slope[i] !== 0 || below.residual) {
          for (let j = 0, p = kernel + i * units; j < units; j++, p++) {
            sum += (center[p]! + x * dx[p]! + y * dy[p]!) * dz[j]!;
          }
        }
        below.delta[i] = sum;
      }
    }
    return this.#layers[layer]!.delta[unit]!;
  }
}

function hasZero(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] === 0) return true;
  return false;
}

function probeLayer(layer: LayerLayout, leakySlope: number): ProbedLayer {
  const rule = activationRule(layer.activation, leakySlope);
  const make = () => new Float64Array(layer.units);
  const isLinear = layer.activation === "identity" || rule.firstJump > 0;
  return {
    ...layer,
    rule,
    isLinear,
    low: rule.first(0),
    z: make(),
    zx: make(),
    zy: make(),
    slope: make(),
    a: make(),
    ax: make(),
    ay: make(),
    delta: make(),
    dz: make(),
  };
}
