import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  applyActivation,
  applyAffine,
  applyLoss,
  averageLayer,
  type Enclosure,
  exactly,
  readRows,
  round,
  scale,
} from "../../../../src/convexity/certificate/enclosure";

/** A vector of intervals over 16 and a point of each: small integers, so that signs change and ends meet often. */
const end = fc.integer({ min: -40, max: 40 });
const entry = fc.tuple(end, end, end).map((ends) => {
  const [lo, inside, hi] = ends.sort((a, b) => a - b).map(BigInt);
  return { lo: lo!, inside: inside!, hi: hi! };
});
const vector = fc.array(entry, { minLength: 3, maxLength: 3 });

function makePair(entries: readonly { lo: bigint; inside: bigint; hi: bigint }[]) {
  const wide: Enclosure = { entries: entries.map(({ lo, hi }) => ({ lo, hi })), denominator: 16n };
  const exact = exactly(
    entries.map(({ inside }) => inside),
    16n,
  );
  return { wide, exact };
}

/** Whether every entry of the exact vector lies within the wide one. */
function contains(wide: Enclosure, exact: Enclosure): boolean {
  return exact.entries.every(({ lo, hi }, j) => {
    const bounds = wide.entries[j]!;
    const value = lo * wide.denominator;
    return lo === hi && bounds.lo * exact.denominator <= value && value <= bounds.hi * exact.denominator;
  });
}

const slope = readRows([[0.01]])[0]!;

const OPERATIONS: Readonly<Record<string, (v: Enclosure) => Enclosure>> = {
  relu: (v) => applyActivation("relu", slope, v, null),
  "leaky-relu": (v) => applyActivation("leaky-relu", slope, v, null),
  identity: (v) => applyActivation("identity", slope, v, null),
  "a positive factor": (v) => scale(v, 3n, 7n),
  "a negative factor": (v) => scale(v, -3n, 7n),
  "a sum over other denominators": (v) => add(scale(v, 1n, 3n), scale(v, 1n, 5n)),
  "an affine map": (v) =>
    applyAffine(
      {
        units: [
          [2n, -3n, 5n, -7n],
          [-1n, -1n, -1n, 0n],
          [0n, 4n, 0n, 1n],
        ],
        denominator: 12n,
      },
      v,
    ),
  mse: (v) => applyLoss("mse", v, readRows([[1, -0.5, 0.25]])[0]!, null),
  hinge: (v) => applyLoss("hinge", v, readRows([[1, 0, 1]])[0]!, null),
};

describe("an operation on intervals contains the operation on every point inside", () => {
  it.each(Object.keys(OPERATIONS))("%s", (name) => {
    fc.assert(
      fc.property(vector, fc.constantFrom(null, 1, 2, 5), (entries, bits) => {
        const { wide, exact } = makePair(entries);
        expect(contains(round(OPERATIONS[name]!(wide), bits), OPERATIONS[name]!(exact))).toBe(true);
      }),
      { seed: 7, numRuns: 1000 },
    );
  });

  it("mse has no bound below zero, and its upper bound is attained", () => {
    const wide: Enclosure = { entries: [{ lo: -5n, hi: 3n }], denominator: 1n };
    expect(applyLoss("mse", wide, exactly([0n]), null)).toEqual({ entries: [{ lo: 0n, hi: 25n }], denominator: 1n });
  });
});

describe("reading", () => {
  it("is exact for every float64", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e18, max: 1e18, noNaN: true }), { minLength: 1 }), (values) => {
        const [row] = readRows([values]);
        values.forEach((value, j) => {
          const { lo, hi } = row!.entries[j]!;
          expect(lo).toBe(hi);
          expect(recompose(lo, row!.denominator)).toBe(value + 0);
        });
      }),
      { seed: 8, numRuns: 1000 },
    );
  });

  it("takes the mean of points exactly", () => {
    const layers = [0.1, 1 + 2 ** -52, 5e-324].map((weight) => ({ kernel: [[weight, 1]], bias: [0, -weight] }));
    const { units, denominator } = averageLayer(layers);
    const sum = readRows([[0.1, 1 + 2 ** -52, 5e-324]])[0]!;
    const total = sum.entries.reduce((all, { lo }) => all + lo, 0n);
    expect(denominator).toBe(3n * sum.denominator);
    expect(units).toEqual([
      [total, 0n],
      [denominator, -total],
    ]);
  });
});

/** numerator / denominator where that is a float64, by halves and doublings that are exact. */
function recompose(numerator: bigint, denominator: bigint): number {
  let [left, shift] = [numerator, denominator.toString(2).length - 1];
  while (left !== 0n && left % 2n === 0n && shift > 0) {
    left /= 2n;
    shift--;
  }
  return Number(left) * 2 ** -Math.min(shift, 1000) * 2 ** -Math.max(0, shift - 1000);
}
