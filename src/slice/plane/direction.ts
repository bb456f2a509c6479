import type { Parameters } from "../../model/network/layout";
import { measureLength } from "../../numeric/measure-length";

/** A remainder below this share of a direction's length is rounding: a dot product of 10⁵ terms errs by 10⁵·2⁻⁵³ ≈ 2⁻³⁶. */
const ROUNDING_SHARE = 2 ** -36;

/** to − from, [parameterCount]. */
export function subtractParameters(to: Parameters, from: Parameters): Parameters {
  return to.map((entry, p) => entry - from[p]!) as Parameters;
}

/** Σ one·other over all entries. */
export function dotProduct(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let p = 0; p < one.length; p++) sum += one[p]! * other[p]!;
  return sum;
}

/** A direction that is not zero, scaled to another length. */
export function scaleToLength(direction: Parameters, length: number): Parameters {
  const own = measureLength(direction);
  return direction.map((entry) => (entry / own) * length) as Parameters;
}

/**
 * The part of a direction at right angles to another.
 *
 * @param direction  [parameterCount]; not changed
 * @param against  not zero, [parameterCount]; not changed
 * @returns a new direction at its true length; null where the two are parallel up to rounding, or `direction` is zero
 */
export function orthogonalize(direction: Parameters, against: Parameters): Parameters | null {
  const length = measureLength(direction);
  if (length === 0) return null;
  const axis = scaleToLength(against, 1);
  const left = scaleToLength(direction, 1);
  // Twice, because one pass leaves a rounding error that matters where the two are nearly parallel.
  for (let pass = 0; pass < 2; pass++) {
    const share = dotProduct(left, axis);
    for (let p = 0; p < left.length; p++) left[p]! -= share * axis[p]!;
  }
  if (!(measureLength(left) > ROUNDING_SHARE)) return null;
  return left.map((entry) => entry * length) as Parameters;
}
