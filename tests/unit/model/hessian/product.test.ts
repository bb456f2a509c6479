import { describe, expect, it } from "vitest";
import { ACTIVATIONS, LOSSES } from "../../../../src/experiment/spec";
import { HessianOperator } from "../../../../src/model/hessian/product";
import { assembleHessian } from "../../../../src/model/hessian/spectrum";
import { JetEvaluator } from "../../../../src/model/jets/jet-evaluator";
import { evaluateGradient } from "../../../../src/model/network/evaluate";
import type { Parameters } from "../../../../src/model/network/layout";
import { FLOAT64 } from "../../../../src/numeric/rounding";
import { makeRandomPlan, PLAN_TABLE, type PlanRequest } from "../../../support/random-plans";

const REQUESTS: readonly (readonly [string, PlanRequest])[] = [
  ...ACTIVATIONS.flatMap((activation) => LOSSES.map((loss): PlanRequest => ({ activation, loss, hidden: [4, 4] }))),
  { activation: "tanh", loss: "mse", hidden: [3], output: "sigmoid", outputs: 2 } as PlanRequest,
  { activation: "gelu", loss: "softmax-ce", hidden: [4, 4, 4], residual: true, l2: 0.3 } as PlanRequest,
  { activation: "relu", loss: "bce", hidden: [4, 4, 4], residual: true, output: "sigmoid" } as PlanRequest,
  { activation: "sin", loss: "bce", hidden: [], l2: 0.1 } as PlanRequest,
].map((request) => [
  `${request.activation} ${request.loss} ${request.hidden.join("-")}${request.residual ? " residual" : ""}${request.output ? ` ${request.output}` : ""}`,
  request,
]);

function multiply(
  { layout, loss, data, center }: ReturnType<typeof makeRandomPlan>,
  direction: Parameters,
): Float64Array {
  const result = new Float64Array(layout.parameterCount);
  new HessianOperator({ layout, loss, data }, center).multiply(direction, result);
  return result;
}

describe.each(REQUESTS)("%s", (_, request) => {
  const plan = makeRandomPlan(request, 11);
  const { layout, loss, data, center, dx, dy } = plan;

  it("H·v is the derivative of the gradient", () => {
    const product = multiply(plan, dx);
    // Central differences at h and h/2 with Richardson's rule leave O(h⁴) and u/h; h is small enough to cross no kink of these networks.
    const h = 1e-4;
    const gradientAt = (t: number) =>
      evaluateGradient({ layout, loss, data }, center.map((entry, p) => entry + t * dx[p]!) as Parameters).gradient;
    const difference = (step: number, p: number, up: Float64Array, down: Float64Array) =>
      (up[p]! - down[p]!) / (2 * step);
    const [up, down, halfUp, halfDown] = [h, -h, h / 2, -h / 2].map(gradientAt) as [
      Parameters,
      Parameters,
      Parameters,
      Parameters,
    ];
    const norm = Math.max(1, ...product.map(Math.abs));
    product.forEach((entry, p) => {
      const refined = (4 * difference(h / 2, p, halfUp, halfDown) - difference(h, p, up, down)) / 3;
      expect(Math.abs(entry - refined)).toBeLessThan(1e-9 * norm);
    });
  });

  it("DᵀHD is the slice's curvature", () => {
    const [hx, hy] = [multiply(plan, dx), multiply(plan, dy)];
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, entry, p) => sum + entry * b[p]!, 0);
    const slice = { center, dx, dy, xLimit: 0, yLimit: 0 };
    const jet = new JetEvaluator({ layout, loss, data }, slice, FLOAT64).evaluate(0, 0);
    const scale = Math.max(1, Math.abs(jet.xx), Math.abs(jet.yy));
    // About a thousand roundings of terms of the magnitude of the result.
    expect(Math.abs(dot(dx, hx) - jet.xx)).toBeLessThan(1e-12 * scale);
    expect(Math.abs(dot(dx, hy) - jet.xy)).toBeLessThan(1e-12 * scale);
    expect(Math.abs(dot(dy, hx) - jet.xy)).toBeLessThan(1e-12 * scale);
    expect(Math.abs(dot(dy, hy) - jet.yy)).toBeLessThan(1e-12 * scale);
  });
});

it("is symmetric for every network of the common table, to rounding", async () => {
  for (const [seed, request] of PLAN_TABLE.entries()) {
    const { layout, loss, data, center } = makeRandomPlan(request, seed);
    const { matrix, asymmetry } = await assembleHessian(new HessianOperator({ layout, loss, data }, center));
    const largest = matrix.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
    expect(asymmetry).toBeLessThanOrEqual(1e-13 * Math.max(largest, 1e-3));
  }
});
