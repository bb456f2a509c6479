import type { LayerWeights, LossKind } from "../../spec/schema";
import { divideDown, divideUp, encloseSoftplus, magnitude, oneOf, SMOOTH_FUNCTIONS } from "./elementary";

/**
 * Bounds on a vector of real numbers v: lo[j] ≤ v[j] · denominator ≤ hi[j], the denominator positive. Where v is known exactly, lo and
 * hi are the same list, and stay so until something is rounded: exact arithmetic is interval arithmetic that never rounds.
 */
export interface Enclosure {
  readonly lo: readonly bigint[];
  readonly hi: readonly bigint[];
  readonly denominator: bigint;
}

/** A layer's weights, exactly: `units[j]` holds unit j's weights, input by input, then its bias, all over one denominator. */
export interface ExactLayer {
  readonly units: readonly (readonly bigint[])[];
  readonly denominator: bigint;
}

export function exactly(numerators: readonly bigint[], denominator = 1n): Enclosure {
  return { lo: numerators, hi: numerators, denominator };
}

const floatView = new DataView(new ArrayBuffer(8));

/** A finite float64 is significand · 2^exponent with an integer significand below 2^53 in magnitude, made odd here. */
function decodeFloat(value: number): { significand: number; exponent: number } {
  if (value === 0) return { significand: 0, exponent: 0 };
  floatView.setFloat64(0, value);
  const high = floatView.getUint32(0);
  const field = (high >>> 20) & 0x7ff;
  let significand = (high & 0xfffff) * 2 ** 32 + floatView.getUint32(4) + (field > 0 ? 2 ** 52 : 0);
  let exponent = Math.max(field, 1) - 1075;
  for (; significand % 2 === 0; exponent++) significand /= 2;
  return { significand: value < 0 ? -significand : significand, exponent };
}

/** Reads rows of float64 numbers exactly, all over the smallest power of two that suits them. */
export function readRows(rows: readonly (readonly number[])[]): Enclosure[] {
  const decoded = rows.map((row) => row.map(decodeFloat));
  const shift = decoded.reduce((most, row) => row.reduce((least, entry) => Math.max(least, -entry.exponent), most), 0);
  const widen = (entry: { significand: number; exponent: number }) =>
    BigInt(entry.significand) << BigInt(entry.exponent + shift);
  return decoded.map((row) => exactly(row.map(widen), oneOf(shift)));
}

/** The exact mean of one layer over several points. */
export function averageLayer(layers: readonly LayerWeights[]): ExactLayer {
  const points = readRows(layers.map(({ kernel, bias }) => [...kernel.flat(), ...bias]));
  const sums = points[0]!.lo.map((_, p) => points.reduce((sum, point) => sum + point.lo[p]!, 0n));
  const count = layers[0]!.bias.length;
  return {
    units: Array.from({ length: count }, (_, j) => sums.filter((_, p) => p % count === j)),
    denominator: points[0]!.denominator * BigInt(layers.length),
  };
}

/** Applies a function that rises to both bounds. */
function mapRising(v: Enclosure, rise: (bound: bigint) => bigint, denominator = v.denominator): Enclosure {
  const lo = v.lo.map(rise);
  return { lo, hi: v.hi === v.lo ? lo : v.hi.map(rise), denominator };
}

/** v · numerator / denominator */
export function scale(v: Enclosure, numerator: bigint, denominator = 1n): Enclosure {
  const { lo, hi, denominator: product } = mapRising(v, (bound) => bound * numerator, v.denominator * denominator);
  return numerator < 0n ? { lo: hi, hi: lo, denominator: product } : { lo, hi, denominator: product };
}

/** left + right; nothing grows where one denominator divides the other. */
export function add(left: Enclosure, right: Enclosure): Enclosure {
  if (left.denominator < right.denominator) return add(right, left);
  const ratio = left.denominator / right.denominator;
  if (ratio * right.denominator !== left.denominator)
    return add(scale(left, right.denominator, right.denominator), right);
  const lo = left.lo.map((bound, j) => bound + right.lo[j]! * ratio);
  const known = left.lo === left.hi && right.lo === right.hi;
  const hi = known ? lo : left.hi.map((bound, j) => bound + right.hi[j]! * ratio);
  return { lo, hi, denominator: left.denominator };
}

/** Rounds outward to `bits` fractional bits; null leaves the numbers as they are. */
export function round(v: Enclosure, bits: number | null): Enclosure {
  if (bits === null || v.denominator === oneOf(bits)) return v;
  return {
    lo: v.lo.map((bound) => divideDown(bound << BigInt(bits), v.denominator)),
    hi: v.hi.map((bound) => divideUp(bound << BigInt(bits), v.denominator)),
    denominator: oneOf(bits),
  };
}

/** z_j = Σ_i w_ji·v_i + b_j, without rounding: a negative weight takes a lower bound from an upper one. */
export function applyAffine({ units, denominator }: ExactLayer, input: Enclosure): Enclosure {
  const sum = (weights: readonly bigint[], forPositive: readonly bigint[], forNegative: readonly bigint[]) => {
    let total = weights[forPositive.length]! * input.denominator;
    for (let i = 0; i < forPositive.length; i++) {
      const weight = weights[i]!;
      total += weight * (weight < 0n ? forNegative[i]! : forPositive[i]!);
    }
    return total;
  };
  const lo = units.map((weights) => sum(weights, input.lo, input.hi));
  const hi = input.lo === input.hi ? lo : units.map((weights) => sum(weights, input.hi, input.lo));
  return { lo, hi, denominator: denominator * input.denominator };
}

/** φ(v) for each entry. A smooth φ needs v rounded to `bits`; the others stay exact. */
export function applyActivation(name: string, leakySlope: Enclosure, v: Enclosure, bits: number | null): Enclosure {
  if (name === "identity") return v;
  if (name === "relu") return mapRising(v, (bound) => (bound > 0n ? bound : 0n));
  if (name === "leaky-relu") {
    const { lo: slope, denominator } = leakySlope;
    return mapRising(v, (bound) => bound * (bound > 0n ? denominator : slope[0]!), v.denominator * denominator);
  }
  const enclose = SMOOTH_FUNCTIONS[name];
  if (bits === null || !enclose) throw new RangeError(`${name} has no exact value`);
  const ends = v.lo.map((lo, j) => enclose({ lo, hi: v.hi[j]! }, bits));
  return { lo: ends.map(({ lo }) => lo), hi: ends.map(({ hi }) => hi), denominator: v.denominator };
}

/** The sum over outputs of one sample's loss, a vector of one. For a target of 1, bce and hinge are those of −f and 0. */
export function applyLoss(kind: LossKind, output: Enclosure, target: Enclosure, bits: number | null): Enclosure {
  if (kind === "softmax-ce") return applySoftmaxCrossEntropy(output, target, bits!);
  const negated = output.lo.map((_, j) => kind !== "mse" && target.lo[j]! > 0n);
  const signed: Enclosure = {
    lo: output.lo.map((lo, j) => (negated[j] ? -output.hi[j]! : lo)),
    hi: output.hi.map((hi, j) => (negated[j] ? -output.lo[j]! : hi)),
    denominator: output.denominator,
  };
  const { denominator } = signed;
  if (kind === "bce") return sumEntries(applyActivation("softplus", target, signed, bits));
  if (kind === "hinge") {
    return sumEntries(mapRising(signed, (bound) => (bound > -denominator ? bound + denominator : 0n)));
  }
  const error = add(signed, scale(target, -1n));
  const pairs = error.lo.map((lo, j) => [magnitude(lo), magnitude(error.hi[j]!), lo * error.hi[j]!] as const);
  return sumEntries({
    lo: pairs.map(([a, b, product]) => (product <= 0n ? 0n : a < b ? a * a : b * b)),
    hi: pairs.map(([a, b]) => (a < b ? b * b : a * a)),
    denominator: error.denominator * error.denominator,
  });
}

function sumEntries({ lo, hi, denominator }: Enclosure): Enclosure {
  const total = (bounds: readonly bigint[]) => [bounds.reduce((sum, bound) => sum + bound, 0n)];
  return { lo: total(lo), hi: total(hi), denominator };
}

/** log Σ e^f_j − f_y = log(1 + Σ_{j≠y} e^(f_j − f_y)), one j at a time: log(e^a + e^d) = a + softplus(d − a) rises in a and in d. */
function applySoftmaxCrossEntropy(output: Enclosure, target: Enclosure, bits: number): Enclosure {
  const chosen = target.lo.findIndex((entry) => entry > 0n);
  let [lo, hi] = [0n, 0n];
  for (let j = 0; j < output.lo.length; j++) {
    if (j === chosen) continue;
    lo += encloseSoftplus(output.lo[j]! - output.hi[chosen]! - lo, bits).lo;
    hi += encloseSoftplus(output.hi[j]! - output.lo[chosen]! - hi, bits).hi;
  }
  return { lo: [lo], hi: [hi], denominator: oneOf(bits) };
}
