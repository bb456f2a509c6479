import type { Dataset } from "../../src/data/dataset";
import { PROJECTION_STRIDE, projectFirstLayer } from "../../src/model/jets/slice";
import { activationRule } from "../../src/model/network/activations";
import type { LayerLayout } from "../../src/model/network/layout";
import { lossArgument, SCALAR_LOSS_RULES } from "../../src/model/network/losses";
import type { ObservedLayer, ObservedPoint } from "../../src/processor/observed";
import { type LandscapePlan, sliceOfPlan } from "../../src/slice/landscape-plan";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Unit {
  z: number;
  zx: number;
  zy: number;
  phi: number;
  p1: number;
  p2: number;
  a: number;
  ax: number;
  ay: number;
}

/**
 * What the kernel sees at a point, from the formulas alone: forward value and slopes, then the adjoint, unit by unit. `round` is applied
 * after each operation, so that an arithmetic with fewer digits can be emulated. Only the sums over samples are always in float64.
 */
export function observePoint(
  plan: LandscapePlan,
  x: number,
  y: number,
  round: (value: number) => number,
): ObservedPoint {
  return new EmulatedKernel(plan, x, y, round).observe();
}

class EmulatedKernel {
  readonly #plan: LandscapePlan;
  readonly #x: number;
  readonly #y: number;
  readonly #round: (value: number) => number;
  readonly #projection: Float64Array;
  readonly #weights: Float64Array;
  readonly #dx: Float64Array;
  readonly #dy: Float64Array;
  readonly #sums: Mutable<Omit<ObservedPoint, "layers">> = {
    loss: 0,
    x: 0,
    y: 0,
    xx: 0,
    xy: 0,
    yy: 0,
    outputAdjoint: 0,
    leastArgument: Number.POSITIVE_INFINITY,
  };
  readonly #layers: Mutable<ObservedLayer>[];

  constructor(plan: LandscapePlan, x: number, y: number, round: (value: number) => number) {
    this.#plan = plan;
    this.#x = round(x);
    this.#y = round(y);
    this.#round = round;
    this.#projection = projectFirstLayer(plan.layout, plan.data, sliceOfPlan(plan)).map(round);
    this.#dx = plan.dx.map(round);
    this.#dy = plan.dy.map(round);
    this.#weights = plan.center.map((theta, p) =>
      this.#add(this.#add(round(theta), this.#times(this.#x, this.#dx[p]!)), this.#times(this.#y, this.#dy[p]!)),
    );
    this.#layers = plan.layout.layers.map(() => ({
      value: 0,
      slope: 0,
      input: 0,
      leastInput: Number.POSITIVE_INFINITY,
      inputSlope: 0,
      inputAdjoint: 0,
      valueAdjoint: 0,
      activated: 0,
    }));
  }

  observe(): ObservedPoint {
    for (let s = 0; s < this.#plan.data.samples; s++) this.#addSample(s);
    return { ...this.#sums, layers: this.#layers };
  }

  #add(a: number, b: number): number {
    return this.#round(a + b);
  }

  #times(a: number, b: number): number {
    return this.#round(a * b);
  }

  #dot(count: number, left: (i: number) => number, right: (i: number) => number, start = 0): number {
    let sum = start;
    for (let i = 0; i < count; i++) sum = this.#add(sum, this.#times(left(i), right(i)));
    return sum;
  }

  #addSample(sample: number): void {
    const { layers } = this.#plan.layout;
    const units: Unit[][] = [];
    for (const [k, layer] of layers.entries()) units.push(this.#runLayer(k, layer, sample, units[k - 1]));
    const slopes = this.#addLoss(sample, units.at(-1)!);
    this.#runBack(units, slopes);
  }

  #runLayer(k: number, layer: LayerLayout, sample: number, below: Unit[] | undefined): Unit[] {
    const rule = activationRule(layer.activation, this.#round(this.#plan.layout.leakySlope));
    const seen = this.#layers[k]!;
    return Array.from({ length: layer.units }, (_, j) => {
      const [z, zx, zy] = below ? this.#affine(layer, j, below) : this.#project(layer, sample, j);
      const [phi, p1, p2] = [rule.value(z), rule.first(z), rule.second(z)].map(this.#round) as [number, number, number];
      let [a, ax, ay] = [phi, this.#times(p1, zx), this.#times(p1, zy)];
      if (layer.residual) {
        const from = below![j]!;
        [a, ax, ay] = [this.#add(a, from.a), this.#add(ax, from.ax), this.#add(ay, from.ay)];
      }
      seen.value = Math.max(seen.value, Math.abs(a));
      seen.slope = Math.max(seen.slope, Math.abs(ax), Math.abs(ay));
      seen.input = Math.max(seen.input, Math.abs(z));
      seen.leastInput = Math.min(seen.leastInput, Math.abs(z));
      seen.inputSlope = Math.max(seen.inputSlope, Math.abs(zx), Math.abs(zy));
      seen.activated = Math.max(seen.activated, Math.abs(phi));
      return { z, zx, zy, phi, p1, p2, a, ax, ay };
    });
  }

  #project({ units }: LayerLayout, sample: number, j: number): [number, number, number] {
    const at = (sample * units + j) * PROJECTION_STRIDE;
    const [z0, z1, z2] = [this.#projection[at]!, this.#projection[at + 1]!, this.#projection[at + 2]!];
    return [this.#add(this.#add(z0, this.#times(this.#x, z1)), this.#times(this.#y, z2)), z1, z2];
  }

  #affine({ inputs, units, kernel, bias }: LayerLayout, j: number, below: Unit[]): [number, number, number] {
    const weight = (vector: Float64Array) => (i: number) => vector[kernel + i * units + j]!;
    const along = (direction: Float64Array, slope: "ax" | "ay") => {
      const moved = this.#dot(inputs, weight(this.#weights), (i) => below[i]![slope], direction[bias + j]!);
      return this.#dot(inputs, weight(direction), (i) => below[i]!.a, moved);
    };
    const z = this.#dot(inputs, weight(this.#weights), (i) => below[i]!.a, this.#weights[bias + j]!);
    return [z, along(this.#dx, "ax"), along(this.#dy, "ay")];
  }

  /** Adds the loss and its own part of the curvature. @returns ∂ℓ/∂f */
  #addLoss(sample: number, outputs: Unit[]): number[] {
    const { data, loss } = this.#plan;
    const targets = data.y.subarray(sample * outputs.length, (sample + 1) * outputs.length);
    const slopes =
      loss.kind === "softmax-ce"
        ? this.#addSoftmax(targets, outputs)
        : this.#addScalarLoss(loss.kind, targets, outputs);
    const sums = this.#sums;
    for (const [j, slope] of slopes.entries()) {
      sums.outputAdjoint += Math.abs(slope);
      sums.x += this.#times(slope, outputs[j]!.ax);
      sums.y += this.#times(slope, outputs[j]!.ay);
    }
    return slopes;
  }

  #addScalarLoss(kind: "mse" | "bce" | "hinge", targets: Dataset["y"], outputs: Unit[]): number[] {
    const rule = SCALAR_LOSS_RULES[kind];
    return outputs.map(({ a, ax, ay }, j) => {
      const { scale, shift } = lossArgument(kind, targets[j]!);
      const r = this.#add(this.#times(scale, a), this.#round(shift));
      const [value, first, second] = [rule.value(r), rule.first(r), rule.second(r)].map(this.#round) as [
        number,
        number,
        number,
      ];
      if (kind === "hinge") this.#sums.leastArgument = Math.min(this.#sums.leastArgument, Math.abs(r));
      this.#sums.loss += value;
      this.#addCurvature(this.#times(second, ax), ax, this.#times(second, ax), ay, this.#times(second, ay), ay);
      return this.#times(scale, first);
    });
  }

  #addSoftmax(targets: Dataset["y"], outputs: Unit[]): number[] {
    const top = Math.max(...outputs.map(({ a }) => a));
    const shifted = outputs.map(({ a }) => this.#add(a, -top));
    const powers = shifted.map((entry) => this.#round(Math.exp(entry)));
    const total = powers.reduce((sum, power) => this.#add(sum, power), 0);
    const p = powers.map((power) => this.#round(power / total));
    const value = shifted.reduce(
      (sum, entry, j) => this.#add(sum, -this.#times(targets[j]!, entry)),
      this.#round(Math.log(total)),
    );
    this.#sums.loss += value;
    const mean = (slope: "ax" | "ay") =>
      this.#dot(
        p.length,
        (j) => p[j]!,
        (j) => outputs[j]![slope],
      );
    const [mx, my] = [mean("ax"), mean("ay")];
    for (const [j, { ax, ay }] of outputs.entries()) {
      this.#addCurvature(this.#times(p[j]!, ax), ax, this.#times(p[j]!, ax), ay, this.#times(p[j]!, ay), ay);
    }
    this.#addCurvature(-mx, mx, -mx, my, -my, my);
    return p.map((entry, j) => this.#add(entry, -targets[j]!));
  }

  #addCurvature(a: number, b: number, c: number, d: number, e: number, f: number): void {
    const sums = this.#sums;
    sums.xx += this.#times(a, b);
    sums.xy += this.#times(c, d);
    sums.yy += this.#times(e, f);
  }

  #runBack(units: Unit[][], slopes: number[]): void {
    const { layers } = this.#plan.layout;
    let adjoints = slopes;
    for (let k = layers.length - 1; k >= 0; k--) {
      const layer = layers[k]!;
      const here = units[k]!;
      const seen = this.#layers[k]!;
      const inputAdjoints = here.map(({ p1 }, j) => this.#times(p1, adjoints[j]!));
      seen.valueAdjoint += Math.max(...adjoints.map(Math.abs));
      seen.inputAdjoint += Math.max(...inputAdjoints.map(Math.abs));
      for (const [j, { p2, zx, zy }] of here.entries()) {
        const bent = this.#times(adjoints[j]!, p2);
        this.#addCurvature(this.#times(bent, zx), zx, this.#times(bent, zx), zy, this.#times(bent, zy), zy);
      }
      if (k > 0) adjoints = this.#runAffineBack(layer, units[k - 1]!, inputAdjoints, adjoints);
    }
  }

  #runAffineBack(
    { units, kernel, residual }: LayerLayout,
    below: Unit[],
    inputAdjoints: number[],
    adjoints: number[],
  ): number[] {
    return below.map(({ ax, ay }, i) => {
      const sum = (vector: Float64Array) =>
        this.#dot(
          units,
          (j) => vector[kernel + i * units + j]!,
          (j) => inputAdjoints[j]!,
        );
      const [ux, uy] = [sum(this.#dx), sum(this.#dy)];
      this.#addCurvature(2 * ux, ax, ux, ay, 2 * uy, ay);
      this.#addCurvature(0, 0, uy, ax, 0, 0);
      const adjoint = sum(this.#weights);
      return residual ? this.#add(adjoint, adjoints[i]!) : adjoint;
    });
  }
}
