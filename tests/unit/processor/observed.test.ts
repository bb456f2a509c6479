import { describe, expect, it } from "vitest";
import { BLOCK_SAMPLES, readObservedPoint, recordLength, summationDepth } from "../../../src/processor/observed";
import { ReferenceEvaluator } from "../../../src/slice/reference-evaluator";
import { observePoint } from "../../support/emulated-kernel";
import { describeRequest, makeRandomPlan, PLAN_TABLE } from "../../support/random-plans";

describe("the adjoint's formulas against second-order jets", () => {
  for (const [t, request] of PLAN_TABLE.entries()) {
    it(describeRequest(request), async () => {
      const plan = makeRandomPlan({ ...request, l2: 0, columns: 3, rows: 2 }, 300 + t);
      const { data, grid, loss } = plan;
      const jets = await new ReferenceEvaluator().evaluate(plan);
      const terms = data.samples * (loss.kind === "softmax-ce" ? 1 : data.outputs);
      jets.loss.forEach((value, i) => {
        const found = observePoint(plan, grid.x[i % 3]!, grid.y[Math.floor(i / 3)]!, (value) => value);
        const size = Math.abs(jets.xx[i]!) + Math.abs(jets.xy[i]!) + Math.abs(jets.yy[i]!);
        expect(Math.abs(found.loss / terms - value)).toBeLessThanOrEqual(2 * jets.lossError[i]!);
        for (const field of ["xx", "xy", "yy"] as const) {
          expect(Math.abs(found[field] / terms - jets[field][i]!)).toBeLessThanOrEqual(1e-11 * (1 + size));
        }
      });
    });
  }
});

it("a record is read in the order in which it is written", () => {
  const numbers = Float64Array.from({ length: 3 + recordLength(2) }, (_, i) => i - 3);
  const point = readObservedPoint(numbers, 3, 2);
  expect(Object.values(point).slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(point.layers.map((layer) => Object.values(layer))).toEqual([
    [8, 9, 10, 11, 12, 13, 14, 15],
    [16, 17, 18, 19, 20, 21, 22, 23],
  ]);
});

it("a sum's depth grows with blocks of samples, not with samples", () => {
  const { layout } = makeRandomPlan({ activation: "relu", loss: "mse", hidden: [8, 5], outputs: 2 }, 1);
  const depth = summationDepth(layout, 10 * BLOCK_SAMPLES - 1);
  expect(depth).toEqual({ loss: 2 + 10 + 2, gradient: 2 + 10 + 2, curvature: 8 + 2 + 3 + 1 + 10 + 2 });
});
