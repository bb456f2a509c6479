import type { Pacer } from "./pacer";

/**
 * A symmetric matrix in tridiagonal form T = QᵀAQ, made by Householder reflections from the last row up. The memory of A then holds the
 * reflections, so that vectors can be transformed back.
 */
export interface Tridiagonal {
  readonly size: number;
  /** T's diagonal, [size]. */
  readonly diagonal: Float64Array;
  /** T[i][i−1] at i, [size]; the first is 0. */
  readonly side: Float64Array;
  /** Row i holds reflection i in its first i entries: I − v·vᵀ / half[i]. */
  readonly reflections: Float64Array;
  /** v·v / 2 of each reflection, [size]; 0 where there is none. */
  readonly half: Float64Array;
}

/**
 * Reduces a symmetric matrix to tridiagonal form. 4/3·size³ operations over contiguous rows, with rests for other work between rows.
 *
 * @param matrix  [size · size], row-major, its largest entry near 1; its lower triangle is used, and overwritten
 * @see Golub & Van Loan 2013, "Matrix Computations", section 8.3.1
 */
export async function tridiagonalize(matrix: Float64Array, size: number, pacer: Pacer): Promise<Tridiagonal> {
  const form = openForm(matrix, size);
  for (let i = size - 1; i >= 0; i--) {
    reduceRow(form, i);
    if (pacer.isDue()) await pacer.rest();
  }
  return form;
}

/** The same for a small matrix, without rests. */
export function tridiagonalizeAtOnce(matrix: Float64Array, size: number): Tridiagonal {
  const form = openForm(matrix, size);
  for (let i = size - 1; i >= 0; i--) reduceRow(form, i);
  return form;
}

function openForm(matrix: Float64Array, size: number): Tridiagonal {
  const row = (): Float64Array => new Float64Array(size);
  return { size, diagonal: row(), side: row(), reflections: matrix, half: row() };
}

/** Reduces row i of the leading block that is not yet reduced. */
function reduceRow({ size, diagonal, side, reflections, half }: Tridiagonal, i: number): void {
  if (i > 0) side[i] = makeReflection(reflections, size, i, half);
  diagonal[i] = reflections[i * size + i]!;
  if (half[i]! > 0) reflectLeading(reflections, size, i, half[i]!, new Float64Array(i));
}

/**
 * A row whose sum of squares is below this counts as 0. Its root is far below the last bits of a matrix whose largest entry is near 1, and
 * underflowing squares would give a matrix that is no reflection.
 */
const NEGLIGIBLE_SQUARES = 2 ** -600;

/** Writes v into row i, with I − v·vᵀ/half taking the row's first i entries to (0, …, 0, g). @returns g */
function makeReflection(matrix: Float64Array, size: number, i: number, half: Float64Array): number {
  const row = i * size;
  const last = matrix[row + i - 1]!;
  let rest = 0;
  for (let j = 0; j < i - 1; j++) rest += matrix[row + j]! * matrix[row + j]!;
  if (rest < NEGLIGIBLE_SQUARES) return last;
  const norm = Math.sqrt(rest + last * last);
  // This sign avoids cancellation.
  const g = last > 0 ? -norm : norm;
  half[i] = norm * norm - last * g;
  matrix[row + i - 1] = last - g;
  return g;
}

/** Applies reflection i from both sides to the leading i × i block: A − v·wᵀ − w·vᵀ. */
function reflectLeading(matrix: Float64Array, size: number, i: number, half: number, image: Float64Array): void {
  const v = matrix.subarray(i * size, i * size + i);
  for (let r = 0; r < i; r++) {
    const row = r * size;
    const entry = v[r]!;
    let sum = matrix[row + r]! * entry;
    for (let c = 0; c < r; c++) {
      sum += matrix[row + c]! * v[c]!;
      image[c]! += matrix[row + c]! * entry;
    }
    image[r]! += sum;
  }
  let along = 0;
  for (let r = 0; r < i; r++) {
    image[r]! /= half;
    along += image[r]! * v[r]!;
  }
  along /= 2 * half;
  for (let r = 0; r < i; r++) image[r]! -= along * v[r]!;
  for (let r = 0; r < i; r++) {
    const row = r * size;
    const [a, b] = [v[r]!, image[r]!];
    for (let c = 0; c <= r; c++) matrix[row + c]! -= a * image[c]! + b * v[c]!;
  }
}

/** Eigenvalues nearer to 0 than this count as 0; the pivots in countBelow are not smaller. */
const LEAST = 2 ** -1021;

/** The number of eigenvalues below x, which is the number of negative pivots of T − x·I. @see Barth, Martin & Wilkinson 1967, "Calculation of the Eigenvalues … by the Method of Bisection" */
function countBelow({ size, diagonal, side }: Tridiagonal, x: number): number {
  const tiny = Number.MIN_VALUE / Number.EPSILON;
  let count = 0;
  let pivot = 1;
  for (let i = 0; i < size; i++) {
    const off = side[i]!;
    pivot = diagonal[i]! - x - (off * off) / pivot;
    if (Math.abs(pivot) < tiny) pivot = -tiny;
    if (pivot < 0) count++;
  }
  return count;
}

/** Half the width of an interval around 0 that contains all eigenvalues (Gershgorin); at least the smallest normal number. */
export function spectralReach({ size, diagonal, side }: Tridiagonal): number {
  let reach = 2 ** -1022;
  for (let i = 0; i < size; i++) {
    const radius = Math.abs(side[i]!) + Math.abs(side[i + 1] ?? 0);
    reach = Math.max(reach, Math.abs(diagonal[i]!) + radius);
  }
  return reach * (1 + 1e-14);
}

/** The eigenvalue with `index` others below it; its error is a few last bits of the largest eigenvalue. */
export function bisectEigenvalue(tridiagonal: Tridiagonal, index: number, from: number, to: number): number {
  const width = spectralReach(tridiagonal) * 2 ** -54;
  let [low, high] = [from, to];
  while (high - low > width) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (countBelow(tridiagonal, middle) > index) high = middle;
    else low = middle;
  }
  const found = low + (high - low) / 2;
  return Math.abs(found) < LEAST ? 0 : found;
}

/** All eigenvalues, in increasing order. */
export async function listEigenvalues(tridiagonal: Tridiagonal, pacer: Pacer): Promise<Float64Array> {
  const reach = spectralReach(tridiagonal);
  const eigenvalues = new Float64Array(tridiagonal.size);
  let low = -reach;
  for (let index = 0; index < eigenvalues.length; index++) {
    eigenvalues[index] = bisectEigenvalue(tridiagonal, index, low, reach);
    low = Math.max(-reach, eigenvalues[index]! - reach * 2 ** -52);
    if (pacer.isDue()) await pacer.rest();
  }
  // Eigenvalues that differ only in the last bits may have been found in any order.
  return eigenvalues.sort();
}
