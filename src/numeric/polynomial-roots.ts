/** Most steps of regula falsi with the Illinois rule; most roots need far fewer. */
const STEPS = 60;

/** Σ c[at + i]·tⁱ, i up to the degree. */
export function evaluatePolynomial(c: Float64Array, at: number, degree: number, t: number): number {
  let value = 0;
  for (let i = at + degree; i >= at; i--) value = value * t + c[i]!;
  return value;
}

/**
 * The places strictly between two ends where the polynomial Σ c[at + i]·tⁱ changes its sign, in increasing order, up to the rounding of its
 * terms. Above degree 2, the roots of the derivative divide the interval into parts on which the polynomial is monotone.
 *
 * @param found  receives the places, at most `degree`
 * @returns their number
 */
export function findSignChanges(
  c: Float64Array,
  at: number,
  degree: number,
  from: number,
  to: number,
  found: Float64Array,
): number {
  if (cannotVanish(c, at, degree, from, to)) return 0;
  let top = degree;
  while (top > 0 && c[at + top] === 0) top--;
  if (top === 0) return 0;
  if (top === 1) return addWithin(found, 0, -c[at]! / c[at + 1]!, from, to);
  if (top === 2) return solveQuadratic(c[at]!, c[at + 1]!, c[at + 2]!, from, to, found);
  const slope = new Float64Array(top);
  for (let i = 0; i < top; i++) slope[i] = (i + 1) * c[at + i + 1]!;
  const turns = new Float64Array(top);
  const turnCount = findSignChanges(slope, 0, top - 1, from, to, turns);
  let count = 0;
  for (let n = 0; n <= turnCount; n++) {
    const start = n === 0 ? from : turns[n - 1]!;
    const end = n === turnCount ? to : turns[n]!;
    const zero = placeSignChange((t) => evaluatePolynomial(c, at, top, t), start, end);
    if (zero !== null) count = addWithin(found, count, zero, from, to);
  }
  return count;
}

/** The place between two ends where a function with different signs at the ends is 0; null where the signs do not differ. */
export function placeSignChange(value: (t: number) => number, from: number, to: number): number | null {
  let [a, b, fa, fb] = [from, to, value(from), value(to)];
  if (!(fa < 0 !== fb < 0)) return null;
  for (let step = 0; step < STEPS; step++) {
    const zero = a + (fa / (fa - fb)) * (b - a);
    if (zero === a || zero === b || !Number.isFinite(zero)) return b;
    const found = value(zero);
    if (found === 0) return zero;
    if (found < 0 === fb < 0) fa /= 2;
    else [a, fa] = [b, fb];
    [b, fb] = [zero, found];
  }
  return b;
}

/** Whether the value in the middle is larger than the polynomial's change to either end can be. */
function cannotVanish(c: Float64Array, at: number, degree: number, from: number, to: number): boolean {
  const middle = from + (to - from) / 2;
  const reach = Math.max(Math.abs(from), Math.abs(to));
  let value = 0;
  let steepest = 0;
  for (let i = degree; i > 0; i--) {
    value = value * middle + c[at + i]!;
    steepest = steepest * reach + i * Math.abs(c[at + i]!);
  }
  return Math.abs(value * middle + c[at]!) > (steepest * (to - from)) / 2;
}

/** Both roots of c0 + c1·t + c2·t² between two ends, without cancellation; none where they are equal or not real. */
function solveQuadratic(c0: number, c1: number, c2: number, from: number, to: number, found: Float64Array): number {
  const discriminant = c1 * c1 - 4 * c2 * c0;
  if (!(discriminant > 0)) return 0;
  const q = -(c1 + (c1 < 0 ? -1 : 1) * Math.sqrt(discriminant)) / 2;
  const one = q / c2;
  const other = c0 / q;
  const count = addWithin(found, 0, Math.min(one, other), from, to);
  return addWithin(found, count, Math.max(one, other), from, to);
}

/** Adds a place to a list if it lies between two ends. @returns the new number of places */
function addWithin(found: Float64Array, count: number, place: number, from: number, to: number): number {
  if (!(place > from && place < to)) return count;
  found[count] = place;
  return count + 1;
}
