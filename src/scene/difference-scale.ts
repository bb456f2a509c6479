import type { LandscapeDifference } from "../convexity/points/difference";
import type { LossScale } from "./loss-scale";
import type { HeightMap } from "./picture-options";
import { measureRange, takeQuantile } from "./robust-limits";
import { placeLinearTicks, placeRoundTicks, type Ticks } from "./ticks";

/** Labelled differences on each side of 0. */
const TICKS_A_SIDE = 2;
/** A difference everywhere this much smaller than its limit still has a colour of its own. */
const LEAST_SHARE = 1e-4;

/**
 * Difference to height and colour, symmetric about 0, which lies half way up: linear, or asinh(d/s) with s the median of |d|, so that
 * half of the points use half of the range. A difference has no logarithm: asinh stands in for it. The limit is the largest |d|, or
 * twice its 98th percentile where few points lie beyond that.
 */
export function fitDifferenceScale({ values, error }: LandscapeDifference, requested: HeightMap): LossScale {
  const range = measureRange(values.map(Math.abs));
  const surest = measureRange(error).min;
  // Where no difference exceeds the least error bound, all that varies is rounding.
  if (range.sample.length === 0 || !(range.max > 0) || range.max <= surest) return makeLevelScale(requested, range.max);
  const most = 2 * takeQuantile(range.sample, 0.98);
  const limit = most > 0 ? Math.min(range.max, most) : range.max;
  const linear = requested === "linear";
  const bend = Math.min(limit, Math.max(takeQuantile(range.sample, 0.5), limit * LEAST_SHARE));
  const full = Math.asinh(limit / bend);
  // The part of the way from 0 to the limit, −1 to 1.
  const partOf = (value: number) => (linear ? value / limit : Math.asinh(value / bend) / full);
  const valueAt = (part: number) => (linear ? part * limit : bend * Math.sinh(part * full));
  const above = { placeOf: partOf, valueAt };
  return {
    map: linear ? "linear" : "asinh",
    requested,
    low: -limit,
    high: limit,
    flat: false,
    levelOf: (value) => 0.5 + 0.5 * partOf(value),
    lossAt: (level) => valueAt(2 * level - 1),
    ticks: mirrorTicks(linear ? placeLinearTicks(0, limit, TICKS_A_SIDE) : placeRoundTicks(above, TICKS_A_SIDE)),
  };
}

/** The same ticks below 0 as above it. */
function mirrorTicks({ major, minor }: Ticks): Ticks {
  const mirror = (values: readonly number[]) => {
    const positive = values.filter((value) => value > 0);
    const zero = values.filter((value) => value === 0);
    return [...positive.map((value) => -value).reverse(), ...zero, ...positive];
  };
  return { major: mirror(major), minor: mirror(minor) };
}

/** No difference to speak of: drawn level, half way up. */
function makeLevelScale(requested: HeightMap, most: number): LossScale {
  const known = Number.isFinite(most);
  return {
    map: requested,
    requested,
    low: 0,
    high: 0,
    flat: true,
    levelOf: () => 0.5,
    lossAt: () => 0,
    ticks: { major: known ? [0] : [], minor: [] },
  };
}
