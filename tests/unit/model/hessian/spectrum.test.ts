import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { HessianOperator } from "../../../../src/model/hessian/product";
import { analyzeHessian, assembleHessian, findExtremeEigenvalues } from "../../../../src/model/hessian/spectrum";
import { JetEvaluator } from "../../../../src/model/jets/jet-evaluator";
import type { Parameters } from "../../../../src/model/network/layout";
import { findEigenvector } from "../../../../src/numeric/eigenvector";
import { createPacer } from "../../../../src/numeric/pacer";
import { createRandom } from "../../../../src/numeric/random";
import { FLOAT64 } from "../../../../src/numeric/rounding";
import { listEigenvalues, tridiagonalize } from "../../../../src/numeric/symmetric-matrix";
import { makeRandomPlan, PLAN_TABLE } from "../../../support/random-plans";

const pacer = () => createPacer(undefined);

function frobenius(matrix: ArrayLike<number>): number {
  return Math.hypot(...Array.from(matrix));
}

/** ‖A·v − λ·v‖ */
function residual(matrix: Float64Array, vector: Float64Array, eigenvalue: number): number {
  const size = vector.length;
  return Math.hypot(
    ...Array.from(vector, (entry, p) => {
      const row = matrix.subarray(p * size, (p + 1) * size);
      return row.reduce((sum, weight, q) => sum + weight * vector[q]!, -eigenvalue * entry);
    }),
  );
}

function makeSymmetric(size: number, entry: (p: number, q: number) => number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, at) => {
    const [p, q] = [Math.floor(at / size), at % size];
    return entry(Math.max(p, q), Math.min(p, q));
  });
}

const random = createRandom(8, "symmetric matrices");
const MATRICES: readonly (readonly [string, number, Float64Array])[] = [
  ["random", 60, makeSymmetric(60, () => 0)],
  ["zero", 5, new Float64Array(25)],
  ["identity", 6, makeSymmetric(6, (p, q) => Number(p === q))],
  ["one entry", 1, Float64Array.of(-3)],
  ["rank one", 30, makeSymmetric(30, (p, q) => (p + 1) * (q + 1))],
  ["block diagonal with repeated eigenvalues", 12, makeSymmetric(12, (p, q) => Number(p - q === 6) + Number(p === q))],
  ["graded over 30 orders", 20, makeSymmetric(20, (p, q) => 10 ** (-0.75 * (p + q)))],
].map(([name, size, matrix]) => [
  name as string,
  size as number,
  name === "random" ? symmetrize(60) : (matrix as Float64Array),
]);

function symmetrize(size: number): Float64Array {
  const lower = Float64Array.from({ length: size * size }, () => random.normal());
  return makeSymmetric(size, (p, q) => lower[p * size + q]!);
}

describe.each(MATRICES)("a matrix: %s", (_, size, matrix) => {
  // Backward stability of both solvers.
  const allowed = 4 * size * FLOAT64.unit * frobenius(matrix) + 1e-300;

  it("has ml-matrix's eigenvalues", async () => {
    const found = await listEigenvalues(await tridiagonalize(matrix.slice(), size, pacer()), pacer());
    const expected = new EigenvalueDecomposition(Matrix.from1DArray(size, size, matrix), { assumeSymmetric: true });
    const sorted = Float64Array.from(expected.realEigenvalues).sort();
    found.forEach((eigenvalue, i) => {
      expect(Math.abs(eigenvalue - sorted[i]!)).toBeLessThanOrEqual(allowed);
    });
  });

  it("has orthogonal unit eigenvectors at both ends", async () => {
    const tridiagonal = await tridiagonalize(matrix.slice(), size, pacer());
    const eigenvalues = await listEigenvalues(tridiagonal, pacer());
    const top = findEigenvector(tridiagonal, eigenvalues.at(-1)!, null);
    expect(Math.hypot(...top.vector)).toBeCloseTo(1, 13);
    expect(residual(matrix, top.vector, eigenvalues.at(-1)!)).toBeLessThanOrEqual(4 * allowed);
    if (size === 1) return;
    const bottom = findEigenvector(tridiagonal, eigenvalues[0]!, top.inner);
    expect(Math.hypot(...bottom.vector)).toBeCloseTo(1, 13);
    expect(residual(matrix, bottom.vector, eigenvalues[0]!)).toBeLessThanOrEqual(4 * allowed);
    expect(top.vector.reduce((sum, entry, p) => sum + entry * bottom.vector[p]!, 0)).toBeCloseTo(0, 13);
  });
});

describe("the spectrum of a Hessian", () => {
  it("adds up, in order, with extremes that its eigenvectors attain", async () => {
    for (const [seed, request] of PLAN_TABLE.entries()) {
      if (seed % 5 !== 0) continue;
      const plan = makeRandomPlan(request, seed);
      const spectrum = await analyzeHessian(plan, plan.center);
      const { matrix, size } = await assembleHessian(new HessianOperator(plan, plan.center));
      const norm = frobenius(matrix);
      expect(spectrum.eigenvalues).toEqual(spectrum.eigenvalues.slice().sort());
      expect(spectrum.negative + spectrum.zero + spectrum.positive).toBe(size);
      const sum = spectrum.eigenvalues.reduce((total, eigenvalue) => total + eigenvalue, 0);
      expect(Math.abs(sum - spectrum.trace)).toBeLessThanOrEqual(size * size * FLOAT64.unit * norm);
      for (const [vector, eigenvalue] of [
        [spectrum.vectors.min, spectrum.min],
        [spectrum.vectors.max, spectrum.max],
      ] as const) {
        expect(residual(matrix, vector, eigenvalue)).toBeLessThanOrEqual(16 * size * FLOAT64.unit * norm);
      }
      const extremes = await findExtremeEigenvalues(plan, plan.center, pacer());
      expect(Math.abs(extremes.min - spectrum.min)).toBeLessThanOrEqual(size * FLOAT64.unit * norm);
      expect(Math.abs(extremes.max - spectrum.max)).toBeLessThanOrEqual(size * FLOAT64.unit * norm);
    }
  });

  it("has a tolerance that covers the rounding seen between H and its transpose, yet resolves the spectrum", async () => {
    for (const [seed, request] of PLAN_TABLE.entries()) {
      if (seed % 5 !== 2) continue;
      const plan = makeRandomPlan(request, seed);
      const { tolerance, asymmetry, min, max, vectors } = await analyzeHessian(plan, plan.center);
      expect(tolerance).toBeGreaterThan(asymmetry);
      expect(tolerance).toBeLessThan(1e-6 * Math.max(Math.abs(min), Math.abs(max)));
      const slice = { center: plan.center, dx: vectors.min, dy: vectors.max, xLimit: 0, yLimit: 0 };
      const jet = new JetEvaluator(plan, slice, FLOAT64).evaluate(0, 0);
      // Two computations of the same number, each with its own bound; the vectors' lengths are 1 to a few u.
      const allowed = tolerance + jet.curvatureError + 8 * FLOAT64.unit * Math.max(Math.abs(min), Math.abs(max));
      expect(Math.abs(jet.xx - min)).toBeLessThanOrEqual(allowed);
      expect(Math.abs(jet.yy - max)).toBeLessThanOrEqual(allowed);
    }
  });

  it("counts as zero the parameters that do not change the outputs", async () => {
    const plan = makeRandomPlan({ activation: "relu", loss: "mse", hidden: [3], inputs: 2, samples: 40 }, 3);
    // A unit that is never on changes nothing: neither its three incoming weights nor its outgoing weight.
    const theta = plan.center.slice() as Parameters;
    for (const p of [0, 3]) theta[p] = 0;
    theta[6] = -5;
    const { zero, negative, positive } = await analyzeHessian(plan, theta);
    expect(zero).toBe(4);
    expect(negative + positive).toBe(plan.layout.parameterCount - 4);
  });

  it("is zero, and nowhere below, where the loss is piecewise linear in all weights", async () => {
    const plan = makeRandomPlan({ activation: "relu", loss: "hinge", hidden: [], inputs: 2 }, 3);
    const { min, max, negative, zero, positive } = await analyzeHessian(plan, plan.center);
    expect([min, max, negative, zero, positive]).toEqual([0, 0, 0, 3, 0]);
  });

  it("is NaN when the Hessian is not finite", async () => {
    const plan = makeRandomPlan({ activation: "identity", loss: "mse", hidden: [3, 3, 3] }, 3);
    const theta = plan.center.map((entry) => entry * 1e100) as Parameters;
    const { min, max, negative, zero, positive } = await analyzeHessian(plan, theta);
    expect([min, max, negative, zero, positive]).toEqual([Number.NaN, Number.NaN, 0, 0, 0]);
  });

  it("can be stopped", async () => {
    const plan = makeRandomPlan({ activation: "tanh", loss: "mse", hidden: [20, 20], samples: 60 }, 3);
    const abort = new AbortController();
    const analysis = analyzeHessian(plan, plan.center, { signal: abort.signal, onProgress: () => abort.abort() });
    await expect(analysis).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
  });
});
