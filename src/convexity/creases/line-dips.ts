/** Number of refinements of a place at which a smooth function may approach 0 without a sign change at the places already computed. */
const DIP_STEPS = 4;

/** A place of a line, and the value of a function there. */
export interface SampledPlace {
  readonly place: number;
  readonly value: number;
}

/**
 * Places between others where a smooth function may approach 0 and return: where the parabola through three neighbours has its least |value|,
 * refined a few times.
 *
 * @param places  increasing, the first `count` entries; `values` are the function's there
 */
export function findDips(
  value: (place: number) => number,
  places: Float64Array,
  values: Float64Array,
  count: number,
): SampledPlace[] {
  const found: SampledPlace[] = [];
  for (let n = 2; n < count; n++) {
    let a = places[n - 2]!;
    let b = places[n - 1]!;
    let c = places[n]!;
    let atA = values[n - 2]!;
    let atB = values[n - 1]!;
    let atC = values[n]!;
    for (let step = 0; step < DIP_STEPS; step++) {
      const place = placeDip(a, b, c, atA, atB, atC);
      if (Number.isNaN(place)) break;
      const dip = { place, value: value(place) };
      found.push(dip);
      if (place < b) [b, c, atB, atC] = [place, b, dip.value, atB];
      else [a, b, atA, atB] = [b, place, atB, dip.value];
    }
  }
  return found;
}

/**
 * The place where the parabola through three values of one sign has its least |value|, if it is between them and this value is below half the
 * least of the three; else NaN.
 */
function placeDip(a: number, b: number, c: number, atA: number, atB: number, atC: number): number {
  const isAbove = atA > 0 && atB > 0 && atC > 0;
  const isBelow = atA < 0 && atB < 0 && atC < 0;
  if (!isAbove && !isBelow) return Number.NaN;
  const sign = isAbove ? 1 : -1;
  const left = (atB - atA) / (b - a);
  const right = (atC - atB) / (c - b);
  const bend = (right - left) / (c - a);
  if (!(sign * bend > 0)) return Number.NaN;
  const place = (a + b) / 2 - left / (2 * bend);
  if (!(place > a && place < c) || place === b) return Number.NaN;
  const least = atB + (left + bend * (place - a)) * (place - b);
  const smallest = sign * (isAbove ? Math.min(atA, atB, atC) : Math.max(atA, atB, atC));
  return sign * least < smallest / 2 ? place : Number.NaN;
}
