import { describe, expect, it } from "vitest";
import { directionalError, unitDirection } from "../../../../src/convexity/lines/cut-profile";
import { JetEvaluator } from "../../../../src/model/jets/jet-evaluator";
import { composeJet, JetLayer, type ScalarJet } from "../../../../src/model/jets/layer";
import { Penalty } from "../../../../src/model/jets/penalty";
import { softmaxJet } from "../../../../src/model/jets/softmax";
import { activationRule } from "../../../../src/model/network/activations";
import { asParameters, layoutNetwork, type Parameters } from "../../../../src/model/network/layout";
import { createPacer } from "../../../../src/numeric/pacer";
import { FLOAT32_GPU, FLOAT64 } from "../../../../src/numeric/rounding";
import { listEigenvalues, tridiagonalize } from "../../../../src/numeric/symmetric-matrix";
import { makeGrid } from "../../../../src/slice/grid";
import { type LandscapePlan, sliceOfPlan } from "../../../../src/slice/landscape-plan";

const STILL: ScalarJet = { v: 0, x: 0, y: 0, xx: 0, xy: 0, yy: 0, e0: 0, e1: 0, e2: 0 };

describe("a factor that was flushed to 0 times what it multiplies", () => {
  it("φ' of an exact argument: σ'(−746) is 1e-324", () => {
    const jet = composeJet(activationRule("sigmoid", 0), { ...STILL, v: -746, x: 1e300 }, FLOAT64);
    expect(jet.x).toBe(0);
    expect(jet.e1).toBeGreaterThan(1e-30);
  });

  it("φ'' of an exact argument", () => {
    const jet = composeJet(activationRule("sigmoid", 0), { ...STILL, v: -746, x: 1e150 }, FLOAT64);
    expect(jet.xx).toBe(0);
    // σ''(−746)·1e300 is 1e-24.
    expect(jet.e2).toBeGreaterThan(1e-23);
  });

  it("a softmax probability", () => {
    const logits = new JetLayer(2);
    logits.set(0, STILL);
    logits.set(1, { ...STILL, v: -746, x: 1e160 });
    const jet = softmaxJet(logits, [1, 0], FLOAT64);
    expect(jet.xx).toBe(0);
    // e^−746·1e320 is 1e-4; the gradient's share is e^−746·1e160.
    expect(jet.e2).toBeGreaterThan(1e-3);
    expect(jet.e1).toBeGreaterThan(1e-163);
  });

  it("relu's slopes are whole numbers and lose nothing", () => {
    const jet = composeJet(activationRule("relu", 0), { ...STILL, v: -1, x: 1e300 }, FLOAT64);
    expect(jet.e1).toBe(FLOAT64.underflow);
  });

  it("the square of a line's direction, times an entry of the Hessian", () => {
    const [a, b] = unitDirection(1e-170, 1);
    expect(a * a).toBe(0);
    // a²·xx is 1e-40.
    expect(directionalError(1e300, 0, 0, 0, a, b)).toBeGreaterThan(1e-40);
  });

  it("directions too small for a float, times the grid's reach", () => {
    const layout = layoutNetwork({ layers: [1, 1, 1], activation: "identity", output: "identity", residual: false });
    const place = (values: number[]) => asParameters(layout, values);
    const plan: LandscapePlan = {
      layout,
      loss: { kind: "mse", l2: 0 },
      data: { samples: 1, inputs: 1, outputs: 1, x: Float64Array.of(1e18), y: Float64Array.of(0), task: "given" },
      center: place([1e18, 0, 0, 0]),
      dx: place([0, 0, 1e-38, 0]),
      dy: place([0, 0, 0, 1]),
      grid: makeGrid({ columns: 5, rows: 5, xRange: [-1e6, 1e6], yRange: [-1, 1] }),
    };
    const jets = new JetEvaluator({ layout, loss: plan.loss, data: plan.data }, sliceOfPlan(plan), FLOAT32_GPU);
    // A float may hold 0 for 1e-38: then the loss is 1 instead of (10,000 ± 1)².
    expect(jets.evaluate(1e6, 1).lossError).toBeGreaterThan(1.0003e8);
  });
});

describe("leaky-relu surely below its kink", () => {
  it("moves by its slope times the argument's error, not by the slope's square", () => {
    const jet = composeJet(activationRule("leaky-relu", 0.01), { ...STILL, v: -1, e0: 0.5 }, FLOAT64);
    expect(jet.e0).toBeGreaterThanOrEqual(0.005);
    expect(jet.e0).toBeLessThan(0.00501);
  });
});

describe("overflow", () => {
  it("gelu and silu stay numbers wherever their argument is one", () => {
    for (const name of ["gelu", "silu"] as const) {
      for (const z of [1e160, -1e160, 1e20, -1e20]) {
        const jet = composeJet(activationRule(name, 0), { ...STILL, v: z, x: 1, e0: 1 }, FLOAT64);
        for (const part of Object.values(jet)) expect(part, `${name}(${z})`).not.toBeNaN();
      }
    }
  });

  it("a loss that overflowed has no bound", () => {
    const layout = layoutNetwork({ layers: [1, 1], activation: "relu", output: "identity", residual: false });
    const one = asParameters(layout, [1e18, 0]);
    const data = {
      samples: 1,
      inputs: 1,
      outputs: 1,
      x: Float64Array.of(1e200),
      y: Float64Array.of(0),
      task: "given",
    } as const;
    const slice = { center: one, dx: one, dy: one, xLimit: 1, yLimit: 1 };
    const jet = new JetEvaluator({ layout, loss: { kind: "mse", l2: 0 }, data }, slice, FLOAT64).evaluate(0, 0);
    expect(jet.lossError).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("the penalty", () => {
  const vector = (...entries: number[]) => Float64Array.from(entries) as Parameters;

  it("keeps x²·‖dx‖² where x² underflows and the product does not", () => {
    const slice = { center: vector(0, 0), dx: vector(1e18, 1e18), dy: vector(0, 0), xLimit: 1e-160, yLimit: 0 };
    const { loss, lossError } = new Penalty(1000, slice).evaluate(1e-160, 0);
    const truth = 1000 * 2 * (1e-160 * 1e18) ** 2;
    expect(truth).toBeGreaterThan(1e-281);
    expect(Math.abs(loss - truth)).toBeLessThanOrEqual(lossError + 1e-15 * truth);
    expect(lossError).toBeLessThan(1e-12 * truth);
  });

  it("bounds a product with an l2 that is nearly 0", () => {
    const slice = { center: vector(1e18), dx: vector(1e18), dy: vector(0), xLimit: 1, yLimit: 0 };
    const penalty = new Penalty(1e-310, slice);
    const { loss, lossError, xx, curvatureError } = penalty.evaluate(1, 0);
    expect(lossError).toBeGreaterThan(FLOAT64.unit * loss);
    expect(curvatureError).toBeGreaterThan(FLOAT64.unit * xx);
    expect(penalty.boundGradient(1, 0)).toBeGreaterThan(FLOAT64.unit * 1e-274);
  });

  it("never has a bound of 0", () => {
    const slice = { center: vector(1e-200), dx: vector(1e-200), dy: vector(0), xLimit: 1, yLimit: 0 };
    const penalty = new Penalty(1, slice);
    expect(penalty.evaluate(1, 0).lossError).toBeGreaterThan(0);
    expect(penalty.evaluate(1, 0).curvatureError).toBeGreaterThan(0);
    expect(penalty.boundGradient(1, 0)).toBeGreaterThan(0);
  });
});

describe("a unit direction", () => {
  it("of differences that are subnormal", () => {
    const [a, b] = unitDirection(5e-324, -5e-324);
    expect(a).toBeCloseTo(Math.SQRT1_2, 15);
    expect(b).toBeCloseTo(-Math.SQRT1_2, 15);
  });
});

describe("eigenvalues of a matrix with entries whose squares underflow", () => {
  it("are those of its large entries", async () => {
    const tiny = 2.3e-162;
    const matrix = Float64Array.of(1, 0, 0, 0, 0, 0.5, 0, 0, tiny, tiny, -0.25, 0, tiny, tiny, tiny, 0.75);
    const pacer = createPacer(undefined);
    const found = await listEigenvalues(await tridiagonalize(matrix, 4, pacer), pacer);
    [-0.25, 0.5, 0.75, 1].forEach((expected, i) => {
      expect(found[i]).toBeCloseTo(expected, 14);
    });
  });
});
