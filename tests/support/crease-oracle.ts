import { analyzePoint } from "../../src/convexity/points/analysis";
import type { LandscapePlan } from "../../src/slice/landscape-plan";

export type Place = readonly [x: number, y: number];

/** One switch: a hidden unit for a sample, or an output with the hinge loss. */
export interface SwitchName {
  readonly sample: number;
  readonly layer: number;
  readonly unit: number;
}

/**
 * The values of one sample whose signs are the switches, at a point, layer by layer: z of piecewise linear units, 1 minus the margin of
 * outputs with the hinge loss; empty for other layers.
 */
export function readSwitches({ layout, loss, data, center, dx, dy }: LandscapePlan, sample: number, [x, y]: Place) {
  const at = (p: number) => center[p]! + x * dx[p]! + y * dy[p]!;
  let below = Array.from({ length: layout.inputs }, (_, i) => data.x[sample * layout.inputs + i]!);
  return layout.layers.map(({ inputs, units, kernel, bias, activation, residual }, k) => {
    const z = Array.from({ length: units }, (_, j) => {
      let sum = at(bias + j);
      for (let i = 0; i < inputs; i++) sum += at(kernel + i * units + j) * below[i]!;
      return sum;
    });
    const slope = activation === "relu" ? 0 : activation === "leaky-relu" ? layout.leakySlope : 1;
    const bend = (value: number) => (activation === "tanh" ? Math.tanh(value) : value > 0 ? value : slope * value);
    below = z.map((value, j) => bend(value) + (residual ? below[j]! : 0));
    if (k < layout.layers.length - 1) return activation === "relu" || activation === "leaky-relu" ? z : [];
    if (loss.kind !== "hinge") return [];
    return z.map((f, j) => 1 - (2 * data.y[sample * layout.outputs + j]! - 1) * f);
  });
}

/** The point between two points where a switch's value changes sign, by bisection; null where both have the same sign. */
export function placeSwitch(
  plan: LandscapePlan,
  { sample, layer, unit }: SwitchName,
  from: Place,
  to: Place,
): Place | null {
  const at = (t: number): Place => [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
  const isUp = (t: number) => readSwitches(plan, sample, at(t))[layer]![unit]! > 0;
  const isUpFirst = isUp(0);
  if (isUp(1) === isUpFirst) return null;
  let [low, high] = [0, 1];
  for (let halving = 0; halving < 52; halving++) {
    const middle = (low + high) / 2;
    if (isUp(middle) === isUpFirst) low = middle;
    else high = middle;
  }
  return at((low + high) / 2);
}

/** Distance from a crease at which slopes are compared: long relative to the error of its position, short relative to its curvature. */
const STEP = 1e-6;

export interface MeasuredJump {
  /** D⁺(v) + D⁺(−v) of the whole loss. */
  readonly jump: number;
  readonly bound: number;
}

/**
 * The change of the slope of the whole loss, in float64, along the unit vector v across a point: ∇L·v one step after it minus one step
 * before it. Its error is that of the two gradients plus the change of slope by the curvature over both steps. The third derivative has
 * the size of the second here, so over a step the curvature changes by far less than the factor 1.5 allows.
 *
 * @returns null where another switch also changes between the two points, because another crease passes there
 */
export function measureJump(plan: LandscapePlan, name: SwitchName, [x, y]: Place, v: Place): MeasuredJump | null {
  const before: Place = [x - STEP * v[0], y - STEP * v[1]];
  const after: Place = [x + STEP * v[0], y + STEP * v[1]];
  for (let sample = 0; sample < plan.data.samples; sample++) {
    const [low, high] = [readSwitches(plan, sample, before), readSwitches(plan, sample, after)];
    for (const [layer, values] of low.entries()) {
      for (const [unit, value] of values.entries()) {
        const isNamed = sample === name.sample && layer === name.layer && unit === name.unit;
        if ((value > 0 !== high[layer]![unit]! > 0) !== isNamed) return null;
      }
    }
  }
  const [one, other] = [analyzePoint(plan, ...before), analyzePoint(plan, ...after)];
  const slope = ({ gradient }: typeof one) => gradient.x * v[0] + gradient.y * v[1];
  const bend = ({ xx, xy, yy }: typeof one) => Math.abs(v[0] * v[0] * xx + 2 * v[0] * v[1] * xy + v[1] * v[1] * yy);
  return {
    jump: slope(other) - slope(one),
    bound: 2 * (one.gradient.error + other.gradient.error) + 1.5 * STEP * (bend(one) + bend(other)),
  };
}
