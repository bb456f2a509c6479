import { SingularValueDecomposition } from "ml-matrix";
import type { Parameters } from "../../model/network/layout";
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
  const products = rows.map((row) => rows.map((other) => dotProduct(row, other)));
  const total = products.reduce((sum, row, i) => sum + row[i]!, 0);
  if (!(total > 0)) return null;
  const { leftSingularVectors, diagonal } = new SingularValueDecomposition(products, {
    computeRightSingularVectors: false,
  });
  const [largest = 0, next = 0] = diagonal;
  const first = orientDirection(combineRows(rows, leftSingularVectors.getColumn(0)));
  // An eigenvalue of the products errs by about rows·2⁻⁵² of the largest.
  const isLine = !(next > rows.length * 2 ** -52 * largest);
  const second = isLine ? null : orthogonalize(combineRows(rows, leftSingularVectors.getColumn(1)), first);
  return { first, second: second && orientDirection(second), squares: [largest, next], total };
}

/** Σ weight_i · row_i, [parameterCount]. */
export function combineRows(rows: readonly Float64Array[], weights: readonly number[]): Parameters {
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
