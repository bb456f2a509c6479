import { range, tickStep, ticks } from "d3-array";

/** Round values on an axis: the labelled ones and the finer ones between them. Both rise. */
export interface Ticks {
  readonly major: readonly number[];
  readonly minor: readonly number[];
}

/** A rising map between values and their place on an axis, 0 at one end and 1 at the other. */
export interface AxisMap {
  readonly placeOf: (value: number) => number;
  readonly valueAt: (place: number) => number;
}

/** Positions this close to the ends count as inside, because the ends are rounded by a logarithm and its inverse. */
const END_SLACK = 1e-9;

/** The multiples of 1, 2 or 5 times a power of ten between two values, about `count` of them, and a finer division. */
export function placeLinearTicks(low: number, high: number, count: number): Ticks {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return { major: Number.isFinite(low) ? [low] : [], minor: [] };
  const slack = span * END_SLACK;
  const list = (about: number): number[] => ticks(low - slack, high + slack, about);
  const step = tickStep(low, high, count);
  const isTwo = Math.round(step / 10 ** Math.floor(Math.log10(step) + END_SLACK)) === 2;
  const major = list(count);
  return { major, minor: list((span * (isTwo ? 4 : 5)) / step).filter((value) => !major.includes(value)) };
}

/**
 * @returns the value between low and high with the fewest significant digits (0, then powers of ten, then 2 and 5 times
 * those, then fives, twos and ones of ever smaller digits); among equals the nearest to the target
 */
export function findRoundest(low: number, high: number, target: number): number {
  if (low <= 0 && high >= 0) return 0;
  if (high < 0) return -findRoundest(-high, -low, -target);
  const top = Math.floor(Math.log10(high));
  const bottom = Math.floor(Math.log10(low));
  const nearest = (values: readonly number[]) => {
    const inside = values.filter((value) => value >= low && value <= high);
    return inside.sort((a, b) => Math.abs(Math.log(a / target)) - Math.abs(Math.log(b / target)))[0];
  };
  const exponents = Array.from({ length: top - bottom + 1 }, (_, index) => bottom + index);
  const power = nearest(exponents.map((exponent) => Number(`1e${exponent}`)));
  if (power !== undefined) return power;
  const simple = nearest(exponents.flatMap((exponent) => [Number(`2e${exponent}`), Number(`5e${exponent}`)]));
  if (simple !== undefined) return simple;
  for (let digit = 0; digit < 15; digit++) {
    for (const factor of [5, 2, 1]) {
      const step = Number(`${factor}e${top - digit}`);
      const middle = Math.round(target / step);
      const found = nearest([middle - 1, middle, middle + 1].map((n) => Number((n * step).toPrecision(digit + 2))));
      if (found !== undefined) return found;
    }
  }
  return target;
}

function placeEvenly(map: AxisMap, count: number): number[] {
  const reach = 0.5 / count;
  const chosen: number[] = [];
  for (let index = 0; index <= count; index++) {
    const place = index / count;
    const low = map.valueAt(Math.max(0, place - reach));
    const high = map.valueAt(Math.min(1, place + reach));
    const value = low < high ? findRoundest(low, high, map.valueAt(place)) : low;
    const last = chosen[chosen.length - 1];
    if (last === undefined || map.placeOf(value) - map.placeOf(last) > 0.6 / count) chosen.push(value);
    else if (last < value) chosen[chosen.length - 1] = findRoundest(last, value, value);
  }
  return chosen;
}

/** Round values nearly evenly spaced along a curved axis (log, asinh). */
export function placeRoundTicks(map: AxisMap, count: number): Ticks {
  const major = placeEvenly(map, count);
  const apart = 0.25 / (count * 4);
  const clear = (value: number) => major.every((other) => Math.abs(map.placeOf(value) - map.placeOf(other)) > apart);
  return { major, minor: placeEvenly(map, count * 4).filter(clear) };
}

/** Powers of ten between two exponents, about `count` of them; between them the other powers, or 2 and 5 times each. */
export function placeDecadeTicks(lowExponent: number, highExponent: number, count: number): Ticks {
  const step = [1, 2, 5, 10, 20, 50, 100].find((size) => (highExponent - lowExponent) / size <= count + 2) ?? 200;
  const listPowers = (size: number) =>
    range(Math.ceil(lowExponent / size) * size, highExponent + END_SLACK, size).map((exponent) =>
      Number(`1e${exponent}`),
    );
  const major = listPowers(step);
  if (step > 1) return { major, minor: listPowers(step <= 5 ? 1 : step / 5).filter((value) => !major.includes(value)) };
  const below = Math.floor(lowExponent);
  const exponents = Array.from({ length: Math.ceil(highExponent) - below + 1 }, (_, index) => below + index);
  const minor = exponents.flatMap((exponent) => [Number(`2e${exponent}`), Number(`5e${exponent}`)]);
  return { major, minor: minor.filter((v) => Math.log10(v) >= lowExponent && Math.log10(v) <= highExponent) };
}
