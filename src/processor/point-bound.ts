import { affineGamma, BOUND_INFLATION, projectionGamma, summationGamma } from "../model/jets/jet-evaluator";
import { coordinateSlack, PROJECTION_STRIDE, type Slice } from "../model/jets/slice";
import { type ActivationRule, activationRule } from "../model/network/activations";
import type { Problem } from "../model/problem";
import { FLOAT64, lostAcross, type Rounding } from "../numeric/rounding";
import { LayerNorms } from "./layer-norms";
import { boundLoss, type LossErrors } from "./loss-bound";
import type { ObservedLayer, ObservedPoint, SummationDepth } from "./observed";

/** Bounds on the errors of what the kernel computed at one point, without the penalty; +∞ where nothing is known. */
export interface PointErrors {
  readonly loss: number;
  /** Of each first derivative. */
  readonly gradient: number;
  /** Of each second derivative. */
  readonly curvature: number;
  /** Whether a bound for each unit may be much smaller: a unit may be on its kink, or a number may have overflowed. */
  readonly isCoarse: boolean;
}

/** The largest numbers of one layer over its units and all samples, with bounds on their errors. */
interface LayerErrors {
  /** max(1, max|a|), because the bias has an input of 1, and max(|a_x|, |a_y|). */
  readonly value: number;
  readonly slope: number;
  /** Bounds on the errors of each a, and of its slopes. */
  readonly valueError: number;
  readonly slopeError: number;
  /** max(|z_x|, |z_y|), and a bound on their errors. */
  readonly inputSlope: number;
  readonly inputSlopeError: number;
  /** Upper bounds of |φ'| and |φ''| as computed, and of their errors. */
  readonly first: number;
  readonly firstError: number;
  readonly second: number;
  readonly secondError: number;
  readonly isOnKink: boolean;
}

/**
 * Bounds the errors of the kernel's sums at one point from the largest numbers that it saw there: one recurrence over the layers, forward
 * for the values and their slopes, and back for the adjoint. A norm is over a layer's units and all samples, so a point costs a few
 * operations for each unit. docs/error-bounds.md, "By layer norms", derives each line.
 */
export class PointBound {
  readonly #problem: Problem;
  readonly #slice: Slice;
  readonly #rules: readonly ActivationRule[];
  readonly #norms: readonly LayerNorms[];
  /** The largest |z0|, |z1|, |z2| of the first layer's projection, and the largest of its float64 errors. */
  readonly #projection: readonly [number, number, number, number];
  readonly #largestTarget: number;
  readonly #rounding: Rounding;
  /** γ of the sums of the loss, of its slopes and of its second derivatives. */
  readonly #summation: SummationDepth;
  /** The number of terms in the mean. */
  readonly #terms: number;
  /** The largest sum of absolute terms at the point; NaN once one of them was NaN. */
  #reach = 0;

  /**
   * @param projection  of the first layer; see projectFirstLayer
   */
  constructor(problem: Problem, slice: Slice, projection: Float64Array, depth: SummationDepth, rounding = FLOAT64) {
    const { layout, data, loss } = problem;
    this.#problem = problem;
    this.#slice = slice;
    this.#rounding = rounding;
    this.#rules = layout.layers.map(({ activation }) => activationRule(activation, layout.leakySlope));
    this.#norms = layout.layers.map((layer) => new LayerNorms(layer, slice, rounding));
    const largest: [number, number, number, number] = [0, 0, 0, 0];
    for (let i = 0; i < projection.length; i++) {
      const component = i % PROJECTION_STRIDE;
      largest[component] = Math.max(largest[component]!, Math.abs(projection[i]!));
    }
    this.#projection = largest;
    this.#largestTarget = data.y.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
    this.#summation = {
      loss: summationGamma(depth.loss, rounding),
      gradient: summationGamma(depth.gradient, rounding),
      curvature: summationGamma(depth.curvature, rounding),
    };
    this.#terms = data.samples * (loss.kind === "softmax-ce" ? 1 : layout.outputs);
  }

  /**
   * @param seen  what the kernel saw at the point
   * @param x  slice coordinates of the point
   */
  evaluate(seen: ObservedPoint, x: number, y: number): PointErrors {
    const { unit, underflow } = this.#rounding;
    const xBar = Math.abs(x) + coordinateSlack(this.#slice.xLimit, this.#rounding);
    const yBar = Math.abs(y) + coordinateSlack(this.#slice.yLimit, this.#rounding);
    this.#reach = 0;
    const layers: LayerErrors[] = [];
    for (let k = 0; k < this.#norms.length; k++) {
      layers.push(this.#boundLayer(k, seen.layers[k]!, layers[k - 1], xBar, yBar));
    }
    const loss = this.#boundLoss(seen, layers.at(-1)!);
    const curvature = this.#boundCurvature(seen, layers, loss);
    const meanLoss = Math.abs(seen.loss) / this.#terms;
    const meanSlope = seen.outputAdjoint / this.#terms;
    const { slope, slopeError } = layers.at(-1)!;
    const gradient =
      meanSlope * slopeError +
      loss.slopeSum * (slope + slopeError) +
      (2 * unit + this.#summation.gradient) * meanSlope * slope +
      underflow;
    const isReached = this.#reach <= this.#rounding.largestReach;
    return {
      loss: finishBound(loss.value + this.#summation.loss * (meanLoss + 2 * loss.value), isReached),
      gradient: finishBound(gradient, isReached),
      curvature: finishBound(curvature, isReached),
      isCoarse: !isReached || loss.isOnKink || layers.some(({ isOnKink }) => isOnKink),
    };
  }

  #boundLayer(k: number, seen: ObservedLayer, below: LayerErrors | undefined, xBar: number, yBar: number): LayerErrors {
    const { unit, underflow } = this.#rounding;
    const norms = this.#norms[k]!;
    norms.place(xBar, yBar);
    const { inputSlope } = seen;
    const [input, slopes] = below ? this.#boundAffine(norms, below) : this.#boundProjection(xBar, yBar);
    const rule = this.#rules[k]!;
    const [sup1, sup2, sup3] = rule.bounds;
    const limits = rule.libraryLimits(seen.input);
    const [library0, library1, library2] = [unit * limits[0], unit * limits[1], unit * limits[2]];
    const isNearZero = !(seen.leastInput > input);
    const isKinked = rule.firstJump > 0;
    const first = sup1 + library1;
    const firstError = library1 + (isKinked ? (isNearZero ? rule.firstJump : 0) : sup2 * input + underflow);
    const secondError = isKinked ? 0 : library2 + sup3 * input + (isNearZero ? rule.secondJump : 0) + underflow;
    const residual = this.#problem.layout.layers[k]!.residual ? below : undefined;
    const { value, slope } = seen;
    return {
      value: Math.max(1, value),
      slope,
      valueError: library0 + sup1 * input + underflow + (residual ? residual.valueError + unit * value : 0),
      slopeError:
        first * slopes +
        firstError * (inputSlope + slopes) +
        unit * first * inputSlope +
        underflow +
        (residual ? residual.slopeError + unit * slope : 0),
      inputSlope,
      inputSlopeError: slopes,
      first,
      firstError,
      second: isKinked ? 0 : sup2 + library2,
      secondError,
      isOnKink: isNearZero && (isKinked || rule.secondJump > 0),
    };
  }

  /** Bounds on the errors of z and of its slopes in the first layer. */
  #boundProjection(xBar: number, yBar: number): [number, number] {
    const { unit, underflow } = this.#rounding;
    const [z0, z1, z2, lost] = this.#projection;
    const reach = z0 + xBar * z1 + yBar * z2;
    this.#reachFor(reach);
    return [
      projectionGamma(this.#rounding) * reach + lost + lostAcross(xBar, yBar, this.#rounding),
      unit * Math.max(z1, z2) + lost + underflow,
    ];
  }

  /** The same in a later layer. */
  #boundAffine(
    { inputs, row, slopeRow }: LayerNorms,
    { value, slope, valueError, slopeError }: LayerErrors,
  ): [number, number] {
    const { underflow } = this.#rounding;
    const [g0, g1] = [affineGamma(inputs, this.#rounding), affineGamma(3 * inputs, this.#rounding)];
    this.#reachFor(row * value);
    this.#reachFor(row * slope + slopeRow * value);
    return [
      row * (valueError + g0 * value) + underflow,
      row * (slopeError + g1 * slope) + slopeRow * (valueError + g1 * value) + underflow,
    ];
  }

  #boundLoss(seen: ObservedPoint, outputs: LayerErrors): LossErrors {
    const { loss, layout } = this.#problem;
    return boundLoss(
      {
        kind: loss.kind,
        outputs: layout.outputs,
        meanLoss: seen.loss / this.#terms,
        meanSlope: seen.outputAdjoint / this.#terms,
        leastArgument: seen.leastArgument,
        largestTarget: this.#largestTarget,
        largestOutput: outputs.value,
        outputSlope: outputs.slope,
        outputError: outputs.valueError,
        outputSlopeError: outputs.slopeError,
      },
      this.#rounding,
    );
  }

  /** A bound on the error of each second derivative of the mean: the loss's own part, then the adjoint back through the layers. */
  #boundCurvature(seen: ObservedPoint, layers: readonly LayerErrors[], loss: LossErrors): number {
    const { unit, underflow } = this.#rounding;
    const { samples } = this.#problem.data;
    const lost = samples * underflow;
    let error = this.#terms * loss.curvature;
    let size = this.#terms * loss.curvatureSize;
    // Sums over the samples of the largest |∂ℓ/∂a| and |∂ℓ/∂z| of a layer, and bounds on their errors.
    let adjointError = samples * loss.slope;
    for (let k = layers.length - 1; k >= 0; k--) {
      const layer = layers[k]!;
      const { valueAdjoint: adjoint, inputAdjoint } = seen.layers[k]!;
      if (layer.second > 0) {
        const { units } = this.#norms[k]!;
        const { inputSlope, inputSlopeError, second, secondError } = layer;
        const bent = second * adjoint;
        const reach = inputSlope + inputSlopeError;
        const bentError = adjoint * secondError + adjointError * (second + secondError) + unit * bent + lost;
        error += units * (bent * (inputSlope + reach) * inputSlopeError + bentError * reach * reach);
        error += units * 4 * unit * bent * inputSlope * inputSlope;
        size += units * bent * inputSlope * inputSlope;
      }
      if (k === 0) break;
      const below = layers[k - 1]!;
      const { column, slopeSum, inputs, units } = this.#norms[k]!;
      const g = affineGamma(units, this.#rounding);
      const inputAdjointError =
        layer.first * adjointError + layer.firstError * (adjoint + adjointError) + unit * layer.first * adjoint + lost;
      const moved = inputAdjointError + g * inputAdjoint;
      error += 2 * slopeSum * ((inputAdjoint + moved) * below.slopeError + moved * below.slope);
      error += 2 * slopeSum * 4 * unit * inputAdjoint * below.slope;
      error += 2 * inputs * lost * (below.slope + below.slopeError);
      size += 2 * slopeSum * inputAdjoint * below.slope;
      this.#reachFor(column * inputAdjoint);
      this.#reachFor(slopeSum * inputAdjoint);
      const isResidual = this.#problem.layout.layers[k]!.residual;
      const belowAdjoint = seen.layers[k - 1]!.valueAdjoint;
      adjointError = column * moved + lost + (isResidual ? adjointError + unit * belowAdjoint : 0);
    }
    this.#reachFor(size);
    return (error + this.#summation.curvature * size) / this.#terms;
  }

  #reachFor(size: number): void {
    this.#reach = Math.max(this.#reach, size);
  }
}

/** The bound of an error; +∞ where it overflowed, or where a number that it depends on may have. */
function finishBound(error: number, isReached: boolean): number {
  return isReached && error < Number.POSITIVE_INFINITY ? BOUND_INFLATION * error : Number.POSITIVE_INFINITY;
}
