import type { Rounding } from "../../numeric/rounding";
import type { ActivationRule } from "../network/activations";

/** A number with its derivatives along a slice, and bounds on the errors of value, first and second derivatives. */
export interface ScalarJet {
  readonly v: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  readonly e0: number;
  readonly e1: number;
  readonly e2: number;
}

/**
 * φ of a jet, by the chain rule: φ(v), φ'·v_a, φ''·v_a·v_b + φ'·v_ab, with the bounds of docs/error-bounds.md, section "Through an
 * activation". A value that may lie on either side of a kink has the derivatives of both sides within its bound.
 */
export function composeJet(rule: ActivationRule, jet: ScalarJet, rounding: Rounding): ScalarJet {
  const { unit: u, underflow } = rounding;
  const { v, x, y, xx, xy, yy, e0, e1, e2 } = jet;
  const [value, first, second] = [rule.value(v), rule.first(v), rule.second(v)];
  const errors = ruleErrors(rule, v, e0, first, second, rounding);
  const [p1, p2] = [Math.abs(first), Math.abs(second)];
  const m1 = Math.max(Math.abs(x), Math.abs(y));
  const m2 = Math.max(Math.abs(xx), Math.abs(xy), Math.abs(yy));
  const s1 = m1 + e1;
  return {
    v: value,
    x: first * x,
    y: first * y,
    xx: second * x * x + first * xx,
    xy: second * x * y + first * xy,
    yy: second * y * y + first * yy,
    e0: errors.value,
    e1: p1 * e1 + errors.first * s1 + u * p1 * m1 + underflow,
    e2:
      p2 * (m1 + s1) * e1 +
      errors.second * s1 * s1 +
      p1 * e2 +
      errors.first * (m2 + e2) +
      4 * u * (p2 * m1 * m1 + p1 * m2) +
      underflow,
  };
}

/**
 * Bounds the distance of the computed φ, φ', φ'' at v from those at any point within e0 of v. Each has its own underflow term, because each
 * may be multiplied by a very large number; the slopes of relu are 0 and 1 and lose nothing.
 */
export function ruleErrors(
  rule: ActivationRule,
  v: number,
  e0: number,
  first: number,
  second: number,
  { unit: u, underflow }: Rounding,
): { value: number; first: number; second: number } {
  const [sup1, sup2, sup3] = rule.bounds;
  const library1 = u * rule.libraryFirst(v);
  const library2 = u * rule.librarySecond(v);
  const slope = Math.abs(first) + library1;
  if (rule.firstJump > 0) {
    const moved = v < -e0 ? slope * e0 : Math.min(e0, Math.max(0, v + e0) + slope * e0);
    return {
      value: u * rule.libraryValue(v) + moved + underflow,
      first: library1 + (Math.abs(v) <= e0 ? rule.firstJump : 0),
      second: 0,
    };
  }
  const jump = rule.secondJump > 0 && Math.abs(v) <= e0 ? rule.secondJump : 0;
  return {
    value: u * rule.libraryValue(v) + Math.min(sup1, slope + 0.5 * sup2 * e0) * e0 + underflow,
    first: library1 + Math.min(sup2, Math.abs(second) + library2 + 0.5 * sup3 * e0 + jump) * e0 + underflow,
    second: library2 + sup3 * e0 + jump + underflow,
  };
}

/** The jets of one layer's units, one array for each component, [units] each. */
export class JetLayer {
  readonly v: Float64Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly xx: Float64Array;
  readonly xy: Float64Array;
  readonly yy: Float64Array;
  readonly e0: Float64Array;
  readonly e1: Float64Array;
  readonly e2: Float64Array;
  /** Error plus rounding of the next product, for each order of derivative; set by `budget`. */
  readonly b0: Float64Array;
  /** The same for a value that enters a derivative, whose sum has more terms. */
  readonly c0: Float64Array;
  readonly b1: Float64Array;
  readonly b2: Float64Array;

  constructor(readonly units: number) {
    const make = () => new Float64Array(units);
    [this.v, this.x, this.y, this.xx, this.xy, this.yy] = [make(), make(), make(), make(), make(), make()];
    [this.e0, this.e1, this.e2] = [make(), make(), make()];
    [this.b0, this.c0, this.b1, this.b2] = [make(), make(), make(), make()];
  }

  get(j: number): ScalarJet {
    return {
      v: this.v[j]!,
      x: this.x[j]!,
      y: this.y[j]!,
      xx: this.xx[j]!,
      xy: this.xy[j]!,
      yy: this.yy[j]!,
      e0: this.e0[j]!,
      e1: this.e1[j]!,
      e2: this.e2[j]!,
    };
  }

  set(j: number, jet: ScalarJet): void {
    this.v[j] = jet.v;
    this.x[j] = jet.x;
    this.y[j] = jet.y;
    this.xx[j] = jet.xx;
    this.xy[j] = jet.xy;
    this.yy[j] = jet.yy;
    this.e0[j] = jet.e0;
    this.e1[j] = jet.e1;
    this.e2[j] = jet.e2;
  }

  activate(rule: ActivationRule, rounding: Rounding): void {
    for (let j = 0; j < this.units; j++) this.set(j, composeJet(rule, this.get(j), rounding));
  }

  /** Adds the layer's input: one more rounding of each component. */
  addResidual(below: JetLayer, rounding: Rounding): void {
    const u = rounding.unit;
    for (let j = 0; j < this.units; j++) {
      const [a, b] = [this.get(j), below.get(j)];
      const sum = { v: a.v + b.v, x: a.x + b.x, y: a.y + b.y, xx: a.xx + b.xx, xy: a.xy + b.xy, yy: a.yy + b.yy };
      this.set(j, {
        ...sum,
        e0: a.e0 + b.e0 + u * Math.abs(sum.v),
        e1: a.e1 + b.e1 + u * Math.max(Math.abs(sum.x), Math.abs(sum.y)),
        e2: a.e2 + b.e2 + u * Math.max(Math.abs(sum.xx), Math.abs(sum.xy), Math.abs(sum.yy)),
      });
    }
  }

  /** Prepares b = e + γ·|component| for the next affine map. */
  budget(g0: number, g1: number): void {
    for (let j = 0; j < this.units; j++) {
      const m1 = Math.max(Math.abs(this.x[j]!), Math.abs(this.y[j]!));
      const m2 = Math.max(Math.abs(this.xx[j]!), Math.abs(this.xy[j]!), Math.abs(this.yy[j]!));
      this.b0[j] = this.e0[j]! + g0 * Math.abs(this.v[j]!);
      this.c0[j] = this.e0[j]! + g1 * Math.abs(this.v[j]!);
      this.b1[j] = this.e1[j]! + g1 * m1;
      this.b2[j] = this.e2[j]! + g1 * m2;
    }
  }
}
