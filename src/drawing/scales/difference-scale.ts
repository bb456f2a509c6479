import type { LandscapeDifference } from "../../convexity/points/difference";
import type { HeightMap } from "../picture/picture-options";
import type { LossScale } from "./loss-scale";
import { measureRange, takeQuantile } from "./robust-limits";
import { placeLinearTicks, placeRoundTicks, type Ticks } from "./ticks";

/** Labelled differences on each side of 0. */
const TICKS_A_SIDE = 2;
/** The least scale of the asinh, as a part of the limit: a difference this small still has a visible colour. */
const LEAST_SHARE = 1e-4;

/**
 * Maps a difference to height and colour, symmetric about 0, which is at half the height: linear, or asinh(d/s) with s the median of
 * |d|, so that half of the points use half of the range. A difference may be negative, so asinh replaces the logarithm. The limit is the
 * largest |d|, but at most twice the 98th percentile of |d|.
 */
export function fitDifferenceScale({ values, error }: LandscapeDifference, requested: HeightMap): LossScale {
  const range = measureRange(values.map(Math.abs));
  const surest = measureRange(error).min;
  // Where no difference exceeds the least error bound, the differences are only rounding.
  if (range.sample.length === 0 || !(range.max > 0) || range.max <= surest) return makeLevelScale(requested, range.max);
  const most = 2 * takeQuantile(range.sample, 0.98);
  const limit = most > 0 ? Math.min(range.max, most) : range.max;
  const linear = requested === "linear";
  const bend = Math.min(limit, Math.max(takeQuantile(range.sample, 0.5), limit * LEAST_SHARE));
  const full = Math.asinh(limit / bend);
  // The position between 0 and the limit, −1 to 1.
  const partOf = (value: number) => (linear ? value / limit : Math.asinh(value / bend) / full);
  const valueAt = (part: number) => (linear ? part * limit : bend * Math.sinh(part * full));
  const above = { placeOf: partOf, valueAt };
  return {
    map: linear ? "linear" : "asinh",
    requested,
    low: -limit,
    high: limit,
    peak: range.max,
    flat: false,
    levelOf: (value) => 0.5 + 0.5 * partOf(value),
    lossAt: (level) => valueAt(2 * level - 1),
    ticks: mirrorTicks(linear ? placeLinearTicks(0, limit, TICKS_A_SIDE) : placeRoundTicks(above, TICKS_A_SIDE)),
  };
}

/** Repeats the ticks above 0 below it, with a minus sign. */
function mirrorTicks({ major, minor }: Ticks): Ticks {
  const mirror = (values: readonly number[]) => {
    const positive = values.filter((value) => value > 0);
    const zero = values.filter((value) => value === 0);
    return [...positive.map((value) => -value).reverse(), ...zero, ...positive];
  };
  return { major: mirror(major), minor: mirror(minor) };
}

/** The scale where no difference is above the error bounds: a flat surface at half the height. */
function makeLevelScale(requested: HeightMap, most: number): LossScale {
  const known = Number.isFinite(most);
  return {
    map: requested,
    requested,
    low: 0,
    high: 0,
    peak: 0,
    flat: true,
    levelOf: () => 0.5,
    lossAt: () => 0,
    ticks: { major: known ? [0] : [], minor: [] },
  };
}
