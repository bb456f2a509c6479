import { formatFraction, formatNumber, formatTicks } from "../words/numbers";
import { type AxisMap, placeLinearTicks, placeRoundTicks } from "./ticks";

/** The common axis of several strips. */
export interface StripAxis extends AxisMap {
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
  /** How it is bent, in a word or two; empty where it is not. */
  readonly bend: string;
}

/** About so many numbers on an axis. */
const TICKS = 5;
/** From this ratio of the largest magnitude to the median one the small would all lie at 0 on an even axis. */
const BEND_RATIO = 20;
/** Left free at the ends of an axis that does not begin at 0. */
const ROOM = 0.05;

/** Fractions from 0 to the next round number above the largest. */
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

/** Numbers of either sign, 0 among them: even, or bent by asinh where they span many magnitudes. */
export function fitSignedAxis(values: readonly number[]): StripAxis {
  const low = values.reduce((least, value) => Math.min(least, value), 0);
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  const magnitudes = values.map(Math.abs).filter((magnitude) => magnitude > 0);
  const largest = Math.max(high, -low) || 1;
  const typical = magnitudes.sort((a, b) => a - b)[Math.floor(magnitudes.length / 2)] ?? largest;
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

/** Even within ±scale, logarithmic beyond. */
function spanByAsinh(low: number, high: number, scale: number): AxisMap {
  const [from, to] = [Math.asinh(low / scale), Math.asinh(high / scale)];
  const room = ROOM * (to - from);
  const span = to - from + 2 * room;
  return {
    placeOf: (value) => (Math.asinh(value / scale) - from + room) / span,
    valueAt: (place) => scale * Math.sinh(from - room + place * span),
  };
}
