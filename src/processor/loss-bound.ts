import type { LossKind } from "../experiment/spec";
import type { Rounding } from "../numeric/rounding";

/** What the bound of a loss depends on: numbers as computed, over all samples. */
export interface LossFacts {
  readonly kind: LossKind;
  readonly outputs: number;
  /** The mean loss of a term, and the mean |∂ℓ/∂f| of an output or, for softmax-ce, its mean sum over a sample's outputs. */
  readonly meanLoss: number;
  readonly meanSlope: number;
  /** The least |1 − (2y − 1)·f|, for hinge. */
  readonly leastArgument: number;
  readonly largestTarget: number;
  /** max|f|, max(|f_x|, |f_y|), and bounds on the errors of each f and of its slopes. */
  readonly largestOutput: number;
  readonly outputSlope: number;
  readonly outputError: number;
  readonly outputSlopeError: number;
}

/** Bounds on errors of a loss, each for one term of the mean. */
export interface LossErrors {
  readonly value: number;
  /** Of one ∂ℓ/∂f. */
  readonly slope: number;
  /** The sum of these over the outputs of one term. */
  readonly slopeSum: number;
  /** Of Σ ∂²ℓ/∂f∂f·f_a·f_b, and the size of that sum. */
  readonly curvature: number;
  readonly curvatureSize: number;
  /** Whether some argument of hinge may lie on either side of its kink. */
  readonly isOnKink: boolean;
}

/** The bounds of docs/error-bounds.md, "By layer norms", for one term of a loss. */
export function boundLoss(facts: LossFacts, rounding: Rounding): LossErrors {
  if (facts.kind === "softmax-ce") return boundSoftmax(facts, rounding);
  return boundScalarLoss(facts, readScalarLoss(facts, rounding), rounding);
}

/** A scalar loss ℓ(r), r = ±f + shift. */
interface ScalarLossErrors {
  readonly value: number;
  readonly slope: number;
  /** sup ℓ'' and a bound on its error. */
  readonly second: number;
  readonly secondError: number;
  readonly isOnKink: boolean;
}

function readScalarLoss(facts: LossFacts, { unit: u, underflow }: Rounding): ScalarLossErrors {
  const { kind, meanLoss, meanSlope, outputError, largestOutput, largestTarget } = facts;
  if (kind === "mse") {
    const moved = outputError + u * (2 * largestTarget + largestOutput);
    // |∂ℓ/∂f| is 2|r|.
    const value = moved * meanSlope + moved * moved + 2 * u * meanLoss + underflow;
    return { value, slope: 2 * moved, second: 2, secondError: 0, isOnKink: false };
  }
  if (kind === "bce") {
    // The constants of softplus; its tail is at most ln 2, and |r| times the tail at most 0.317.
    const value = (meanSlope + 11 * u + outputError / 8) * outputError + u * (meanLoss + 10.1) + underflow;
    const secondError = 7.3 * u + 0.09623 * outputError + underflow;
    return { value, slope: 11 * u + outputError / 4 + underflow, second: 0.25, secondError, isOnKink: false };
  }
  const moved = outputError + u * (2 + largestOutput);
  const isOnKink = !(facts.leastArgument > moved);
  const value = (isOnKink ? 1 : meanSlope) * moved + underflow;
  return { value, slope: isOnKink ? 1 : 0, second: 0, secondError: 0, isOnKink };
}

function boundScalarLoss(
  { outputSlope, outputSlopeError }: LossFacts,
  { value, slope, second, secondError, isOnKink }: ScalarLossErrors,
  { unit: u, underflow }: Rounding,
): LossErrors {
  const reach = outputSlope + outputSlopeError;
  const curvatureSize = second * outputSlope * outputSlope;
  const curvature =
    second * (outputSlope + reach) * outputSlopeError + secondError * reach * reach + 4 * u * curvatureSize + underflow;
  return { value, slope, slopeSum: slope, curvature, curvatureSize, isOnKink };
}

function boundSoftmax(facts: LossFacts, { unit: u, underflow }: Rounding): LossErrors {
  const { outputs, meanSlope, largestOutput, outputSlope, outputError: moved, outputSlopeError } = facts;
  // |f_j − max f|
  const range = 2 * largestOutput;
  const library = u * (22 + outputs + 4 * range);
  // exp(2w) − 1 ≤ 2w + 4w² for w ≤ ½.
  const relative = moved > 0.5 ? Number.POSITIVE_INFINITY : library + (1 + library) * (2 * moved + 4 * moved * moved);
  const probabilities = relative + 4 * outputs * underflow;
  const value =
    u * (outputs + 6 + 4 * Math.log(outputs) + 2 * range) +
    moved * (meanSlope + outputs * underflow) +
    0.5 * outputs * moved * moved +
    u * (8 + 5 * range) +
    underflow;
  const reach = outputSlope + outputSlopeError;
  const meanError = outputSlopeError + probabilities * reach + u * (outputs + 2) * outputSlope + underflow;
  const curvatureSize = 2 * outputSlope * outputSlope;
  const curvature =
    probabilities * reach * reach +
    (outputSlope + reach) * outputSlopeError +
    (2 * outputSlope + meanError) * meanError +
    u * (2 * outputs + 8) * curvatureSize +
    underflow;
  return {
    value,
    slope: probabilities + 2 * u,
    slopeSum: probabilities + 2 * u,
    curvature,
    curvatureSize,
    isOnKink: false,
  };
}
