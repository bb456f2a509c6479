import { analyzePoint } from "../../src/convexity/points/analysis";
import type { LandscapePlan } from "../../src/slice/landscape-plan";

export type Place = readonly [x: number, y: number];

/** One thing that switches: a hidden unit for a sample, or an output under a hinge. */
export interface SwitchName {
  readonly sample: number;
  readonly layer: number;
  readonly unit: number;
}

/** What one sample switches on at a point, layer by layer: z, or of an output under a hinge the margin's shortfall; none where nothing does. */
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

/** Where a switch's value changes sign between two points, by halving; null where its signs there are alike. */
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

/** Half the way across a crease on which the loss's slope is compared: long against where it lies, short against its curvature. */
const STEP = 1e-6;

export interface MeasuredJump {
  /** D⁺(v) + D⁺(−v) of the whole loss. */
  readonly jump: number;
  readonly bound: number;
}

/**
 * How the slope of the whole loss, in float64, changes across a point along the unit vector v: ∇L·v a step after it less a step before. Its
 * error is that of the two gradients, and what the curvature adds on both steps; the third derivative is of the size of the second here, so
 * that over a step it changes by far less than the half it is enlarged by.
 *
 * @returns null where anything but the one named switch changes between the two: another line passes
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
