import { median } from "d3-array";
import { type AxisMap, placeLinearTicks, placeRoundTicks } from "../drawing/scales/ticks";
import { formatFraction, formatNumber, formatTicks } from "../words/numbers";

/** The common axis of several strips. */
export interface StripAxis extends AxisMap {
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
  /** The name of a scale that is not linear; empty for a linear one. */
  readonly bend: string;
}

/** The approximate number of labels on an axis. */
const TICKS = 5;
/** Above this ratio of the largest to the median magnitude, most values would be at 0 on a linear axis. */
const BEND_RATIO = 20;
/** Free space at the ends of an axis that does not begin at 0, as a part of its span. */
const ROOM = 0.05;

/** An axis for fractions, from 0 to the next round number above the largest. */
export function fitShareAxis(shares: readonly number[]): StripAxis {
  const most = shares.reduce((high, share) => Math.max(high, share), 0);
  const [first = 0, second = 1] = placeLinearTicks(0, most || 1, TICKS).major;
  const step = second - first;
  const high = most === 0 ? 1 : Math.min(1, Math.ceil(most / step - 1e-9) * step);
  const ticks = placeLinearTicks(0, high, TICKS).major.map((value) => ({
    value,
    text: formatFraction(value),
  }));
  return { ...spanEvenly(0, high), ticks, bend: "" };
}

/** An axis for numbers of either sign that includes 0: linear, or asinh where the numbers span many magnitudes. */
export function fitSignedAxis(values: readonly number[]): StripAxis {
  const low = values.reduce((least, value) => Math.min(least, value), 0);
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  const magnitudes = values.map(Math.abs).filter((magnitude) => magnitude > 0);
  const largest = Math.max(high, -low) || 1;
  const typical = median(magnitudes) ?? largest;
  if (largest <= BEND_RATIO * typical) {
    const room = ROOM * (high - low || 2);
    const axis = spanEvenly(low === 0 && high === 0 ? -1 : low - room, high + room);
    const marks = placeLinearTicks(axis.valueAt(0), axis.valueAt(1), TICKS).major;
    const texts = formatTicks(marks);
    return { ...axis, ticks: marks.map((value, i) => ({ value, text: texts[i]! })), bend: "" };
  }
  const axis = spanByAsinh(low, high, typical);
  const marks = placeRoundTicks(axis, TICKS - 1).major;
  return { ...axis, ticks: marks.map((value) => ({ value, text: formatNumber(value) })), bend: "asinh scale" };
}

function spanEvenly(low: number, high: number): AxisMap {
  return {
    placeOf: (value) => (value - low) / (high - low),
    valueAt: (place) => low + place * (high - low),
  };
}

/** Nearly linear within ±scale, nearly logarithmic beyond. */
function spanByAsinh(low: number, high: number, scale: number): AxisMap {
  const [from, to] = [Math.asinh(low / scale), Math.asinh(high / scale)];
  const room = ROOM * (to - from);
  const span = to - from + 2 * room;
  return {
    placeOf: (value) => (Math.asinh(value / scale) - from + room) / span,
    valueAt: (place) => scale * Math.sinh(from - room + place * span),
  };
}
