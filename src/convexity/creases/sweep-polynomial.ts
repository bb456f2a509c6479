import { activationRule } from "../../model/network/activations";
import { lossArgument } from "../../model/network/losses";
import { evaluatePolynomial, findSignChanges } from "../../numeric/polynomial-roots";
import type { LandscapePlan } from "../../slice/landscape-plan";
import type { FirstLayer } from "./first-layer";
import { findKinkedLayers } from "./probe";
import { StraightPath, type SwitchSweep } from "./straight-path";
import { SwitchList } from "./switch-list";

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
  /** Buffers for one unit's polynomial, and for its sign changes. */
  readonly before: Float64Array;
  readonly roots: Float64Array;
  /** The units that switch on the stretch. */
  readonly switches: SwitchList;
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
  readonly #found = new SwitchList();
  #sample = 0;

  constructor(plan: LandscapePlan, first: FirstLayer) {
    this.#plan = plan;
    const kinked = findKinkedLayers(plan);
    this.#deepest = kinked.at(-1) ?? -1;
    this.#path = new StraightPath(plan, first, Math.max(0, this.#deepest));
    this.#layers = plan.layout.layers.slice(0, this.#deepest + 1).map(({ units, activation }, k) => {
      const degree = k + 1;
      const make = () => new Float64Array(units * (degree + 1));
      return {
        degree,
        z: make(),
        a: make(),
        before: new Float64Array(degree + 1),
        roots: new Float64Array(degree),
        switches: new SwitchList(),
        isKinked: kinked.includes(k),
        slope: activationRule(activation, plan.layout.leakySlope).first(0),
      };
    });
  }

  aim(fromX: number, fromY: number, toX: number, toY: number): void {
    this.#path.aim(fromX, fromY, toX, toY);
  }

  find(sample: number): SwitchList {
    this.#sample = sample;
    this.#found.clear();
    if (this.#deepest < 0) return this.#found;
    this.#path.projectSample(sample, this.#layers[0]!.z);
    this.#descend(0, 0, 1);
    return this.#found;
  }

  /** Cuts a stretch on which the pre-activations of layer k are the current polynomials. */
  #descend(k: number, from: number, to: number): void {
    const { switches, isKinked } = this.#layers[k]!;
    switches.clear();
    if (isKinked) this.#findSwitches(k, from, to);
    const isDeepest = k === this.#deepest;
    if (!isDeepest) this.#enter(k, from, switches.count > 0 ? switches.placeOf(0) : to);
    for (let n = 0; n < switches.count; n++) {
      const unit = switches.unitOf(n);
      const place = switches.placeOf(n);
      this.#found.add(k, unit, place);
      if (isDeepest) continue;
      const next = n + 1 < switches.count ? switches.placeOf(n + 1) : to;
      this.#flip(k, unit, place, next);
      if (next - place > 2 * MARGIN) this.#descend(k + 1, place, next);
    }
  }

  /** Goes to the layer above, on the stretch before the first switch. */
  #enter(k: number, from: number, to: number): void {
    const { units } = this.#plan.layout.layers[k]!;
    for (let unit = 0; unit < units; unit++) this.#activate(k, unit, from + (to - from) / 2);
    this.#combine(k + 1);
    this.#descend(k + 1, from, to);
  }

  #findSwitches(k: number, from: number, to: number): void {
    const { degree, roots, switches } = this.#layers[k]!;
    const { units } = this.#plan.layout.layers[k]!;
    const z = k === this.#plan.layout.layers.length - 1 ? this.#readMargins(k) : this.#layers[k]!.z;
    for (let unit = 0; unit < units; unit++) {
      const count = findSignChanges(z, unit * (degree + 1), degree, from + MARGIN, to - MARGIN, roots);
      for (let n = 0; n < count; n++) switches.add(k, unit, roots[n]!);
    }
    switches.sort();
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
    if (isAllZero(a)) this.#combine(k + 1);
    else this.#addInput(k + 1, unit, before, 0);
  }
}

function isAllZero(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) return false;
  return true;
}
