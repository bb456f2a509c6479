import { describe, expect, it } from "vitest";
import type { Dataset } from "../../../../src/data/dataset";
import type { LossSpec } from "../../../../src/experiment/spec";
import { evaluateGradient } from "../../../../src/model/network/evaluate";
import {
  asParameters,
  layoutNetwork,
  type NetworkLayout,
  type Parameters,
  zeroParameters,
} from "../../../../src/model/network/layout";
import { makeGradientPlane } from "../../../../src/slice/plane/gradient-plane";
import { cosineBetween, describeMoons, trainNetwork } from "./trained-network";

/** Central differences at this step err by about h²·|f‴|/6 + 2⁻⁵²·|f|/h ≈ 1e-9 for losses below 1 and derivatives below 100. */
const STEP = 1e-5;
const DIFFERENCE_ERROR = 1e-8;

describe("the plane of the gradient and the Hessian's turn of it", () => {
  it("is what differences of the loss and of the gradient give", async () => {
    const network = await trainNetwork(describeMoons({}, { steps: 10 }));
    const { layout, loss, data, center, lossOf } = network;
    const { dx, dy } = makeGradientPlane(network, center);
    const slopes = zeroParameters(layout).map((_, p) => {
      const at = (offset: number) => lossOf(center.map((entry, q) => entry + (p === q ? offset : 0)) as Parameters);
      return (at(STEP) - at(-STEP)) / (2 * STEP);
    });
    const steepness = Math.hypot(...slopes);
    slopes.forEach((slope, p) => {
      expect(Math.abs(dx[p]! - slope / steepness)).toBeLessThan(DIFFERENCE_ERROR / steepness);
    });

    const gradientAt = (offset: number) =>
      evaluateGradient({ layout, loss, data }, center.map((entry, p) => entry + offset * dx[p]!) as Parameters)
        .gradient;
    const [ahead, behind] = [gradientAt(STEP), gradientAt(-STEP)];
    const turned = ahead.map((entry, p) => (entry - behind[p]!) / (2 * STEP));
    const along = turned.reduce((sum, entry, p) => sum + entry * dx[p]!, 0);
    const across = turned.map((entry, p) => entry - along * dx[p]!);
    const bend = Math.hypot(...across);
    across.forEach((entry, p) => {
      expect(Math.abs(dy[p]! - entry / bend)).toBeLessThan((4 * DIFFERENCE_ERROR) / bend);
    });

    expect(Math.hypot(...dx)).toBeCloseTo(1, 14);
    expect(Math.hypot(...dy)).toBeCloseTo(1, 14);
    expect(Math.abs(cosineBetween(dx, dy))).toBeLessThan(1e-15);
  });

  const layoutOf = (...layers: number[]) =>
    layoutNetwork({ layers, activation: "identity", output: "identity", residual: false });
  const make = (layout: NetworkLayout, loss: LossSpec, target: number, theta: readonly number[]) => () => {
    const data: Dataset = {
      samples: 1,
      inputs: 1,
      outputs: 1,
      x: Float64Array.of(1),
      y: Float64Array.of(target),
      task: "given",
    };
    return makeGradientPlane({ layout, loss, data }, asParameters(layout, theta));
  };
  const line = layoutOf(1, 1);

  it("is there where a penalty turns the gradient", () => {
    const { dx, dy } = make(line, { kind: "mse", l2: 0.1 }, 5, [1, 2])();
    // The gradient is 2·(w + b − 5)·(1, 1) + 0.2·(w, b) = (−3.8, −3.6), and the Hessian 2·(1, 1)ᵀ(1, 1) + 0.2·I.
    const length = Math.hypot(3.8, 3.6);
    expect(dx[0]).toBeCloseTo(-3.8 / length, 14);
    expect(dx[1]).toBeCloseTo(-3.6 / length, 14);
    expect(dy[0]).toBeCloseTo(3.6 / length, 12);
    expect(dy[1]).toBeCloseTo(-3.8 / length, 12);
  });

  const STRAIGHT = "the Hessian does not turn the gradient at the centre, so there is no second direction";
  it.each<[string, NetworkLayout, LossSpec, number, number[], string]>([
    [
      "a perfect fit",
      line,
      { kind: "mse", l2: 0 },
      5,
      [2, 3],
      "the gradient at the centre is zero, so it is no direction",
    ],
    ["a penalty alone, which pulls straight home", line, { kind: "hinge", l2: 0.1 }, 1, [2, 3], STRAIGHT],
    ["a loss that is itself a plane", line, { kind: "hinge", l2: 0 }, 1, [-2, -3], STRAIGHT],
    [
      "a gradient that overflows",
      line,
      { kind: "mse", l2: 0.1 },
      5,
      [1e308, 1e308],
      "the gradient at the centre is not finite, so it is no direction",
    ],
    [
      "a Hessian that overflows",
      layoutOf(1, 1, 1),
      { kind: "mse", l2: 0 },
      1,
      [0, 0, 1e160, 0],
      "the Hessian at the centre is not finite, so it turns the gradient nowhere",
    ],
  ])("is refused in one sentence: %s", (_, layout, loss, target, theta, message) => {
    expect(make(layout, loss, target, theta)).toThrow(new RangeError(`plane: ${message}`));
  });
});
