import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlaneSpec } from "../../../../src/experiment/spec";
import {
  asParameters,
  flattenWeights,
  layoutNetwork,
  type NetworkLayout,
  zeroParameters,
} from "../../../../src/model/network/layout";
import { createRandom } from "../../../../src/numeric/random";
import { makePlane } from "../../../../src/slice/plane/make-plane";
import { normalizeByFilter, normalizeByLayer } from "../../../../src/slice/plane/normalization";
import { oracle } from "../../../support/oracles";

const layoutOf = (...layers: number[]): NetworkLayout =>
  layoutNetwork({ layers, activation: "relu", output: "identity", residual: false });

/** out × in, as the file writes kernels, to in × out. */
function transpose(matrix: readonly (readonly number[])[]): number[][] {
  return matrix[0]!.map((_, i) => matrix.map((row) => row[i]!));
}

const layout = layoutOf(3, 4, 2, 1);
function drawCenter(seed: number) {
  const random = createRandom(seed, "test");
  return asParameters(
    layout,
    zeroParameters(layout).map(() => random.normal()),
  );
}

describe("normalised directions", () => {
  const known = oracle("15-filter-normalisation");
  // W1 has two inputs and units, W2 three inputs: two networks of one layer each.
  const [first, second] = [layoutOf(2, 2), layoutOf(3, 1)];
  const theta1 = flattenWeights(first, [{ kernel: transpose(known.W1), bias: [...known.b1] }]);
  const direction1 = flattenWeights(first, [{ kernel: transpose(known.D1_random), bias: [1, -1] }]);

  it("by filter are the file's, biases 0", () => {
    const theta2 = flattenWeights(second, [{ kernel: transpose(known.W2), bias: [3] }]);
    const direction2 = flattenWeights(second, [{ kernel: transpose(known.D2_random), bias: [2] }]);
    const expected1 = flattenWeights(first, [{ kernel: transpose(known.result.D1), bias: [0, 0] }]);
    const expected2 = flattenWeights(second, [{ kernel: transpose(known.result.D2), bias: [0] }]);
    for (const [found, expected] of [
      [normalizeByFilter(first, theta1, direction1), expected1],
      [normalizeByFilter(second, theta2, direction2), expected2],
    ] as const) {
      found.forEach((entry, p) => {
        expect(Math.abs(entry - expected[p]!)).toBeLessThanOrEqual(4 * 2 ** -52 * Math.abs(expected[p]!));
      });
    }
  });

  it("by layer are the file's", () => {
    const expected = flattenWeights(first, [{ kernel: transpose(known.edge.layer_norm_D1), bias: [0, 0] }]);
    normalizeByLayer(first, theta1, direction1).forEach((entry, p) => {
      expect(Math.abs(entry - expected[p]!)).toBeLessThanOrEqual(8 * 2 ** -52 * Math.abs(expected[p]!));
    });
  });

  it("leave the direction that they are given alone", () => {
    const copy = direction1.slice();
    normalizeByFilter(first, theta1, direction1);
    normalizeByLayer(first, theta1, direction1);
    expect(direction1).toEqual(copy);
  });

  it("have each unit's own length, and do not depend on the direction's", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.double({ min: 0.01, max: 100, noNaN: true }), (seed, factor) => {
        const [theta, direction] = [drawCenter(seed), drawCenter(seed + 1)];
        const scaled = normalizeByFilter(layout, theta, direction);
        const longer = normalizeByFilter(
          layout,
          theta,
          asParameters(
            layout,
            direction.map((entry) => entry * factor),
          ),
        );
        for (const { inputs, units, kernel, bias } of layout.layers) {
          for (let j = 0; j < units; j++) {
            const column = (vector: Float64Array) =>
              Math.hypot(...Array.from({ length: inputs }, (_, i) => vector[kernel + i * units + j]!));
            // The guard of 1e-10 shortens the length by a factor of 1e-10 / ‖d‖.
            const guard = 1.1e-10 / (column(direction) * Math.min(1, factor));
            expect(Math.abs(column(scaled) / column(theta) - 1)).toBeLessThan(guard + 1e-14);
            expect(Math.abs(column(longer) / column(theta) - 1)).toBeLessThan(guard + 1e-14);
            expect(scaled[bias + j]).toBe(0);
          }
        }
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});

describe("planes", () => {
  const center = drawCenter(1);
  const make = (plane: PlaneSpec) => makePlane(plane, layout, center);

  it("of one seed are the same, of another seed others, and x is not y", () => {
    for (const normalization of ["none", "layer", "filter"] as const) {
      const plane = make({ kind: "random", normalization, seed: 9 });
      expect(make({ kind: "random", normalization, seed: 9 })).toEqual(plane);
      expect(make({ kind: "random", normalization, seed: 10 })).not.toEqual(plane);
      const dot = plane.dx.reduce((sum, entry, p) => sum + entry * plane.dy[p]!, 0);
      const length = (vector: Float64Array) => Math.hypot(...vector);
      expect(Math.abs(dot) / (length(plane.dx) * length(plane.dy))).toBeLessThan(0.9);
    }
  });

  it("of independent standard normal numbers where nothing normalises them", () => {
    const wide = layoutOf(60, 60, 60, 1);
    const { dx, dy } = makePlane({ kind: "random", normalization: "none", seed: 2 }, wide, zeroParameters(wide));
    const n = dx.length;
    const mean = (values: Float64Array) => values.reduce((sum, entry) => sum + entry, 0) / n;
    // Standard deviations over n numbers: of the mean 1/√n, of the variance √(2/n), of the correlation 1/√n; four are allowed.
    for (const direction of [dx, dy]) {
      expect(Math.abs(mean(direction))).toBeLessThan(4 / Math.sqrt(n));
      expect(Math.abs(mean(direction.map((entry) => entry ** 2)) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    }
    expect(Math.abs(mean(dx.map((entry, p) => entry * dy[p]!)))).toBeLessThan(4 / Math.sqrt(n));
  });

  it("touch the chosen layers alone", () => {
    for (const normalization of ["none", "layer", "filter"] as const) {
      for (const chosen of [[0], [1], [2], [0, 2]]) {
        const { dx, dy } = make({ kind: "random", normalization, seed: 3, layers: chosen });
        layout.layers.forEach(({ kernel, bias, units }, k) => {
          for (const direction of [dx, dy]) {
            const moves = direction.subarray(kernel, bias + units).some((entry) => entry !== 0);
            expect(moves).toBe(chosen.includes(k));
          }
        });
      }
    }
  });

  it("of two single parameters are unit vectors", () => {
    const { dx, dy } = make({ kind: "weights", x: 4, y: 0 });
    expect(dx.findIndex((entry) => entry !== 0)).toBe(4);
    expect([dx[4], dy[0]]).toEqual([1, 1]);
    expect([Math.hypot(...dx), Math.hypot(...dy)]).toEqual([1, 1]);
  });

  it("that normalisation makes zero are refused in one sentence", () => {
    for (const normalization of ["layer", "filter"] as const) {
      expect(() => makePlane({ kind: "random", normalization, seed: 1 }, layout, zeroParameters(layout))).toThrow(
        new RangeError("plane: the normalised direction is zero, because the weights it is scaled to are all zero"),
      );
    }
    const plain = makePlane({ kind: "random", normalization: "none", seed: 1 }, layout, zeroParameters(layout));
    expect(plain.dx.some((entry) => entry !== 0)).toBe(true);
  });
});
