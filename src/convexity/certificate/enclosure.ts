import type { LayerWeights, LossKind } from "../../experiment/spec";
import { divideDown, divideUp, encloseSoftplus, type Interval, oneOf, SMOOTH_FUNCTIONS } from "./elementary";

/**
 * Bounds on a vector of real numbers v: lo ≤ v[j] · denominator ≤ hi for entry j, the denominator positive. Where a number is known
 * exactly, lo = hi, and only `round` changes that: exact arithmetic is interval arithmetic that never rounds.
 */
export interface Enclosure {
  readonly entries: readonly Interval[];
  readonly denominator: bigint;
}

/** A layer's weights, exactly: `units[j]` holds unit j's weights, input by input, then its bias, all over one denominator. */
export interface ExactLayer {
  readonly units: readonly (readonly bigint[])[];
  readonly denominator: bigint;
}

export function exactly(numerators: readonly bigint[], denominator = 1n): Enclosure {
  return { entries: numerators.map((entry) => ({ lo: entry, hi: entry })), denominator };
}

const atLeastZero = (value: bigint): bigint => (value > 0n ? value : 0n);
const span = (a: bigint, b: bigint): Interval => (a < b ? { lo: a, hi: b } : { lo: b, hi: a });

const view = new DataView(new ArrayBuffer(8));
const trailingZeros = (word: number): number => 31 - Math.clz32(word & -word);

/** The number of doublings that turn a finite float64 into an integer. */
export function countDoublings(value: number): number {
  if (Number.isInteger(value)) return 0;
  view.setFloat64(0, value);
  const [high, low] = [view.getUint32(0), view.getUint32(4)];
  const exponent = (high >>> 20) & 0x7ff;
  const fraction = (high & 0xfffff) | (exponent > 0 ? 0x100000 : 0);
  const zeros = low === 0 ? 32 + trailingZeros(fraction) : trailingZeros(low);
  return 1075 - Math.max(1, exponent) - zeros;
}

/** Reads rows of float64 numbers exactly, all over the smallest power of two that makes every numerator an integer. */
export function readRows(rows: readonly (readonly number[])[]): Enclosure[] {
  const shift = rows.reduce((most, row) => row.reduce((max, value) => Math.max(max, countDoublings(value)), most), 0);
  return rows.map((row) =>
    exactly(
      row.map((value) => readInteger(value, shift)),
      oneOf(shift),
    ),
  );
}

/** value · 2^shift, an integer. Doubling is exact in float64. */
function readInteger(value: number, shift: number): bigint {
  const doublings = countDoublings(value);
  // In two steps, because 2^doublings may be larger than every float64.
  const half = doublings >> 1;
  return BigInt(value * 2 ** half * 2 ** (doublings - half)) << BigInt(shift - doublings);
}

/** The exact mean of one layer over several points. */
export function averageLayer(layers: readonly LayerWeights[]): ExactLayer {
  const points = readRows(layers.map(({ kernel, bias }) => [...kernel.flat(), ...bias]));
  const sums = points[0]!.entries.map((_, p) => points.reduce((sum, point) => sum + point.entries[p]!.lo, 0n));
  const count = layers[0]!.bias.length;
  return {
    units: Array.from({ length: count }, (_, j) =>
      Array.from({ length: sums.length / count }, (_, i) => sums[i * count + j]!),
    ),
    denominator: points[0]!.denominator * BigInt(layers.length),
  };
}

function mapEntries(
  v: Enclosure,
  change: (x: Interval, j: number) => Interval,
  denominator = v.denominator,
): Enclosure {
  return { entries: v.entries.map(change), denominator };
}

/** v · numerator / denominator */
export function scale(v: Enclosure, numerator: bigint, denominator = 1n): Enclosure {
  return mapEntries(v, ({ lo, hi }) => span(lo * numerator, hi * numerator), v.denominator * denominator);
}

/** left + right; where one denominator divides the other, the result has the larger one. */
export function add(left: Enclosure, right: Enclosure): Enclosure {
  if (left.denominator < right.denominator) return add(right, left);
  const ratio = left.denominator / right.denominator;
  if (ratio * right.denominator !== left.denominator) {
    return add(scale(left, right.denominator, right.denominator), right);
  }
  const sum = ({ lo, hi }: Interval, other: Interval) => ({ lo: lo + other.lo * ratio, hi: hi + other.hi * ratio });
  return mapEntries(left, (entry, j) => sum(entry, right.entries[j]!));
}

/** Rounds outward to `bits` fractional bits; null does not round. */
export function round(v: Enclosure, bits: number | null): Enclosure {
  if (bits === null || v.denominator === oneOf(bits)) return v;
  const shift = BigInt(bits);
  return mapEntries(
    v,
    ({ lo, hi }) => ({ lo: divideDown(lo << shift, v.denominator), hi: divideUp(hi << shift, v.denominator) }),
    oneOf(bits),
  );
}

/** z_j = Σ_i w_ji·v_i + b_j, without rounding; a negative weight exchanges the two bounds. */
export function applyAffine({ units, denominator }: ExactLayer, input: Enclosure): Enclosure {
  const entries = units.map((weights) => {
    let lo = weights.at(-1)! * input.denominator;
    let hi = lo;
    input.entries.forEach((entry, i) => {
      const one = weights[i]! * entry.lo;
      const other = entry.lo === entry.hi ? one : weights[i]! * entry.hi;
      lo += one < other ? one : other;
      hi += one < other ? other : one;
    });
    return { lo, hi };
  });
  return { entries, denominator: denominator * input.denominator };
}

/** φ(v) for each entry. A smooth φ needs v rounded to `bits`; a piecewise linear φ is exact. */
export function applyActivation(name: string, leakySlope: Enclosure, v: Enclosure, bits: number | null): Enclosure {
  if (name === "identity") return v;
  if (name === "relu") return mapEntries(v, ({ lo, hi }) => ({ lo: atLeastZero(lo), hi: atLeastZero(hi) }));
  if (name === "leaky-relu") {
    const { denominator } = leakySlope;
    const bend = (bound: bigint) => bound * (bound > 0n ? denominator : leakySlope.entries[0]!.lo);
    return mapEntries(v, ({ lo, hi }) => ({ lo: bend(lo), hi: bend(hi) }), v.denominator * denominator);
  }
  const enclose = SMOOTH_FUNCTIONS[name];
  if (bits === null || !enclose) throw new RangeError(`${name} has no exact value`);
  return mapEntries(v, (entry) => enclose(entry, bits));
}

/** The sum over outputs of one sample's loss, a vector of one. For a target of 1, bce and hinge are those of −f and 0. */
export function applyLoss(kind: LossKind, output: Enclosure, target: Enclosure, bits: number | null): Enclosure {
  if (kind === "softmax-ce") return applySoftmaxCrossEntropy(output, target, bits!);
  if (kind === "mse") {
    const error = add(output, scale(target, -1n));
    const square = ({ lo, hi }: Interval) => {
      const ends = span(lo * lo, hi * hi);
      return lo <= 0n && hi >= 0n ? { lo: 0n, hi: ends.hi } : ends;
    };
    return sumEntries(mapEntries(error, square, error.denominator ** 2n));
  }
  const signed = mapEntries(output, (entry, j) => (target.entries[j]!.lo > 0n ? span(-entry.lo, -entry.hi) : entry));
  if (kind === "bce") return sumEntries(applyActivation("softplus", target, signed, bits));
  const one = output.denominator;
  return sumEntries(mapEntries(signed, ({ lo, hi }) => ({ lo: atLeastZero(lo + one), hi: atLeastZero(hi + one) })));
}

function sumEntries({ entries, denominator }: Enclosure): Enclosure {
  return { entries: [entries.reduce((sum, { lo, hi }) => ({ lo: sum.lo + lo, hi: sum.hi + hi }))], denominator };
}

/** log Σ e^f_j − f_y = log(1 + Σ_{j≠y} e^(f_j − f_y)), one j at a time: log(e^a + e^d) = a + softplus(d − a) increases with a and with d. */
function applySoftmaxCrossEntropy({ entries }: Enclosure, target: Enclosure, bits: number): Enclosure {
  const chosen = entries[target.entries.findIndex(({ lo }) => lo > 0n)]!;
  let [lo, hi] = [0n, 0n];
  for (const entry of entries) {
    if (entry === chosen) continue;
    lo += encloseSoftplus(entry.lo - chosen.hi - lo, bits).lo;
    hi += encloseSoftplus(entry.hi - chosen.lo - hi, bits).hi;
  }
  return { entries: [{ lo, hi }], denominator: oneOf(bits) };
}
