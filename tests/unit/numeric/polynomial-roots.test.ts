import { expect, it } from "vitest";
import { evaluatePolynomial, findSignChanges, placeSignChange } from "../../../src/numeric/polynomial-roots";
import { createRandom } from "../../../src/numeric/random";

/** The sign changes as a list. */
function listSignChanges(c: Float64Array, at: number, degree: number, from: number, to: number): number[] {
  const found = new Float64Array(degree);
  return Array.from(found.subarray(0, findSignChanges(c, at, degree, from, to, found)));
}

/** Coefficients of Π (t − root). */
function expand(roots: readonly number[]): Float64Array {
  const c = new Float64Array(roots.length + 1);
  c[0] = 1;
  roots.forEach((root, n) => {
    for (let i = n + 1; i >= 0; i--) c[i] = (i > 0 ? c[i - 1]! : 0) - root * c[i]!;
  });
  return c;
}

it("finds every change of sign of random polynomials, and no other", () => {
  const random = createRandom(5, "roots");
  for (let trial = 0; trial < 2000; trial++) {
    const degree = 1 + random.below(6);
    const roots = Array.from({ length: degree }, () => random.uniform(-0.5, 1.5)).sort((a, b) => a - b);
    // Roots that lie closer than this are one, or none, to rounding.
    if (
      roots.some((root, i) => root - (roots[i - 1] ?? -1) < 1e-3 || Math.min(Math.abs(root), Math.abs(root - 1)) < 1e-3)
    ) {
      continue;
    }
    const found = listSignChanges(Float64Array.of(7, ...expand(roots)), 1, degree, 0, 1);
    const wanted = roots.filter((root) => root > 0 && root < 1);
    expect(found).toHaveLength(wanted.length);
    // Coefficients up to (5/2)⁶ round to 3e-14, over a slope of at least the product of the distances.
    wanted.forEach((root, i) => {
      const slope = Math.abs(
        roots.reduce((product, other) => (other === root ? product : product * (root - other)), 1),
      );
      expect(Math.abs(found[i]! - root)).toBeLessThan(1e-12 / slope);
    });
  }
});

it("finds none where a polynomial touches 0, is 0, or keeps its sign", () => {
  expect(listSignChanges(expand([0.5, 0.5]), 0, 2, 0, 1)).toEqual([]);
  expect(listSignChanges(new Float64Array(4), 0, 3, 0, 1)).toEqual([]);
  expect(listSignChanges(Float64Array.of(1, 0, 1), 0, 2, -1, 1)).toEqual([]);
  expect(listSignChanges(Float64Array.of(1, 0, 0, 0), 0, 3, -1, 1)).toEqual([]);
});

it("places the change of sign of any function", () => {
  const zero = placeSignChange((t) => Math.exp(t) - 2, 0, 3)!;
  expect(Math.abs(zero - Math.LN2)).toBeLessThan(1e-15);
  expect(placeSignChange((t) => t * t + 1, -1, 1)).toBeNull();
  expect(evaluatePolynomial(Float64Array.of(0, 1, 2, 3), 1, 2, 2)).toBe(17);
});
