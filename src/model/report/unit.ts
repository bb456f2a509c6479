import { type ActivationRule, activationRule } from "../network/activations";
import type { LayerLayout } from "../network/layout";

/**
 * The state of a unit over the samples of a data set; φ is its activation and z its pre-activation:
 *
 * - `dead`: φ(z) = 0 and φ'(z) = 0 for every sample. No value passes forward through the unit and no gradient back, so training on the
 *   data's gradient never changes its incoming weights again. A ReLU is dead where z ≤ 0 for every sample.
 * - `saturated`: |φ'(z)| is below FLAT_SHARE of the largest slope that φ has anywhere, for every sample. For sigmoid that is |z| > 5.99, for
 *   tanh |z| > 2.99.
 * - `mostly-saturated`: the same for at least MOST_SHARE of the samples, but not for all.
 * - `working`: none of these. This includes every ReLU that is on for some sample: its slope of 0 or 1 is a switch, not saturation.
 *
 * A unit that is dead or saturated for these samples may still respond to others.
 */
export type UnitState = "dead" | "saturated" | "mostly-saturated" | "working";

/** A slope below this share of the activation's largest is called flat. */
export const FLAT_SHARE = 0.01;
/** A unit that is flat for this share of the samples is mostly saturated. */
export const MOST_SHARE = 0.9;
const BINS = 24;

/** Statistics over all samples; NaN where a value is NaN. */
export interface Spread {
  readonly least: number;
  readonly mean: number;
  readonly most: number;
}

/** The histogram of a unit's z, in bins of equal width; samples that are not finite are left out. */
export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
}

/** The activity of one unit over a data set. */
export interface UnitReport {
  readonly state: UnitState;
  /** z, the argument of the activation. */
  readonly preactivation: Spread;
  /** φ(z), before a residual connection adds the layer's input. */
  readonly output: Spread;
  /** The share of samples with |φ'(z)| below FLAT_SHARE of the largest slope, 0 to 1. */
  readonly flatShare: number;
  /** The share of samples with z > 0: where a ReLU is on. */
  readonly onShare: number;
  /** The length of the data's gradient in the unit's incoming weights and bias, without the l2 term. */
  readonly gradient: number;
  readonly histogram: Histogram;
}

/**
 * @param preactivations  z of every sample, [samples]; not changed
 * @param gradient  UnitReport's gradient
 */
export function reportUnit(
  { activation }: Pick<LayerLayout, "activation">,
  leakySlope: number,
  preactivations: Float64Array,
  gradient: number,
): UnitReport {
  const rule = activationRule(activation, leakySlope);
  const samples = preactivations.length;
  let [flat, silent, on] = [0, 0, 0];
  for (const z of preactivations) {
    const slope = Math.abs(rule.first(z));
    if (slope < FLAT_SHARE * rule.bounds[0]) flat++;
    if (slope === 0 && rule.value(z) === 0) silent++;
    if (z > 0) on++;
  }
  return {
    state: judgeUnit(rule, silent / samples, flat / samples),
    preactivation: measureSpread(preactivations),
    output: measureSpread(preactivations.map((z) => rule.value(z))),
    flatShare: flat / samples,
    onShare: on / samples,
    gradient,
    histogram: countBins(preactivations),
  };
}

function judgeUnit(rule: ActivationRule, silentShare: number, flatShare: number): UnitState {
  if (silentShare === 1) return "dead";
  // With a kink the slope has only two values, so a unit that is off is not saturated.
  if (rule.firstJump > 0) return "working";
  if (flatShare === 1) return "saturated";
  return flatShare >= MOST_SHARE ? "mostly-saturated" : "working";
}

function measureSpread(values: Float64Array): Spread {
  let [least, most, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value / values.length;
  }
  return { least, mean: sum, most };
}

function countBins(values: Float64Array): Histogram {
  const finite = values.filter(Number.isFinite);
  const { least, most } = measureSpread(finite);
  const counts = new Array<number>(BINS).fill(0);
  if (finite.length === 0) return { from: 0, to: 1, counts };
  // If all values are equal, the interval is around this value: of length 1, or longer if floats require it.
  const half = least === most ? Math.max(0.5, Math.abs(least) * 2 ** -40) : 0;
  const [from, to] = [least - half, most + half];
  for (const value of finite) {
    const bin = Math.floor(((value - from) / (to - from)) * BINS);
    counts[Math.min(BINS - 1, bin)]!++;
  }
  return { from, to, counts };
}
