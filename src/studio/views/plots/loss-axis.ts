import { placeLinearTicks, placeRoundTicks } from "../../../drawing/scales/ticks";

/** What the axis of the losses needs to know of a line. */
interface Drawn {
  readonly look: { readonly side?: "left" | "right" };
  readonly values: readonly number[];
}

/** Above this ratio of highest to lowest value the height is logarithmic, because losses span decades. */
const LOG_RATIO = 20;
/** Margin above and below the lines, as a part of their span. */
export const ROOM = 0.06;

/** Whether lines need a logarithmic axis. */
export function spansDecades(lines: readonly Drawn[]): boolean {
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const { look, values } of lines) {
    if (look.side === "right") continue;
    for (const value of values) {
      if (!(value > 0) || value === Number.POSITIVE_INFINITY) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return high > LOG_RATIO * low;
}

/** A decade of a logarithmic axis below the least loss above 0: a loss of 0 is drawn there. Null where there is no loss of 0. */
export function placeZero(lines: readonly Drawn[]): number | null {
  const values = lines.flatMap(({ look, values: drawn }) => (look.side === "right" ? [] : drawn));
  if (!values.includes(0)) return null;
  return values.reduce((least, value) => (value > 0 && value < least ? value : least), Number.MAX_VALUE) / 10;
}

/** Round values between two heights, evenly spaced as they are drawn; the place of 0 is one of them. */
export function placeTicks(
  low: number,
  high: number,
  logarithmic: boolean,
  count: number,
  zero: number | null = null,
): number[] {
  if (!logarithmic) return [...placeLinearTicks(low, high, count).major];
  if (zero !== null) return [zero, ...placeTicks(Math.min(high / 2, 5 * zero), high, true, count)];
  const span = Math.log(high / low);
  const map = {
    placeOf: (value: number) => Math.log(value / low) / span,
    valueAt: (place: number) => low * Math.exp(span * place),
  };
  return [...placeRoundTicks(map, count).major];
}

/** The range of the lines with a small margin at both ends. */
export function rangeAround(low: number | null, high: number | null, logarithmic: boolean): [number, number] {
  if (low === null || high === null) return logarithmic ? [0.1, 1] : [0, 1];
  if (logarithmic) return [low / 1.2, high * 1.2];
  const room = (high - low || Math.abs(high) || 1) * ROOM;
  return [low - room, high + room];
}
