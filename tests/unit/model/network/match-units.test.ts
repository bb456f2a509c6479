import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asParameters, layoutNetwork, type NetworkLayout, type Parameters } from "../../../../src/model/network/layout";
import { matchUnits } from "../../../../src/model/network/match-units";
import { groupHiddenLayers, permuteUnits } from "../../../../src/model/network/permutation";
import { predict } from "../../../../src/model/network/predict";
import { assignRows } from "../../../../src/numeric/assignment";
import { createRandom } from "../../../../src/numeric/random";

const layoutOf = (layers: number[], residual = false) =>
  layoutNetwork({ layers, activation: "tanh", output: "identity", residual });

function drawParameters(layout: NetworkLayout, seed: number): Parameters {
  const random = createRandom(seed, "test");
  return asParameters(
    layout,
    Array.from({ length: layout.parameterCount }, () => random.normal()),
  );
}

function shuffle(layout: NetworkLayout, theta: Parameters, seed: number): Parameters {
  const random = createRandom(seed, "order");
  return groupHiddenLayers(layout).reduce((moved, group) => {
    const { units } = layout.layers[group[0]!]!;
    const keys = Array.from({ length: units }, () => random.uniform());
    const order = keys.map((_, j) => j).sort((a, b) => keys[a]! - keys[b]!);
    return permuteUnits(layout, moved, group, order);
  }, theta);
}

const distance = (one: Parameters, other: Parameters) => Math.hypot(...one.map((entry, p) => entry - other[p]!));

function listOrders(n: number): number[][] {
  if (n === 0) return [[]];
  return listOrders(n - 1).flatMap((order) =>
    Array.from({ length: n }, (_, place) => [...order.slice(0, place), n - 1, ...order.slice(place)]),
  );
}

describe("an assignment", () => {
  it("is one to one and has the least sum of all", () => {
    const square = fc.integer({ min: 1, max: 5 }).chain((n) =>
      fc.tuple(
        fc.constant(n),
        fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -1e3, max: 1e3, noNaN: true })), {
          minLength: n * n,
          maxLength: n * n,
        }),
      ),
    );
    fc.assert(
      fc.property(square, ([n, cost]) => {
        const sumOf = (columns: ArrayLike<number>) =>
          Array.from(columns).reduce((sum, column, row) => sum + cost[row * n + column]!, 0);
        const found = assignRows(Float64Array.from(cost), n);
        expect([...found].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, j) => j));
        const least = Math.min(...listOrders(n).map(sumOf));
        expect(sumOf(found) - least).toBeLessThanOrEqual(1e-9);
      }),
    );
  });
});

describe("matching hidden units", () => {
  it("finds a shuffled copy of one hidden layer again, exactly", () => {
    const layout = layoutOf([3, 16, 2]);
    for (let seed = 1; seed <= 8; seed++) {
      const theta = drawParameters(layout, seed);
      const copy = shuffle(layout, theta, seed);
      expect(copy).not.toEqual(theta);
      expect(matchUnits(layout, theta, copy)).toEqual(theta);
    }
  });

  it("gives the nearest copy of one hidden layer", () => {
    const layout = layoutOf([2, 4, 1]);
    for (let seed = 1; seed <= 8; seed++) {
      const [reference, theta] = [drawParameters(layout, seed), drawParameters(layout, seed + 100)];
      const copies = listOrders(4).map((order) => permuteUnits(layout, theta, [0], order));
      const nearest = Math.min(...copies.map((copy) => distance(reference, copy)));
      expect(distance(reference, matchUnits(layout, reference, theta))).toBeCloseTo(nearest, 12);
    }
  });

  it.each([
    ["two hidden layers", layoutOf([2, 6, 5, 1])],
    ["residual layers", layoutOf([2, 6, 6, 6, 1], true)],
    ["no hidden layer", layoutOf([3, 2])],
  ])("never changes the function, nor leads further away: %s", (_, layout) => {
    const x = Float64Array.from({ length: 5 * layout.inputs }, (__, i) => Math.sin(i));
    for (let seed = 1; seed <= 8; seed++) {
      const [reference, theta] = [drawParameters(layout, seed), drawParameters(layout, seed + 100)];
      const matched = matchUnits(layout, reference, theta);
      expect(distance(reference, matched)).toBeLessThanOrEqual(distance(reference, theta));
      const data = { samples: 5, inputs: layout.inputs, x };
      const [before, after] = [predict(layout, theta, data), predict(layout, matched, data)];
      // Sums of at most 7 terms below 100, in another order.
      before.forEach((value, i) => {
        expect(Math.abs(value - after[i]!)).toBeLessThan(1e-12);
      });
    }
  });
});
