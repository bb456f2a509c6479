import { beforeAll, describe, expect, it } from "vitest";
import { classifyLandscape } from "../../src/convexity/classify";
import { createWebglBackend } from "../../src/gpu/backend";
import { WebglEvaluator } from "../../src/gpu/landscape-evaluator";
import type { LandscapePlan } from "../../src/landscape/landscape";
import { ReferenceEvaluator } from "../../src/landscape/reference-evaluator";
import { layoutNetwork } from "../../src/model/layout";
import { COUNT_NAMES, checkLandscape } from "../reliability/bound-check";
import { ReliabilityRun } from "../reliability/reliability-run";
import { UNDERFLOW_CASES } from "../reliability/underflow-cases";
import { makeRandomPlan } from "../support/random-plans";

const SEED = 2001;
const POINTS = 20_000;
const PORTION = 1_000;

let webgl: WebglEvaluator;
let run: ReliabilityRun;

beforeAll(async () => {
  webgl = new WebglEvaluator(await createWebglBackend());
  run = new ReliabilityRun(webgl, SEED);
});

describe(`the kernel's bounds and classes on ${POINTS} adversarial points against ball arithmetic (seed ${SEED})`, () => {
  for (let from = 0; from < POINTS; from += PORTION) {
    it(`points ${from} to ${from + PORTION}`, async () => {
      const counts = await run.next(PORTION);
      expect(counts.faults, JSON.stringify(COUNT_NAMES.map((name) => [name, counts[name]]))).toEqual([]);
      expect(counts.points).toBeGreaterThanOrEqual(PORTION);
      expect(counts.unresolved).toBeLessThan(0.02 * counts.points);
      // One topology's 40 plans may overflow together.
      expect(counts.unbounded).toBeLessThan(0.8 * counts.points);
    });
  }
});

/** What float32 cannot hold is the float64 evaluator's, to the last bit. */
async function expectFloat64(plan: LandscapePlan): Promise<void> {
  const [found, truth] = [await webgl.evaluate(plan), await new ReferenceEvaluator().evaluate(plan)];
  expect(found.loss.every(Number.isFinite)).toBe(true);
  for (const name of ["loss", "lossError", "xx", "xy", "yy", "curvatureError"] as const) {
    expect(found[name]).toEqual(truth[name]);
  }
}

describe("numbers that a float cannot hold", () => {
  for (const { name, ranged } of UNDERFLOW_CASES) {
    it(`${name}: every number lies within its bound, and nothing is said not to be convex`, async () => {
      const { plan } = ranged;
      const landscape = classifyLandscape(await webgl.evaluate(plan), plan.grid, webgl.backend);
      const counts = checkLandscape(ranged, landscape, null, name);
      expect(counts.faults).toEqual([]);
      expect(counts.unresolved).toBe(0);
      // The second one's numbers reach 10¹⁴⁴: there a float says nothing.
      const { convex, undecided, "not-finite": notFinite } = counts.classes;
      expect(convex + undecided + notFinite).toBe(counts.points);
    });
  }

  it("a sum over samples that overflows, of losses that do not", async () => {
    const base = makeRandomPlan({ activation: "relu", loss: "mse", hidden: [], inputs: 1, samples: 4 }, 1);
    const fill = (...values: number[]) => Float64Array.from(values) as typeof base.center;
    // Four losses of (10¹⁹)² = 10³⁸ each.
    const data = { ...base.data, x: new Float64Array(4), y: new Float64Array(4).fill(-9e18) };
    await expectFloat64({ ...base, center: fill(0, 1e18), dx: fill(1, 0), dy: fill(0, 1e10), data });
  });

  it("a slope of leaky-relu, times a value that makes it count", async () => {
    const base = makeRandomPlan({ activation: "leaky-relu", loss: "mse", hidden: [1], inputs: 1, samples: 1 }, 1);
    const layout = layoutNetwork({
      layers: [1, 1, 1],
      activation: "leaky-relu",
      output: "identity",
      residual: false,
      leakySlope: 1e-39,
    });
    const fill = (values: readonly number[]) => Float64Array.from(values) as typeof base.center;
    const plan = {
      ...base,
      layout,
      center: fill([-1e18, 0, 1e18, 0]),
      dx: fill([1e17, 0, 0, 0]),
      dy: fill([0, 0, 0, 0]),
      data: { ...base.data, x: Float64Array.of(1e18), y: Float64Array.of(0) },
    };
    const [found, truth] = [await webgl.evaluate(plan), await new ReferenceEvaluator().evaluate(plan)];
    found.loss.forEach((loss, i) => {
      expect(truth.loss[i]!).toBeGreaterThan(1e20);
      expect(Math.abs(loss - truth.loss[i]!)).toBeLessThanOrEqual(found.lossError[i]!);
      expect(Math.abs(found.xx[i]! - truth.xx[i]!)).toBeLessThanOrEqual(found.curvatureError[i]!);
    });
  });

  it("leaves to float64 where a sum overflows while its bound does not", async () => {
    const base = makeRandomPlan({ activation: "relu", loss: "hinge", hidden: [2, 1], inputs: 1, samples: 1 }, 1);
    const fill = (values: readonly number[]) => Float64Array.from(values) as typeof base.center;
    // Products of ±1e40 leave float32's range; a rounding unit of them does not.
    const plan = {
      ...base,
      center: fill([1e18, 1e18, 0, 0, 1e18, -1e18, 0, 1, 0]),
      dx: fill([0, 0, 0, 0, 1, 0, 0, 0, 0]),
      dy: fill([0, 0, 0, 0, 0, 0, 1, 0, 0]),
      data: { ...base.data, x: Float64Array.of(1e4), y: Float64Array.of(1) },
    };
    await expectFloat64(plan);
  });
});
