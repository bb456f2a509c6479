import { findEigenvector } from "../../numeric/eigenvector";
import { createPacer, type Pacer } from "../../numeric/pacer";
import type { ProgressOptions } from "../../numeric/progress-options";
import { FLOAT64 } from "../../numeric/rounding";
import { bisectEigenvalue, listEigenvalues, spectralReach, tridiagonalize } from "../../numeric/symmetric-matrix";
import type { Parameters } from "../network/layout";
import type { Problem } from "../problem";
import { type Inertia, ratioOfExtremes, settleEigenvalue } from "./eigenvalue-sign";
import { boundHessianError } from "./error";
import { HessianOperator } from "./product";

/** Every eigenvalue of the whole Hessian at one θ, and their signs as far as they are certain. */
export interface HessianSpectrum extends Inertia {
  /** In increasing order, [parameterCount]. */
  readonly eigenvalues: Float64Array;
  readonly min: number;
  readonly max: number;
  /** The sum of the diagonal. */
  readonly trace: number;
  /** @see ratioOfExtremes */
  readonly ratio: number;
  /** The rounding of the products and the solver's backward error. */
  readonly tolerance: number;
  /** The largest |H_pq − H_qp| among the products, before the two were averaged. */
  readonly asymmetry: number;
  /** Unit eigenvectors of λmin and λmax, orthogonal to each other. */
  readonly vectors: { readonly min: Parameters; readonly max: Parameters };
}

/** A whole Hessian, averaged with its transpose to be symmetric. */
export interface DenseHessian {
  readonly size: number;
  /** [size · size] */
  readonly matrix: Float64Array;
  readonly asymmetry: number;
  /** Whether every entry is finite. */
  readonly finite: boolean;
}

/** The share of an analysis that the products take, roughly; the eigenvalues take the rest. */
const PRODUCT_SHARE = 0.7;

/**
 * The whole Hessian by one product for each parameter, with rests for other work between products.
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function assembleHessian(operator: HessianOperator, options: ProgressOptions = {}): Promise<DenseHessian> {
  return assemble(operator, createPacer(options.signal), options.onProgress);
}

async function assemble(
  operator: HessianOperator,
  pacer: Pacer,
  onProgress: ((fraction: number) => void) | undefined,
): Promise<DenseHessian> {
  const size = operator.parameterCount;
  const matrix = new Float64Array(size * size);
  const direction = new Float64Array(size);
  for (let p = 0; p < size; p++) {
    direction[p] = 1;
    operator.multiply(direction, matrix.subarray(p * size, (p + 1) * size));
    direction[p] = 0;
    if (!pacer.isDue()) continue;
    onProgress?.((p + 1) / size);
    await pacer.rest();
  }
  let asymmetry = 0;
  for (let p = 0; p < size; p++) {
    for (let q = 0; q < p; q++) {
      const [lower, upper] = [matrix[p * size + q]!, matrix[q * size + p]!];
      asymmetry = Math.max(asymmetry, Math.abs(lower - upper));
      matrix[p * size + q] = matrix[q * size + p] = lower / 2 + upper / 2;
    }
  }
  return { size, matrix, asymmetry, finite: matrix.every(Number.isFinite) };
}

/** A power of two that scales the largest entry to about 1, so that squares neither overflow nor underflow. */
function findScale(matrix: Float64Array): number {
  let top = 0;
  for (const entry of matrix) top = Math.max(top, Math.abs(entry));
  return top === 0 ? 1 : 2 ** Math.max(-1000, Math.min(1000, Math.round(Math.log2(top))));
}

function scaled(matrix: Float64Array, scale: number): Float64Array {
  return matrix.map((entry) => entry / scale);
}

/**
 * Every eigenvalue of the whole Hessian at θ, with the inertia and the eigenvectors of the two extreme eigenvalues.
 * Where the Hessian is not finite, all numbers are NaN and the counts 0.
 *
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function analyzeHessian(
  problem: Problem,
  theta: Parameters,
  { signal, onProgress }: ProgressOptions = {},
): Promise<HessianSpectrum> {
  const pacer = createPacer(signal);
  const operator = new HessianOperator(problem, theta);
  const { size, matrix, asymmetry, finite } = await assemble(operator, pacer, (fraction) =>
    onProgress?.(PRODUCT_SHARE * fraction),
  );
  if (!finite) return notFinite(size);
  const trace = sumDiagonal(matrix, size);
  const scale = findScale(matrix);
  const tridiagonal = await tridiagonalize(scaled(matrix, scale), size, pacer);
  const inner = await listEigenvalues(tridiagonal, pacer);
  const top = findEigenvector(tridiagonal, inner[size - 1]!, null);
  const bottom = findEigenvector(tridiagonal, inner[0]!, top.inner);
  const eigenvalues = inner.map((eigenvalue) => eigenvalue * scale);
  const tolerance = boundSolver(size, matrix) + boundHessianError(problem, operator.terms);
  const negative = eigenvalues.filter((eigenvalue) => eigenvalue < -tolerance).length;
  const positive = eigenvalues.filter((eigenvalue) => eigenvalue > tolerance).length;
  const [min, max] = [eigenvalues[0]!, eigenvalues[size - 1]!];
  onProgress?.(1);
  return {
    eigenvalues,
    min,
    max,
    negative,
    zero: size - negative - positive,
    positive,
    trace,
    ratio: ratioOfExtremes(settleEigenvalue(min, tolerance), settleEigenvalue(max, tolerance)),
    tolerance,
    asymmetry,
    vectors: { min: bottom.vector as Parameters, max: top.vector as Parameters },
  };
}

/**
 * The extreme eigenvalues only, for a map of many points, with a bound on the error of each.
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function findExtremeEigenvalues(
  problem: Problem,
  theta: Parameters,
  pacer: Pacer,
): Promise<{ min: number; max: number; tolerance: number }> {
  const operator = new HessianOperator(problem, theta);
  const { size, matrix, finite } = await assemble(operator, pacer, undefined);
  if (!finite) return { min: Number.NaN, max: Number.NaN, tolerance: Number.POSITIVE_INFINITY };
  const scale = findScale(matrix);
  const tridiagonal = await tridiagonalize(scaled(matrix, scale), size, pacer);
  const reach = spectralReach(tridiagonal);
  return {
    min: scale * bisectEigenvalue(tridiagonal, 0, -reach, reach),
    max: scale * bisectEigenvalue(tridiagonal, size - 1, -reach, reach),
    tolerance: boundSolver(size, matrix) + boundHessianError(problem, operator.terms),
  };
}

/**
 * Householder and bisection are backward stable: an eigenvalue moves by at most about size·u·‖H‖ (Golub & Van Loan 2013, §8.3). The
 * loss to underflow in scaling back and in averaging with the transpose is below the η in boundHessianError.
 */
function boundSolver(size: number, matrix: Float64Array): number {
  return size * FLOAT64.unit * frobeniusNorm(matrix);
}

function notFinite(size: number): HessianSpectrum {
  const vector = () => new Float64Array(size).fill(Number.NaN) as Parameters;
  return {
    eigenvalues: vector(),
    min: Number.NaN,
    max: Number.NaN,
    negative: 0,
    zero: 0,
    positive: 0,
    trace: Number.NaN,
    ratio: Number.NaN,
    tolerance: Number.POSITIVE_INFINITY,
    asymmetry: Number.NaN,
    vectors: { min: vector(), max: vector() },
  };
}

function sumDiagonal(matrix: Float64Array, size: number): number {
  let sum = 0;
  for (let p = 0; p < size; p++) sum += matrix[p * size + p]!;
  return sum;
}

function frobeniusNorm(matrix: Float64Array): number {
  const scale = findScale(matrix);
  let sum = 0;
  for (const entry of matrix) sum += (entry / scale) ** 2;
  return scale * Math.sqrt(sum);
}
