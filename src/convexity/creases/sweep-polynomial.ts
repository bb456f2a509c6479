import { activationRule } from "../../model/network/activations";
import { lossArgument } from "../../model/network/losses";
import { evaluatePolynomial, findSignChanges } from "../../numeric/polynomial-roots";
import type { LandscapePlan } from "../../slice/landscape-plan";
import type { SlicePlace } from "../../slice/slice-place";
import { findKinkedLayers } from "./probe";
import { StraightPath, type SwitchPlace, type SwitchSweep } from "./straight-path";

/**
 * A sign change closer than this to the end of a stretch belongs to that end: a unit whose inputs are all off is exactly 0 on one side of it
 * and leaves 0 there without a sign change.
 */
const MARGIN = 2 ** -30;

/** One layer on the current stretch: a polynomial in t for each unit, [units · (degree + 1)]. */
interface SweptLayer {
  readonly degree: number;
  /** Pre-activations. */
  readonly z: Float64Array;
  readonly a: Float64Array;
  /** Buffer for one unit's polynomial. */
  readonly before: Float64Array;
  readonly isKinked: boolean;
  readonly slope: number;
}

/**
 * Along a straight path a weight is affine in t, so between the switches of the layers below, a pre-activation of layer k (from 0) of a
 * piecewise linear network is a polynomial of degree k + 1. Layer by layer, the path is cut where its units change their signs.
 */
export class PolynomialSweep implements SwitchSweep {
  readonly #plan: LandscapePlan;
  readonly #path: StraightPath;
  readonly #layers: readonly SweptLayer[];
  readonly #deepest: number;
  #sample = 0;
  #found: SwitchPlace[] = [];

  constructor(plan: LandscapePlan) {
    this.#plan = plan;
    this.#path = new StraightPath(plan);
    const kinked = findKinkedLayers(plan);
    this.#deepest = kinked.at(-1) ?? -1;
    this.#layers = plan.layout.layers.slice(0, this.#deepest + 1).map(({ units, activation }, k) => {
      const degree = k + 1;
      const make = () => new Float64Array(units * (degree + 1));
      const slope = 1 - activationRule(activation, plan.layout.leakySlope).firstJump;
      return {
        degree,
        z: make(),
        a: make(),
        before: new Float64Array(degree + 1),
        isKinked: kinked.includes(k),
        slope,
      };
    });
  }

  aim(from: SlicePlace, to: SlicePlace): void {
    this.#path.aim(from, to);
  }

  find(sample: number): SwitchPlace[] {
    this.#sample = sample;
    this.#found = [];
    if (this.#deepest < 0) return [];
    this.#path.projectSample(sample, this.#layers[0]!.z);
    this.#descend(0, 0, 1);
    return this.#found.sort((a, b) => a.place - b.place);
  }

  /** Cuts a stretch on which the pre-activations of layer k are the current polynomials. */
  #descend(k: number, from: number, to: number): void {
    const layer = this.#layers[k]!;
    const switches = layer.isKinked ? this.#switchesOf(k, from, to) : [];
    for (const found of switches) this.#found.push(found);
    if (k === this.#deepest) return;
    switches.sort((a, b) => a.place - b.place);
    const units = this.#plan.layout.layers[k]!.units;
    const end = switches[0]?.place ?? to;
    for (let unit = 0; unit < units; unit++) this.#activate(k, unit, from + (end - from) / 2);
    this.#combine(k + 1);
    this.#descend(k + 1, from, end);
    for (const [n, { unit, place }] of switches.entries()) {
      const next = switches[n + 1]?.place ?? to;
      this.#flip(k, unit, place, next);
      if (next - place > 2 * MARGIN) this.#descend(k + 1, place, next);
    }
  }

  #switchesOf(k: number, from: number, to: number): SwitchPlace[] {
    const found: SwitchPlace[] = [];
    const { degree } = this.#layers[k]!;
    const { units } = this.#plan.layout.layers[k]!;
    const z = k === this.#plan.layout.layers.length - 1 ? this.#readMargins(k) : this.#layers[k]!.z;
    for (let unit = 0; unit < units; unit++) {
      const places = findSignChanges(z, unit * (degree + 1), degree, from + MARGIN, to - MARGIN);
      for (const place of places) found.push({ layer: k, unit, place });
    }
    return found;
  }

  /** The polynomials that switch at 0 in an output layer with the hinge loss: 1 − (2y − 1)·f. */
  #readMargins(k: number): Float64Array {
    const { layout, data } = this.#plan;
    const { degree, z, a } = this.#layers[k]!;
    for (let unit = 0; unit < layout.outputs; unit++) {
      const { scale, shift } = lossArgument("hinge", data.y[this.#sample * layout.outputs + unit]!);
      const at = unit * (degree + 1);
      for (let i = at; i <= at + degree; i++) a[i] = scale * z[i]!;
      a[at]! += shift;
    }
    return a;
  }

  /** Sets a unit's output polynomial from its side at t. */
  #activate(k: number, unit: number, t: number): void {
    const { degree, z, a, isKinked, slope } = this.#layers[k]!;
    const at = unit * (degree + 1);
    const isOn = !isKinked || evaluatePolynomial(z, at, degree, t) > 0;
    const factor = isOn ? 1 : slope;
    for (let i = at; i <= at + degree; i++) a[i] = factor === 0 ? 0 : factor * z[i]!;
    if (!this.#plan.layout.layers[k]!.residual) return;
    const below = this.#layers[k - 1]!;
    const from = unit * (below.degree + 1);
    for (let i = 0; i <= below.degree; i++) a[at + i]! += below.a[from + i]!;
  }

  /** z of layer k from the outputs below. */
  #combine(k: number): void {
    const { start, change } = this.#path;
    const { inputs, units, bias } = this.#plan.layout.layers[k]!;
    const { degree, z } = this.#layers[k]!;
    z.fill(0);
    for (let j = 0; j < units; j++) {
      z[j * (degree + 1)] = start[bias + j]!;
      z[j * (degree + 1) + 1] = change[bias + j]!;
    }
    const { a } = this.#layers[k - 1]!;
    for (let i = 0; i < inputs; i++) this.#addInput(k, i, a, i * degree);
  }

  /** Adds one input, the polynomial at values[at], times its weights. */
  #addInput(k: number, input: number, values: Float64Array, at: number): void {
    const { start, change } = this.#path;
    const { units, kernel } = this.#plan.layout.layers[k]!;
    const { degree, z } = this.#layers[k]!;
    const row = kernel + input * units;
    for (let i = 0; i < degree; i++) {
      const value = values[at + i]!;
      if (value === 0) continue;
      for (let j = 0, to = i; j < units; j++, to += degree + 1) {
        z[to]! += start[row + j]! * value;
        z[to + 1]! += change[row + j]! * value;
      }
    }
  }

  /** Switches one unit of layer k, and updates the layer above. */
  #flip(k: number, unit: number, from: number, to: number): void {
    const { degree, a, before } = this.#layers[k]!;
    const at = unit * (degree + 1);
    for (let i = 0; i <= degree; i++) before[i] = a[at + i]!;
    this.#activate(k, unit, from + (to - from) / 2);
    for (let i = 0; i <= degree; i++) before[i] = a[at + i]! - before[i]!;
    // With all inputs off, z is the bias alone. It is computed anew, because additions and subtractions leave rounding errors where z must be exactly 0.
    if (a.every((entry) => entry === 0)) this.#combine(k + 1);
    else this.#addInput(k + 1, unit, before, 0);
  }
}
