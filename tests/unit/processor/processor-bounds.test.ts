import { describe, expect, it } from "vitest";
import { classifyLandscape } from "../../../src/convexity/points/classify";
import { ACTIVATIONS, LOSSES } from "../../../src/experiment/spec";
import { ProcessorEvaluator } from "../../../src/processor/processor-evaluator";
import type { LandscapePlan } from "../../../src/slice/landscape-plan";
import { ReferenceEvaluator } from "../../../src/slice/reference-evaluator";
import { checkLandscape } from "../../reliability/bound-check";
import { UNDERFLOW_CASES } from "../../reliability/underflow-cases";
import { CONTROL_ZOOMS, CONVEX_FAMILIES, makeConvexControl } from "../../support/convex-controls";
import { listDisagreements } from "../../support/expect-fields";
import { expectKnownSlice } from "../../support/expect-known-slice";
import { amount } from "../../support/long-run";
import { KNOWN_SLICES } from "../../support/oracles";
import { describeRequest, makeRandomPlan, PLAN_SHAPES, PLAN_TABLE, type PlanRequest } from "../../support/random-plans";

const processor = new ProcessorEvaluator();
const reference = new ReferenceEvaluator();

/** Standard deviation of the weights, size of the inputs, and half width of the slice. */
const MAGNITUDES = [
  [1e-3, 1, 1e-3],
  [0.3, 1, 1e-6],
  [1, 1, 1],
  [3, 0.1, 10],
  [10, 3, 1e-2],
  [1e3, 1, 1],
  [1e6, 1e3, 1e3],
  [1e12, 1e9, 1],
  [1e-12, 1e-9, 1],
] as const;

function makePlan(request: PlanRequest, inputSize: number, seed: number): LandscapePlan {
  const plan = makeRandomPlan({ samples: 11, columns: 2, rows: 2, ...request }, seed);
  return { ...plan, data: { ...plan.data, x: plan.data.x.map((entry) => entry * inputSize) } };
}

const ROUNDS = amount(1, 8);

describe(`the kernel keeps its bounds: ${ACTIVATIONS.length * LOSSES.length * PLAN_SHAPES.length * MAGNITUDES.length * ROUNDS} random networks of all magnitudes`, () => {
  for (const [a, activation] of ACTIVATIONS.entries()) {
    it(activation, async () => {
      const faults: string[] = [];
      let known = 0;
      let points = 0;
      for (let n = 0; n < LOSSES.length * PLAN_SHAPES.length * MAGNITUDES.length * ROUNDS; n++) {
        const [scale, inputSize, reach] = MAGNITUDES[n % MAGNITUDES.length]!;
        const loss = LOSSES[Math.floor(n / MAGNITUDES.length) % LOSSES.length]!;
        const shape = PLAN_SHAPES[Math.floor(n / (MAGNITUDES.length * LOSSES.length)) % PLAN_SHAPES.length]!;
        // Only mse takes a sigmoid output.
        const { output = "identity", ...rest } = shape;
        const request: PlanRequest = { activation, loss, hidden: [], ...rest, scale, reach };
        const plan = makePlan(loss === "mse" ? { ...request, output } : request, inputSize, 10_000 * a + n);
        const [found, truth] = [await processor.evaluate(plan), await reference.evaluate(plan)];
        points += found.loss.length;
        known += found.curvatureError.filter((error) => error < Number.POSITIVE_INFINITY).length;
        // A point without a bound has no loss, and nothing to compare.
        const outside = listDisagreements(found, truth).filter((i) => found.lossError[i]! < Number.POSITIVE_INFINITY);
        if (outside.length > 0) faults.push(`${describeRequest(request)}, scale ${scale}, seed ${10_000 * a + n}`);
        if (found.loss.some((value, i) => Number.isFinite(value) !== Number.isFinite(found.lossError[i]!))) {
          faults.push(`${describeRequest(request)}: a loss without a bound, or a bound without a loss`);
        }
      }
      expect(faults).toEqual([]);
      expect(known).toBeGreaterThan(0.8 * points);
    });
  }
});

describe("networks of every kind", () => {
  for (const [t, request] of PLAN_TABLE.entries()) {
    it(describeRequest(request), async () => {
      const plan = makeRandomPlan(request, 700 + t);
      const [found, truth] = [await processor.evaluate(plan), await reference.evaluate(plan)];
      expect(listDisagreements(found, truth)).toEqual([]);
      expect(found.lossError.every(Number.isFinite)).toBe(true);
      // Layer norms grow with each layer; with few layers they say that nearly all digits are right.
      if (request.hidden.length > 2) return;
      for (const [i, loss] of found.loss.entries()) {
        expect(found.lossError[i]!).toBeLessThan(1e-9 * (1 + Math.abs(loss)));
      }
    });
  }

  it.each([
    ["784 inputs and 10 outputs", { activation: "relu", loss: "softmax-ce", hidden: [16], inputs: 784, outputs: 10 }],
    ["10,000 samples", { activation: "tanh", loss: "mse", hidden: [4], samples: 10_000 }],
    ["three layers of 64", { activation: "gelu", loss: "bce", hidden: [64, 64, 64] }],
    ["256 units", { activation: "relu", loss: "hinge", hidden: [256, 7] }],
    ["one sample, no hidden layer", { activation: "relu", loss: "softmax-ce", hidden: [], samples: 1, outputs: 1 }],
  ] as const)("%s", async (_, request) => {
    const plan = makeRandomPlan({ ...request, columns: 2, rows: 2, reach: 0.01 }, 5);
    const [found, truth] = [await processor.evaluate(plan), await reference.evaluate(plan)];
    expect(listDisagreements(found, truth)).toEqual([]);
    expect(found.curvatureError.every(Number.isFinite)).toBe(true);
  });
});

describe("values known to 50 digits", () => {
  for (const slice of KNOWN_SLICES) it(slice.title, () => expectKnownSlice(processor, slice));
});

describe(`slices that are convex by proof: ${CONVEX_FAMILIES.length * CONTROL_ZOOMS.length} of them`, () => {
  for (const family of CONVEX_FAMILIES) {
    it(`${family.name}: no non-convex point at any zoom`, async () => {
      for (const [instance, zoom] of CONTROL_ZOOMS.entries()) {
        const plan = makeConvexControl(family, zoom, 400 + instance, 17);
        const { summary } = classifyLandscape(await processor.evaluate(plan), plan.grid, processor.backend);
        expect(summary["nonconvex-curvature"], `zoom ${zoom}`).toBe(0);
        expect(summary["nonconvex-chord"], `zoom ${zoom}`).toBe(0);
      }
    });
  }
});

describe("numbers outside the range of float64", () => {
  for (const { name, ranged } of UNDERFLOW_CASES) {
    it(`${name}: every number is within its bound, and no point is classed as not convex`, async () => {
      const { plan } = ranged;
      const landscape = classifyLandscape(await processor.evaluate(plan), plan.grid, processor.backend);
      const counts = checkLandscape(ranged, landscape, null, name);
      expect(counts.faults).toEqual([]);
      expect(counts.classes["nonconvex-curvature"] + counts.classes["nonconvex-chord"]).toBe(0);
    });
  }

  it("a point whose numbers overflow has no bound, and is passed on", async () => {
    const base = makeRandomPlan({ activation: "relu", loss: "mse", hidden: [3, 3], samples: 2 }, 3);
    const grow = (values: LandscapePlan["center"], factor: number) =>
      values.map((entry) => entry * factor) as LandscapePlan["center"];
    const plan = { ...base, center: grow(base.center, 1e110), dx: grow(base.dx, 1e110), dy: grow(base.dy, 1e110) };
    const found = await processor.evaluate(plan);
    expect(found.loss.every(Number.isNaN)).toBe(true);
    expect(found.lossError.every((error) => error === Number.POSITIVE_INFINITY)).toBe(true);
    const points = Uint32Array.from({ length: found.loss.length }, (_, point) => point);
    expect(await processor.fill(plan, found, points)).toEqual(points);
  });
});
