import type { Parameters } from "../../model/network/layout";
import { findEigenvector } from "../../numeric/eigenvector";
import { bisectEigenvalue, spectralReach, tridiagonalizeAtOnce } from "../../numeric/symmetric-matrix";
import { dotProduct, orthogonalize, scaleToLength } from "./direction";

/** The two directions along which rows lie most, each of length 1 and the entry of largest magnitude positive. */
export interface PrincipalDirections {
  readonly first: Parameters;
  /** At right angles to the first; null where all rows lie along the first. */
  readonly second: Parameters | null;
  /** Σ (row · direction)² of each. */
  readonly squares: readonly [number, number];
  /** Σ ‖row‖². */
  readonly total: number;
}

/**
 * Finds the principal directions of rows about 0: the right singular vectors of their matrix.
 *
 * @param rows  [parameterCount] each; few
 * @returns null where all rows are 0
 * @see Eckart & Young 1936, "The approximation of one matrix by another of lower rank"
 */
export function findPrincipalDirections(rows: readonly Float64Array[]): PrincipalDirections | null {
  // Few rows of many entries: the matrix of their products gives the same directions as the rows, and is small.
  const count = rows.length;
  const products = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) products[i * count + j] = dotProduct(rows[i]!, rows[j]!);
  }
  let total = 0;
  for (let i = 0; i < count; i++) total += products[i * count + i]!;
  if (!(total > 0)) return null;
  // The total is at least the largest entry.
  const tridiagonal = tridiagonalizeAtOnce(
    products.map((entry) => entry / total),
    count,
  );
  const reach = spectralReach(tridiagonal);
  const valueAt = (index: number): number => (index < 0 ? 0 : bisectEigenvalue(tridiagonal, index, -reach, reach));
  const [largest, next] = [valueAt(count - 1), Math.max(0, valueAt(count - 2))];
  const strongest = findEigenvector(tridiagonal, largest, null);
  const first = orientDirection(combineRows(rows, strongest.vector));
  // An eigenvalue of the products errs by about rows·2⁻⁵² of the largest.
  const isLine = !(next > count * 2 ** -52 * largest);
  const weights = isLine ? null : findEigenvector(tridiagonal, next, strongest.inner).vector;
  const second = weights && orthogonalize(combineRows(rows, weights), first);
  return { first, second: second && orientDirection(second), squares: [largest * total, next * total], total };
}

/** Σ weight_i · row_i, [parameterCount]. */
export function combineRows(rows: readonly Float64Array[], weights: ArrayLike<number>): Parameters {
  const sum = new Float64Array(rows[0]!.length);
  rows.forEach((row, i) => {
    for (let p = 0; p < row.length; p++) sum[p]! += weights[i]! * row[p]!;
  });
  return sum as Parameters;
}

/** At length 1, the entry of largest magnitude positive. */
function orientDirection(direction: Parameters): Parameters {
  const largest = direction.reduce((most, entry) => (Math.abs(entry) > Math.abs(most) ? entry : most), 0);
  return scaleToLength(direction, largest < 0 ? -1 : 1);
}
