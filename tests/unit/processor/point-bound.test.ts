import { describe, expect, it } from "vitest";
import { ACTIVATIONS, LOSSES } from "../../../src/experiment/spec";
import { JetEvaluator } from "../../../src/model/jets/jet-evaluator";
import { projectFirstLayer } from "../../../src/model/jets/slice";
import { FLOAT32_GPU, FLOAT64, type Rounding } from "../../../src/numeric/rounding";
import type { ObservedPoint } from "../../../src/processor/observed";
import { PointBound, type PointErrors } from "../../../src/processor/point-bound";
import { type LandscapePlan, sliceOfPlan } from "../../../src/slice/landscape-plan";
import { observePoint } from "../../support/emulated-kernel";
import { amount } from "../../support/long-run";
import { describeRequest, makeRandomPlan, PLAN_SHAPES } from "../../support/random-plans";

interface Arithmetic {
  readonly name: string;
  readonly round: (value: number) => number;
  readonly rounding: Rounding;
}

const ARITHMETICS: readonly Arithmetic[] = [
  { name: "float32", round: Math.fround, rounding: FLOAT32_GPU },
  { name: "float64", round: (value) => value, rounding: FLOAT64 },
];

/** Standard deviation of the weights, size of the inputs, and half width of the slice. */
const MAGNITUDES = [
  [1e-3, 1, 1e-3],
  [0.3, 1, 1e-6],
  [1, 1, 1],
  [3, 0.1, 10],
  [10, 3, 1e-2],
  [100, 1, 1],
  [1e3, 10, 10],
] as const;

interface Checked {
  readonly plan: LandscapePlan;
  readonly x: number;
  readonly y: number;
  readonly seen: ObservedPoint;
  readonly errors: PointErrors;
}

function checkPoint({ round, rounding }: Arithmetic, plan: LandscapePlan, x: number, y: number): Checked {
  const slice = sliceOfPlan(plan);
  const projection = projectFirstLayer(plan.layout, plan.data, slice);
  // The emulation adds the terms in float64, with far smaller errors than the 2u of the mean.
  const depth = { loss: 0, gradient: 0, curvature: 0 };
  const seen = observePoint(plan, x, y, round);
  return { plan, x, y, seen, errors: new PointBound(plan, slice, projection, depth, rounding).evaluate(seen, x, y) };
}

/** The largest error over its bound: of the loss, the gradient and the curvature. */
function findRatios({ plan, x, y, seen, errors }: Checked): [number, number, number] {
  const truth = new JetEvaluator(plan, sliceOfPlan(plan), FLOAT64).evaluate(x, y);
  const terms = plan.data.samples * (plan.loss.kind === "softmax-ce" ? 1 : plan.layout.outputs);
  const ratio = (components: readonly ("loss" | "x" | "y" | "xx" | "xy" | "yy")[], bound: number) => {
    if (bound === Number.POSITIVE_INFINITY) return 0;
    return Math.max(...components.map((name) => Math.abs(seen[name] / terms - truth[name]) / bound));
  };
  return [
    ratio(["loss"], errors.loss + truth.lossError),
    ratio(["x", "y"], errors.gradient + truth.gradientError),
    ratio(["xx", "xy", "yy"], errors.curvature + truth.curvatureError),
  ];
}

function makePlans(count: number): { name: string; plan: LandscapePlan }[] {
  return Array.from({ length: count }, (_, seed) => {
    const pick = <Entry>(list: readonly Entry[], step: number): Entry => list[Math.floor(seed / step) % list.length]!;
    const [scale, inputSize, reach] = pick(MAGNITUDES, 1);
    const activation = pick(ACTIVATIONS, MAGNITUDES.length);
    const loss = pick(LOSSES, MAGNITUDES.length * ACTIVATIONS.length);
    const shape = PLAN_SHAPES[(seed * 5 + Math.floor(seed / 280)) % PLAN_SHAPES.length]!;
    const request = { activation, loss, scale, reach, samples: 12, columns: 3, rows: 3, hidden: [], ...shape, l2: 0 };
    const base = makeRandomPlan(request, seed);
    const plan = { ...base, data: { ...base.data, x: base.data.x.map((entry) => inputSize * entry) } };
    return { name: `${describeRequest(request)}, scale ${scale}, reach ${reach}`, plan };
  });
}

describe("bounds by layer norms", () => {
  const plans = makePlans(amount(1_120, 11_200));
  for (const arithmetic of ARITHMETICS) {
    it(`no error exceeds its bound in ${arithmetic.name}, for networks of all kinds and magnitudes`, () => {
      const faults: string[] = [];
      let known = 0;
      const closest = [0, 0, 0];
      for (const [index, { name, plan }] of plans.entries()) {
        const { x: xs, y: ys } = plan.grid;
        const [x, y] = [xs[index % 3]!, ys[Math.floor(index / 3) % 3]!];
        const checked = checkPoint(arithmetic, plan, x, y);
        const ratios = findRatios(checked);
        for (const [i, ratio] of ratios.entries()) closest[i] = Math.max(closest[i]!, ratio);
        if (!ratios.every((ratio) => ratio <= 1)) faults.push(`${name} at (${x}, ${y}): ${ratios.join(", ")}`);
        if (checked.errors.curvature < Number.POSITIVE_INFINITY) known++;
      }
      expect(faults).toEqual([]);
      // An infinite bound would hold everywhere.
      expect(known).toBeGreaterThan(0.8 * plans.length);
      // Rounding to float32 moves the loss, the gradient and the curvature, so a bound that is never approached would be a wrong test.
      if (arithmetic.name === "float32") for (const ratio of closest) expect(ratio).toBeGreaterThan(1 / 500);
    });
  }

  it("covers both sides of a relu unit that is on its kink, and says that it is coarse", () => {
    const base = makeRandomPlan({ activation: "relu", loss: "mse", hidden: [1, 1], inputs: 1, samples: 1 }, 1);
    const parameters = (...values: number[]) => Float64Array.from(values) as typeof base.center;
    // f = relu(relu(x) + y): at the origin both units are on their kink; beyond it, ∂²(f − 1)²/∂x² is 2 or 0.
    const plan = {
      ...base,
      data: { ...base.data, x: Float64Array.of(1), y: Float64Array.of(1) },
      center: parameters(0, 0, 1, 0, 1, 0),
      dx: parameters(1, 0, 0, 0, 0, 0),
      dy: parameters(0, 0, 0, 1, 0, 0),
    };
    for (const arithmetic of ARITHMETICS) {
      const { seen, errors } = checkPoint(arithmetic, plan, 0, 0);
      expect(seen.xx).toBe(0);
      expect(errors.isCoarse).toBe(true);
      expect(errors.curvature).toBeGreaterThanOrEqual(2);
      const inside = checkPoint(arithmetic, plan, 0.5, 0.25);
      expect(inside.seen.xx).toBe(2);
      expect(inside.errors.isCoarse).toBe(false);
      expect(inside.errors.curvature).toBeLessThan(1e-3);
    }
  });

  it("is infinite where an overflow on the way leaves no trace in the sums", () => {
    const base = makeRandomPlan({ activation: "relu", loss: "hinge", hidden: [2, 1], inputs: 1, samples: 1 }, 1);
    const parameters = (...values: number[]) => Float64Array.from(values) as typeof base.center;
    // The second layer adds 1e40 and −1e40: outside float32, inside float64.
    const plan = {
      ...base,
      data: { ...base.data, x: Float64Array.of(1e4), y: Float64Array.of(1) },
      center: parameters(1e18, 1e18, 0, 0, 1e18, -1e18, 0, 1, 0),
      dx: parameters(0, 0, 0, 0, 1, 0, 0, 0, 0),
      dy: parameters(0, 0, 0, 0, 0, 0, 1, 0, 0),
    };
    const [inFloat32, inFloat64] = ARITHMETICS.map((arithmetic) => checkPoint(arithmetic, plan, 0, 0).errors);
    expect(inFloat32).toMatchObject({
      loss: Number.POSITIVE_INFINITY,
      curvature: Number.POSITIVE_INFINITY,
      isCoarse: true,
    });
    expect(inFloat64!.loss).toBeLessThan(Number.POSITIVE_INFINITY);
  });
});
