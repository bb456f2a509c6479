import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { summarizeValues } from "../../../../src/convexity/survey/distribution";
import { adjustByHolm, boundMedian, testSigns } from "../../../../src/convexity/survey/sign-test";

const sample = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });

/** Σ C(n, i), i ≤ k, over 2ⁿ in whole numbers: the definition, rounded only at the end. */
function exactTail(n: number, k: number): number {
  let term = 1n;
  let sum = 0n;
  for (let i = 0; i <= k; i++) {
    sum += term;
    term = (term * BigInt(n - i)) / BigInt(i + 1);
  }
  const shift = Math.max(0, n - sum.toString(2).length) + 60;
  return Number((sum << BigInt(shift)) >> BigInt(n)) * 2 ** -shift;
}

describe("summarizeValues", () => {
  it("has the quartiles of definition 7, as R and NumPy give them", () => {
    expect(summarizeValues([4, 1, 3, 2])).toEqual({
      count: 4,
      mean: 2.5,
      least: 1,
      lowerQuartile: 1.75,
      median: 2.5,
      upperQuartile: 3.25,
      most: 4,
    });
    expect(summarizeValues([7])).toMatchObject({ count: 1, least: 7, lowerQuartile: 7, median: 7, most: 7 });
    expect(summarizeValues([])).toBeNull();
  });

  it("is ordered, and the same whatever the order of the sample", () => {
    fc.assert(
      fc.property(sample, (values) => {
        const found = summarizeValues(values)!;
        const { least, lowerQuartile, median, upperQuartile, most } = found;
        const places = [least, lowerQuartile, median, upperQuartile, most];
        expect(places).toEqual([...places].sort((a, b) => a - b));
        expect(summarizeValues([...values].reverse())).toMatchObject({ least, lowerQuartile, median, most });
      }),
    );
  });
});

describe("testSigns", () => {
  it("gives the exact probability of the binomial distribution", () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), fc.nat(5), (greater, less, equal) => {
        const differences = [
          ...new Array<number>(greater).fill(0.5),
          ...new Array<number>(less).fill(-2),
          ...new Array<number>(equal).fill(0),
        ];
        const found = testSigns(differences);
        expect(found).toMatchObject({ greater, less, equal });
        const exact = Math.min(1, 2 * exactTail(greater + less, Math.min(greater, less)));
        expect(Math.abs(found.p - exact)).toBeLessThanOrEqual(1e-12 * exact);
      }),
    );
  });

  it("agrees with textbook cases, and does not underflow where ½ⁿ does", () => {
    expect(testSigns(new Array(10).fill(1)).p).toBeCloseTo(2 / 1024, 15);
    expect(testSigns([1, 1, 1, 1, 1, 1, 1, -1]).p).toBeCloseTo(18 / 256, 15);
    expect(testSigns([0, 0]).p).toBe(1);
    expect(testSigns([]).p).toBe(1);
    const many = [...new Array<number>(2600).fill(1), ...new Array<number>(2400).fill(-1)];
    expect(testSigns(many).p).toBeCloseTo(2 * exactTail(5000, 2400), 10);
  });
});

describe("boundMedian", () => {
  it("has the order statistics of the tables, at least the level, and no interval from too few", () => {
    const count = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
    expect(boundMedian(count(5), 0.95)).toBeNull();
    expect(boundMedian(count(6), 0.95)).toMatchObject({ lower: 1, upper: 6, coverage: 1 - 2 / 64 });
    // Conover 1999, table A3: the 6th and 15th of 20, with 0.9586.
    const twenty = boundMedian(count(20), 0.95)!;
    expect([twenty.lower, twenty.upper]).toEqual([6, 15]);
    expect(twenty.coverage).toBeCloseTo(1 - 2 * exactTail(20, 5), 12);
  });

  it("agrees with the sign test: it leaves 0 out exactly where the test rejects, without ties", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -60, max: 60 }).filter(Boolean), { maxLength: 30 }), (values) => {
        const interval = boundMedian(values, 0.95);
        const leavesOut = interval !== null && (interval.lower > 0 || interval.upper < 0);
        expect(leavesOut).toBe(testSigns(values).p <= 0.05);
      }),
    );
  });
});

describe("adjustByHolm", () => {
  it("multiplies from the least on, and never falls", () => {
    const adjusted = adjustByHolm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((expected, i) => {
      expect(adjusted[i]).toBeCloseTo(expected, 12);
    });
    expect(adjustByHolm([0.9, 0.8])).toEqual([1, 1]);
    expect(adjustByHolm([0.2])).toEqual([0.2]);
    expect(adjustByHolm([])).toEqual([]);
  });
});
