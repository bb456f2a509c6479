import { describe, expect, it } from "vitest";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import { runExperiment } from "../../../../src/compute/studies/run-experiment";
import { asParameters, layoutNetwork, type Parameters, zeroParameters } from "../../../../src/model/network/layout";
import { predict } from "../../../../src/model/network/predict";
import { createRandom } from "../../../../src/numeric/random";
import { makePermutationPlane } from "../../../../src/slice/plane/permutation-plane";
import { cosineBetween, describeMoons, placeInPlane, trainNetwork } from "./trained-network";

describe("the plane to a copy with two units exchanged", () => {
  it("has equal losses at its ends and a higher one in the middle, on trained networks", async () => {
    for (const activation of ["tanh", "relu"]) {
      const spec = describeMoons({
        network: { layers: [2, 5, 4, 1], activation },
        plane: { kind: "permutation", layer: 0, units: [1, 3] },
        grid: { columns: 3, rows: 3, xRange: [0, 1], yRange: [-1, 1] },
      });
      const { loss, errorBounds } = await runExperiment(spec, createReferenceService(), () => {});
      const [from, middle, to] = loss[1]! as number[];
      const [fromBound, middleBound, toBound] = errorBounds.loss[1]! as number[];
      // Twice the bounds, because they take the direction as given, and it was rounded once before.
      expect(Math.abs(from! - to!)).toBeLessThanOrEqual(2 * (fromBound! + toBound!));
      expect(middle! - middleBound!).toBeGreaterThan(1.1 * (from! + fromBound!));
    }
  });

  it("leads to the same function for every pair of units", async () => {
    const { layout, center, data } = await trainNetwork(describeMoons({}, { steps: 30 }));
    const outputs = predict(layout, center, data);
    const pairs = [
      [0, 0, 4],
      [0, 2, 1],
      [1, 3, 0],
      [1, 1, 2],
    ] as const;
    for (const [layer, one, other] of pairs) {
      const plane = makePermutationPlane(layout, center, { layer, units: [one, other] }, 0);
      predict(layout, placeInPlane(plane, center, 1, 0), data).forEach((output, i) => {
        // Outputs are sums of fewer than 64 roundings of numbers below 16.
        expect(Math.abs(output - outputs[i]!)).toBeLessThan(64 * 16 * 2 ** -52);
      });
      expect(Math.abs(cosineBetween(plane.dx, plane.dy))).toBeLessThan(1e-15);
    }
  });

  it("exchanges the units of a whole residual chain, and of that alone", () => {
    const layout = layoutNetwork({
      layers: [2, 3, 3, 3, 2, 1],
      activation: "tanh",
      output: "identity",
      residual: true,
    });
    const random = createRandom(3, "test");
    const center = asParameters(
      layout,
      Float64Array.from(zeroParameters(layout), () => random.normal()),
    );
    const data = { samples: 6, inputs: 2, x: Float64Array.from({ length: 12 }, () => random.normal()) };
    const outputs = predict(layout, center, data);
    for (const layer of [0, 1, 2, 3]) {
      const plane = makePermutationPlane(layout, center, { layer, units: [0, 1] }, 0);
      predict(layout, placeInPlane(plane, center, 1, 0), data).forEach((output, i) => {
        expect(Math.abs(output - outputs[i]!)).toBeLessThan(64 * 16 * 2 ** -52);
      });
      const moved = layout.layers.map(({ bias, units }) =>
        plane.dx.subarray(bias, bias + units).some((entry) => entry !== 0),
      );
      expect(moved).toEqual([layer < 3, layer < 3, layer < 3, layer === 3, false]);
    }
  });

  it("draws y by its seed, at right angles to x", () => {
    const layout = layoutNetwork({ layers: [2, 3, 1], activation: "tanh", output: "identity", residual: false });
    const random = createRandom(4, "test");
    const center = zeroParameters(layout).map(() => random.normal()) as Parameters;
    const make = (seed: number) => makePermutationPlane(layout, center, { layer: 0, units: [0, 2] }, seed);
    expect(make(1)).toEqual(make(1));
    expect(make(2).dx).toEqual(make(1).dx);
    expect(make(2).dy).not.toEqual(make(1).dy);
  });

  it("is refused in one sentence where the units are the same, or nothing is left to scale y to", () => {
    const layout = layoutNetwork({ layers: [1, 2, 1], activation: "relu", output: "identity", residual: false });
    const make = (theta: number[]) => () =>
      makePermutationPlane(layout, asParameters(layout, theta), { layer: 0, units: [1, 0] }, 0);
    expect(make([2, 2, 0.5, 0.5, -1, -1, 3])).toThrow(
      new RangeError("plane: units 1 and 0 of hidden layer 0 are the same, so exchanging them gives no direction"),
    );
    expect(make([0, 0, 1, 2, 0, 0, 3])).toThrow(
      new RangeError("plane: the normalised random direction has nothing at right angles to the exchange"),
    );
    expect(make([2, 2, 0.5, 0.5, -1, -1.5, 3])).not.toThrow();
  });
});
