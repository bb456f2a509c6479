import { beforeAll, describe, expect, it } from "vitest";
import { classifyLandscape } from "../../src/convexity/points/classify";
import { createWebglBackend } from "../../src/gpu/backend";
import { layoutNetwork } from "../../src/model/network/layout";
import type { LandscapePlan } from "../../src/slice/landscape-plan";
import { ReferenceEvaluator } from "../../src/slice/reference-evaluator";
import { checkLandscape } from "../reliability/bound-check";
import { expectReliable } from "../reliability/expect-reliable";
import { ReliabilityRun } from "../reliability/reliability-run";
import { UNDERFLOW_CASES } from "../reliability/underflow-cases";
import { expectSameBits } from "../support/expect-fields";
import { amount } from "../support/long-run";
import { makeRandomPlan } from "../support/random-plans";
import { WebglGrids } from "../support/webgl-grids";

const SEED = 2001;
const POINTS = amount(4_000, 20_000);

let webgl: WebglGrids;
let run: ReliabilityRun;

beforeAll(async () => {
  webgl = new WebglGrids(await createWebglBackend());
  run = new ReliabilityRun(webgl, SEED);
});

expectReliable(`WebGL, seed ${SEED}`, POINTS, () => run);

/** Where float32 overflows, the results have the same bits as those of the float64 evaluator. */
async function expectFloat64(plan: LandscapePlan): Promise<void> {
  const [found, truth] = [await webgl.evaluate(plan), await new ReferenceEvaluator().evaluate(plan)];
  expect(found.loss.every(Number.isFinite)).toBe(true);
  expectSameBits(found, truth);
}

describe("numbers outside the range of float32", () => {
  for (const { name, ranged } of UNDERFLOW_CASES) {
    it(`${name}: every number is within its bound, and no point is classed as not convex`, async () => {
      const { plan } = ranged;
      const landscape = classifyLandscape(await webgl.evaluate(plan), plan.grid, webgl.backend);
      const counts = checkLandscape(ranged, landscape, null, name);
      expect(counts.faults).toEqual([]);
      expect(counts.unresolved).toBe(0);
      // The numbers of the second case reach 10¹⁴⁴, which float32 cannot represent.
      const { convex, undecided, "not-finite": notFinite } = counts.classes;
      expect(convex + undecided + notFinite).toBe(counts.points);
    });
  }

  it("are computed in float64 when the sum over samples overflows and no single loss does", async () => {
    const base = makeRandomPlan({ activation: "relu", loss: "mse", hidden: [], inputs: 1, samples: 4 }, 1);
    const fill = (...values: number[]) => Float64Array.from(values) as typeof base.center;
    // Four losses of (10¹⁹)² = 10³⁸ each.
    const data = { ...base.data, x: new Float64Array(4), y: new Float64Array(4).fill(-9e18) };
    await expectFloat64({ ...base, center: fill(0, 1e18), dx: fill(1, 0), dy: fill(0, 1e10), data });
  });

  it("keep their bound when a tiny slope of leaky-relu has a very large factor", async () => {
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

  it("are computed in float64 when a sum overflows and its bound does not", async () => {
    const base = makeRandomPlan({ activation: "relu", loss: "hinge", hidden: [2, 1], inputs: 1, samples: 1 }, 1);
    const fill = (values: readonly number[]) => Float64Array.from(values) as typeof base.center;
    // Products of ±1e40 are outside float32's range; their rounding errors are not.
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
