import type { Dataset } from "../../data/dataset";
import type { LossSpec } from "../../experiment/spec";
import { FLOAT64, gamma, lostAcross, type Rounding } from "../../numeric/rounding";
import { type ActivationRule, activationRule } from "../network/activations";
import type { LayerLayout, NetworkLayout } from "../network/layout";
import { lossArgument, SCALAR_LOSS_RULES } from "../network/losses";
import type { Problem } from "../problem";
import { composeJet, JetLayer, type ScalarJet } from "./layer";
import { addPenalty, Penalty } from "./penalty";
import type { GradientJet, PointJet } from "./point-jet";
import { coordinateSlack, PROJECTION_STRIDE, projectFirstLayer, type Slice } from "./slice";
import { softmaxJet } from "./softmax";

/** Factor on the bounds for the rounding of their own arithmetic and for the products of two small terms that they omit. */
export const BOUND_INFLATION = 1.01;

/** The rounding error of a sum of `terms` products of stored, slice-interpolated weights, relative to Σ|terms|. */
export function affineGamma(terms: number, rounding: Rounding): number {
  return gamma(terms + 8, rounding.unit);
}

/** The rounding error of a sum, relative to Σ|terms|, in which a term goes through `depth` additions; the mean rounds twice more. */
export function summationGamma(depth: number, rounding: Rounding): number {
  return gamma(depth + 2, rounding.unit);
}

/** The bound on a number's error; +∞ where the number or the bound itself has overflowed. */
function boundOf(value: number, error: number): number {
  return Number.isFinite(value) && Number.isFinite(error) ? error : Number.POSITIVE_INFINITY;
}

/** The rounding error of z0 + x·z1 + y·z2 of stored numbers: storage, coordinate, product and two sums, rounded up. */
export function projectionGamma(rounding: Rounding): number {
  return gamma(6, rounding.unit);
}

/**
 * Second-order jets of a network's loss along a slice, with bounds unit by unit: the oracle of the faster evaluators.
 *
 * Each unit carries (v, v_x, v_y, v_xx, v_xy, v_yy). A weight is w = θ + x·dx + y·dy with derivatives dx, dy and none of second
 * order, so the derivatives are exact: there is no step size. With them it carries bounds e0, e1, e2 on the error of the value, of
 * each first and of each second derivative (docs/error-bounds.md). The arithmetic here is float64; the bounds may be for another arithmetic.
 */
export class JetEvaluator {
  readonly #projection: Float64Array;
  readonly #layers: readonly JetLayer[];
  readonly #weights: Float64Array;
  readonly #magnitudes: Float64Array;
  readonly #slopes: Float64Array;
  readonly #penalty: Penalty | null;
  private readonly layout: NetworkLayout;
  private readonly loss: LossSpec;
  private readonly data: Dataset;

  constructor(
    { layout, loss, data }: Problem,
    private readonly slice: Slice,
    private readonly rounding: Rounding,
  ) {
    this.layout = layout;
    this.loss = loss;
    this.data = data;
    this.#projection = projectFirstLayer(layout, data, slice);
    this.#layers = layout.layers.map(({ units }) => new JetLayer(units));
    this.#weights = new Float64Array(layout.parameterCount);
    this.#magnitudes = new Float64Array(layout.parameterCount);
    this.#penalty = loss.l2 > 0 ? new Penalty(loss.l2, slice) : null;
    this.#slopes = slice.dx.map((entry, p) => Math.max(Math.abs(entry), Math.abs(slice.dy[p]!)) + rounding.underflow);
  }

  /** Evaluates the jet at slice coordinates (x, y). */
  evaluate(x: number, y: number): GradientJet {
    const xBar = Math.abs(x) + coordinateSlack(this.slice.xLimit, this.rounding);
    const yBar = Math.abs(y) + coordinateSlack(this.slice.yLimit, this.rounding);
    this.#placeWeights(x, y, xBar, yBar);
    const sum = { loss: 0, lossError: 0, x: 0, y: 0, gradientError: 0, xx: 0, xy: 0, yy: 0, curvatureError: 0 };
    const summation = summationGamma(this.data.samples * this.data.outputs, this.rounding);
    for (let s = 0; s < this.data.samples; s++) {
      this.#runSample(s, x, y, xBar, yBar);
      for (const jet of this.#lossJets(s)) {
        sum.loss += jet.v;
        sum.lossError += jet.e0 + summation * Math.abs(jet.v);
        sum.x += jet.x;
        sum.y += jet.y;
        sum.gradientError += jet.e1 + summation * Math.max(Math.abs(jet.x), Math.abs(jet.y));
        sum.xx += jet.xx;
        sum.xy += jet.xy;
        sum.yy += jet.yy;
        sum.curvatureError += jet.e2 + summation * Math.max(Math.abs(jet.xx), Math.abs(jet.xy), Math.abs(jet.yy));
      }
    }
    const terms = this.data.samples * (this.loss.kind === "softmax-ce" ? 1 : this.layout.outputs);
    const mean = (total: number) => total / terms;
    const jet: PointJet = {
      loss: mean(sum.loss),
      lossError: boundOf(sum.loss, BOUND_INFLATION * mean(sum.lossError)),
      x: mean(sum.x),
      y: mean(sum.y),
      xx: mean(sum.xx),
      xy: mean(sum.xy),
      yy: mean(sum.yy),
      curvatureError: boundOf(sum.xx + sum.xy + sum.yy, BOUND_INFLATION * mean(sum.curvatureError)),
    };
    const gradientError = boundOf(sum.x + sum.y, BOUND_INFLATION * mean(sum.gradientError));
    if (this.#penalty === null) return { ...jet, gradientError };
    const whole = addPenalty(jet, this.#penalty.evaluate(x, y));
    const rounding = 2 * FLOAT64.unit * Math.max(Math.abs(whole.x), Math.abs(whole.y));
    return { ...whole, gradientError: gradientError + this.#penalty.boundGradient(x, y) + rounding };
  }

  /**
   * w = θ + x·dx + y·dy, and |θ| + x̄·|dx| + ȳ·|dy|, which bounds |w| and, times a few u, its rounding; plus the loss of each of the
   * three to underflow, times its factor.
   */
  #placeWeights(x: number, y: number, xBar: number, yBar: number): void {
    const { center, dx, dy } = this.slice;
    const lost = lostAcross(xBar, yBar, this.rounding);
    for (let p = 0; p < center.length; p++) {
      this.#weights[p] = center[p]! + x * dx[p]! + y * dy[p]!;
      const reach = Math.abs(center[p]!) + xBar * Math.abs(dx[p]!) + yBar * Math.abs(dy[p]!);
      this.#magnitudes[p] = reach + lost;
    }
  }

  #runSample(sample: number, x: number, y: number, xBar: number, yBar: number): void {
    this.layout.layers.forEach((layer, k) => {
      const jets = this.#layers[k]!;
      if (k === 0) this.#projectSample(jets, sample, x, y, xBar, yBar);
      else this.#applyAffine(jets, this.#layers[k - 1]!, layer);
      const rule = activationRule(layer.activation, this.layout.leakySlope);
      if (layer.activation !== "identity") jets.activate(rule, this.rounding);
      if (layer.residual) jets.addResidual(this.#layers[k - 1]!, this.rounding);
    });
  }

  #projectSample(jets: JetLayer, sample: number, x: number, y: number, xBar: number, yBar: number): void {
    const g = projectionGamma(this.rounding);
    const { unit, underflow } = this.rounding;
    const lostValue = lostAcross(xBar, yBar, this.rounding);
    for (let j = 0; j < jets.units; j++) {
      const at = (sample * jets.units + j) * PROJECTION_STRIDE;
      const [z0, z1, z2, lost] = [0, 1, 2, 3].map((v) => this.#projection[at + v]!) as [number, number, number, number];
      const e0 = g * (Math.abs(z0) + xBar * Math.abs(z1) + yBar * Math.abs(z2)) + lost + lostValue;
      const e1 = unit * Math.max(Math.abs(z1), Math.abs(z2)) + lost + underflow;
      jets.set(j, { v: z0 + x * z1 + y * z2, x: z1, y: z2, xx: 0, xy: 0, yy: 0, e0, e1, e2: 0 });
    }
  }

  /** z = W·a + b with W and b moving along the slice. */
  #applyAffine(jets: JetLayer, below: JetLayer, layer: LayerLayout): void {
    const { inputs, units, kernel, bias } = layer;
    const { dx, dy } = this.slice;
    const g0 = affineGamma(inputs, this.rounding);
    const g1 = affineGamma(3 * inputs, this.rounding);
    below.budget(g0, g1);
    for (let j = 0; j < units; j++) {
      const b = bias + j;
      let [v, vx, vy, vxx, vxy, vyy] = [this.#weights[b]!, dx[b]!, dy[b]!, 0, 0, 0];
      let e0 = g0 * this.#magnitudes[b]! + this.rounding.underflow;
      let e1 = g1 * this.#slopes[b]! + this.rounding.underflow;
      let e2 = this.rounding.underflow;
      for (let i = 0; i < inputs; i++) {
        const p = kernel + i * units + j;
        const [w, d1, d2, bar, slope] = [this.#weights[p]!, dx[p]!, dy[p]!, this.#magnitudes[p]!, this.#slopes[p]!];
        const [a, ax, ay] = [below.v[i]!, below.x[i]!, below.y[i]!];
        v += w * a;
        vx += w * ax + d1 * a;
        vy += w * ay + d2 * a;
        vxx += w * below.xx[i]! + 2 * d1 * ax;
        vxy += w * below.xy[i]! + d1 * ay + d2 * ax;
        vyy += w * below.yy[i]! + 2 * d2 * ay;
        e0 += bar * below.b0[i]!;
        e1 += bar * below.b1[i]! + slope * below.c0[i]!;
        e2 += bar * below.b2[i]! + 2 * slope * below.b1[i]!;
      }
      jets.set(j, { v, x: vx, y: vy, xx: vxx, xy: vxy, yy: vyy, e0, e1, e2 });
    }
  }

  #lossJets(sample: number): ScalarJet[] {
    const outputs = this.#layers.at(-1)!;
    const row = sample * outputs.units;
    const { kind } = this.loss;
    if (kind === "softmax-ce") {
      return [softmaxJet(outputs, this.data.y.subarray(row, row + outputs.units), this.rounding)];
    }
    const rule: ActivationRule = SCALAR_LOSS_RULES[kind];
    return Array.from({ length: outputs.units }, (_, j) => {
      const { scale, shift } = lossArgument(kind, this.data.y[row + j]!);
      const f = outputs.get(j);
      const r = scale * f.v + shift;
      const moved = shift === 0 ? 0 : this.rounding.unit * (Math.abs(shift) + Math.abs(r));
      return composeJet(
        rule,
        {
          v: r,
          x: scale * f.x,
          y: scale * f.y,
          xx: scale * f.xx,
          xy: scale * f.xy,
          yy: scale * f.yy,
          e0: f.e0 + moved,
          e1: f.e1,
          e2: f.e2,
        },
        this.rounding,
      );
    });
  }
}
