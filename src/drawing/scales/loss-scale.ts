import type { Landscape } from "../../convexity/points/landscape";
import type { HeightMap } from "../picture/picture-options";
import {
  findLinearLimits,
  findRobustLimits,
  measureRange,
  poolRanges,
  takeQuantile,
  type ValueRange,
} from "./robust-limits";
import { type AxisMap, placeDecadeTicks, placeLinearTicks, placeRoundTicks, type Ticks } from "./ticks";

/** The number of labelled losses that an axis should have. */
const TICK_COUNT = 5;
/** Over fewer decades, powers of ten alone would give too few ticks. */
const LEAST_DECADES = 3;

/** Maps loss to height: a rising map with robust limits, and the round losses that axis, contours and legend share. */
export interface LossScale {
  /** The map in use: linear where a logarithm was requested and no loss is positive. */
  readonly map: HeightMap;
  readonly requested: HeightMap;
  /** Losses at the floor and the ceiling of the box. */
  readonly low: number;
  readonly high: number;
  /** The largest finite loss: where it is above `high`, the surface is cut flat there. */
  readonly peak: number;
  /** All losses are equal up to rounding; the surface is flat. */
  readonly flat: boolean;
  /** Level of a finite loss: 0 at `low`, 1 at `high`, below 0 or above 1 outside these limits. */
  readonly levelOf: (loss: number) => number;
  readonly lossAt: (level: number) => number;
  readonly ticks: Ticks;
}

/** The losses to which a scale is fitted. */
export type ScaledLoss = Pick<Landscape, "loss" | "backend">;

/** A rising map of losses, without limits. */
interface Curve {
  readonly map: HeightMap;
  readonly bend: (loss: number) => number;
  readonly unbend: (value: number) => number;
}

const LINEAR: Curve = { map: "linear", bend: (loss) => loss, unbend: (value) => value };

function smallestPositive(losses: ArrayLike<number>): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let index = 0; index < losses.length; index++) {
    const loss = losses[index]!;
    if (loss > 0 && loss < smallest) smallest = loss;
  }
  return smallest;
}

/** log10; a loss of 0 or less is mapped like the smallest positive loss. */
function bendByLogarithm(slices: readonly ScaledLoss[]): Curve {
  const floor = Math.min(...slices.map(({ loss }) => smallestPositive(loss)));
  if (floor === Number.POSITIVE_INFINITY) return LINEAR;
  return { map: "log", bend: (loss) => Math.log10(Math.max(loss, floor)), unbend: (value) => 10 ** value };
}

/**
 * asinh((loss − minimum) / s): linear near the minimum, logarithmic far above it. s is the height of the first quartile above the
 * minimum; where that is 0, of the median, else of the third quartile, else of the maximum.
 */
function bendByAsinh(range: ValueRange): Curve {
  const rise = [0.25, 0.5, 0.75, 1].map((part) => takeQuantile(range.sample, part) - range.min);
  const scale = rise.find((value) => value > 0) ?? range.max - range.min;
  if (!(scale > 0) || !Number.isFinite(scale)) return LINEAR;
  return {
    map: "asinh",
    bend: (loss) => Math.asinh((loss - range.min) / scale),
    unbend: (value) => range.min + scale * Math.sinh(value),
  };
}

function chooseCurve(requested: HeightMap, slices: readonly ScaledLoss[], range: ValueRange): Curve {
  if (requested === "log") return bendByLogarithm(slices);
  return requested === "asinh" ? bendByAsinh(range) : LINEAR;
}

/** Differences below this part of a loss may be rounding of the evaluator. */
function relativeNoise(floatBits: Landscape["backend"]["floatBits"]): number {
  if (floatBits === 64) return 2 ** -46;
  return floatBits === 32 ? 2 ** -20 : 2 ** -9;
}

function makeFlatScale(requested: HeightMap, loss: number): LossScale {
  return {
    map: requested,
    requested,
    low: loss,
    high: loss,
    peak: loss,
    flat: true,
    levelOf: () => 0.5,
    lossAt: () => loss,
    ticks: { major: Number.isFinite(loss) ? [loss] : [], minor: [] },
  };
}

/**
 * Fits a height map to the losses of a slice.
 *
 * @param landscape  any sizes; losses may be 0, negative, constant, not finite, or span all of float64
 * @returns a scale whose levelOf and lossAt are inverse to one another between its limits
 */
export function fitLossScale(landscape: ScaledLoss, requested: HeightMap): LossScale {
  return fitCommonLossScale([landscape], requested);
}

/**
 * One height map for several slices, so that a loss has the same height in all their pictures. Each slice has the same weight in the fit,
 * whatever its number of points. The limits are wide enough for each slice on its own.
 *
 * @param slices  at least one
 */
export function fitCommonLossScale(slices: readonly ScaledLoss[], requested: HeightMap): LossScale {
  const ranges = slices.map(({ loss }) => measureRange(loss));
  const range = poolRanges(ranges);
  if (range.sample.length === 0) return makeFlatScale(requested, range.finiteCount > 0 ? range.min : Number.NaN);
  const noise = Math.max(...slices.map(({ backend }) => relativeNoise(backend.floatBits)));
  const magnitude = Math.max(Math.abs(range.min), Math.abs(range.max));
  if (range.max - range.min <= noise * magnitude) return makeFlatScale(requested, (range.min + range.max) / 2);

  const curve = chooseCurve(requested, slices, range);
  const limits = ranges.filter(({ sample }) => sample.length > 0).map((own) => findBentLimits(own, curve, noise));
  const bottom = Math.min(...limits.map(([low]) => low));
  const top = Math.max(...limits.map(([, high]) => high));
  if (!(top > bottom)) return makeFlatScale(requested, takeQuantile(range.sample, 0.5));
  // Computed from halves, because a span of ±1e308 would overflow.
  const span = top / 2 - bottom / 2;
  const levelOf = (value: number) => (curve.bend(value) / 2 - bottom / 2) / span;
  const lossAt = (level: number) => curve.unbend(bottom + 2 * level * span);
  const low = lossAt(0);
  const high = lossAt(1);
  const ticks = placeLossTicks(curve.map, low, high, { placeOf: levelOf, valueAt: lossAt });
  return { map: curve.map, requested, low, high, peak: range.max, flat: false, levelOf, lossAt, ticks };
}

/** The limits for one slice under a curve, in the values of the curve. */
function findBentLimits(range: ValueRange, curve: Curve, noise: number): readonly [low: number, high: number] {
  const middle = takeQuantile(range.sample, 0.5);
  const bent: ValueRange = {
    min: curve.bend(range.min),
    max: curve.bend(range.max),
    sample: range.sample.map(curve.bend),
    finiteCount: range.finiteCount,
  };
  const findLimits = curve.map === "linear" ? findLinearLimits : findRobustLimits;
  return findLimits(bent, curve.bend(middle + noise * Math.abs(middle)) - curve.bend(middle));
}

function placeLossTicks(map: HeightMap, low: number, high: number, axis: AxisMap): Ticks {
  if (map === "linear") return placeLinearTicks(low, high, TICK_COUNT);
  const decades = map === "log" ? Math.log10(high) - Math.log10(low) : 0;
  if (decades >= LEAST_DECADES) return placeDecadeTicks(Math.log10(low), Math.log10(high), TICK_COUNT);
  return placeRoundTicks(axis, TICK_COUNT);
}

/** Numbers of points that the limits cut off, and of those that a logarithm cannot show. */
export interface ClippedCounts {
  readonly above: number;
  readonly below: number;
  /** Losses of 0 or less under a logarithm. */
  readonly notPositive: number;
  readonly notFinite: number;
}

/** A level at most this far outside 0…1 is rounding of the map, not a clipped point. */
const LEVEL_SLACK = 1e-6;

/** Whether the surface is cut flat at the ceiling of the box. */
export function isCutAbove({ flat, peak, levelOf }: LossScale): boolean {
  return !flat && levelOf(peak) > 1 + LEVEL_SLACK;
}

export function countClipped(losses: ArrayLike<number>, scale: LossScale): ClippedCounts {
  const counts = { above: 0, below: 0, notPositive: 0, notFinite: 0 };
  for (let index = 0; index < losses.length; index++) {
    const loss = losses[index]!;
    if (!Number.isFinite(loss)) {
      counts.notFinite++;
      continue;
    }
    if (scale.map === "log" && !scale.flat && loss <= 0) counts.notPositive++;
    const level = scale.levelOf(loss);
    if (level > 1 + LEVEL_SLACK) counts.above++;
    else if (level < -LEVEL_SLACK) counts.below++;
  }
  return counts;
}
