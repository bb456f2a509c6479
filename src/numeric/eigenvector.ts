import { createRandom } from "./random";
import { spectralReach, type Tridiagonal } from "./symmetric-matrix";

const ROUNDS = 4;

/**
 * A unit eigenvector of the matrix behind a tridiagonal form, by inverse iteration. Its largest entry is positive. A multiple
 * eigenvalue has many eigenvectors; this is one of them.
 *
 * @param eigenvalue  accurate to the last bits
 * @param apartFrom  an eigenvector in T's basis; the result is orthogonal to it
 * @returns the vector, and the same in T's basis
 * @see Golub & Van Loan 2013, "Matrix Computations", section 8.2.2
 */
export function findEigenvector(
  tridiagonal: Tridiagonal,
  eigenvalue: number,
  apartFrom: Float64Array | null,
): { vector: Float64Array; inner: Float64Array } {
  const random = createRandom(1, "inverse iteration");
  const inner = new Float64Array(tridiagonal.size).map(() => random.uniform(-1, 1));
  separate(inner, apartFrom);
  for (let round = 0; round < ROUNDS; round++) {
    solveShifted(tridiagonal, eigenvalue, inner);
    separate(inner, apartFrom);
  }
  const vector = reflectBack(tridiagonal, inner);
  normalize(vector);
  const largest = vector.reduce((most, entry) => (Math.abs(entry) > Math.abs(most) ? entry : most), 0);
  if (largest < 0) for (let p = 0; p < vector.length; p++) vector[p] = -vector[p]!;
  return { vector, inner };
}

/** Makes a vector orthogonal to another unit vector and normalises it, in place. */
function separate(vector: Float64Array, other: Float64Array | null): void {
  normalize(vector);
  if (!other) return;
  // Twice, because one pass leaves a rounding error that matters where the two are nearly parallel.
  for (let pass = 0; pass < 2; pass++) {
    const share = vector.reduce((sum, entry, p) => sum + entry * other[p]!, 0);
    for (let p = 0; p < vector.length; p++) vector[p]! -= share * other[p]!;
    normalize(vector);
  }
}

function normalize(vector: Float64Array): void {
  const top = vector.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  if (top === 0) return;
  let sum = 0;
  for (const entry of vector) sum += (entry / top) ** 2;
  const norm = Math.sqrt(sum);
  for (let p = 0; p < vector.length; p++) vector[p] = vector[p]! / top / norm;
}

/** Solves (T − shift·I)·x = b in place by elimination with row exchanges; a pivot of 0 is replaced by a tiny one. */
function solveShifted(tridiagonal: Tridiagonal, shift: number, b: Float64Array): void {
  const { size, diagonal, side } = tridiagonal;
  const tiny = Math.max(spectralReach(tridiagonal) * 2 ** -53, 2 ** -900);
  const above = (i: number) => side[i + 1] ?? 0;
  // Row i of the triangular factor: pivot, next, after.
  const factor = [new Float64Array(size), new Float64Array(size), new Float64Array(size)] as const;
  const [pivots, nexts, afters] = factor;
  let [pivot, next] = [diagonal[0]! - shift, above(0)];
  for (let i = 0; i < size; i++) {
    const below = above(i);
    const [lowerDiagonal, lowerNext] = i + 1 < size ? [diagonal[i + 1]! - shift, above(i + 1)] : [0, 0];
    if (Math.abs(below) > Math.abs(pivot)) {
      [pivots[i], nexts[i], afters[i]] = [below, lowerDiagonal, lowerNext];
      const ratio = pivot / below;
      [pivot, next] = [next - ratio * lowerDiagonal, -ratio * lowerNext];
      const [upper, lower] = [b[i]!, b[i + 1]!];
      [b[i], b[i + 1]] = [lower, upper - ratio * lower];
      continue;
    }
    if (Math.abs(pivot) < tiny) pivot = pivot < 0 ? -tiny : tiny;
    [pivots[i], nexts[i], afters[i]] = [pivot, next, 0];
    if (i + 1 === size) break;
    const ratio = below / pivot;
    [pivot, next] = [lowerDiagonal - ratio * next, lowerNext];
    b[i + 1]! -= ratio * b[i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    const known = nexts[i]! * (b[i + 1] ?? 0) + afters[i]! * (b[i + 2] ?? 0);
    b[i] = (b[i]! - known) / pivots[i]!;
  }
}

/** Q·y: from T's basis to the matrix's basis. */
function reflectBack({ size, reflections, half }: Tridiagonal, inner: Float64Array): Float64Array {
  const vector = inner.slice();
  for (let i = 1; i < size; i++) {
    if (half[i] === 0) continue;
    const row = i * size;
    let along = 0;
    for (let j = 0; j < i; j++) along += reflections[row + j]! * vector[j]!;
    along /= half[i]!;
    for (let j = 0; j < i; j++) vector[j]! -= along * reflections[row + j]!;
  }
  return vector;
}
