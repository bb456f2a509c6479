import { beforeAll, describe, expect, it } from "vitest";
import { createWebglBackend } from "../../src/gpu/backend";
import type { LandscapePlan } from "../../src/slice/landscape-plan";
import { ReferenceEvaluator } from "../../src/slice/reference-evaluator";
import { expectSameBits, listDisagreements } from "../support/expect-fields";
import { makeRandomPlan, type PlanRequest } from "../support/random-plans";
import { WebglGrids } from "../support/webgl-grids";

let webgl: WebglGrids;
const reference = new ReferenceEvaluator();

beforeAll(async () => {
  webgl = new WebglGrids(await createWebglBackend());
});

/** A plan whose weights are all `factor` times as large. */
function makeHugePlan(request: PlanRequest, factor: number): LandscapePlan {
  const base = makeRandomPlan(request, 3);
  const grow = (values: LandscapePlan["center"]) => values.map((entry) => entry * factor) as LandscapePlan["center"];
  return { ...base, center: grow(base.center), dx: grow(base.dx), dy: grow(base.dy) };
}

describe("numbers outside the range of float32", () => {
  it("are computed in float64: a whole grid beyond float32, within float64", async () => {
    const plan = makeHugePlan({ activation: "relu", loss: "hinge", hidden: [4, 3] }, 1e18);
    const found = await webgl.evaluate(plan);
    expectSameBits(found, await reference.evaluate(plan));
    expect(found.loss.every(Number.isFinite)).toBe(true);
    expect(found.inFloat64).toBe(found.loss.length);
  });

  it("are computed in float64 where only the curvature is too large", async () => {
    const base = makeRandomPlan({ activation: "relu", loss: "mse", hidden: [4], reach: 1e-20 }, 3);
    const grow = (values: LandscapePlan["center"]) => values.map((entry) => entry * 1e20) as LandscapePlan["center"];
    const plan = { ...base, dx: grow(base.dx), dy: grow(base.dy) };
    const lossAlone = await webgl.evaluate(plan, { curvature: false });
    expect(lossAlone.inFloat64).toBe(0);
    expectSameBits(await webgl.evaluate(plan), await reference.evaluate(plan));
  });

  it.each([
    ["relu", { activation: "relu", loss: "mse", hidden: [4], reach: 1e6 } as const, 1e4],
    ["with a penalty", { activation: "tanh", loss: "mse", hidden: [4], reach: 1e3, l2: 0.01 } as const, 1e6],
  ])("are float64's at just those points: %s", async (_, request, factor) => {
    const plan = makeHugePlan({ ...request, columns: 21, rows: 20 }, factor);
    const [found, truth] = [await webgl.evaluate(plan), await reference.evaluate(plan)];
    expect(listDisagreements(found, truth)).toEqual([]);
    const same = found.loss.filter((loss, i) => loss === truth.loss[i] && found.lossError[i] === truth.lossError[i]);
    expect(same.length).toBe(found.inFloat64);
    expect(same.length).toBeGreaterThan(0);
    expect(same.length).toBeLessThan(420);
  });

  it("are not finite only where float64's are not", async () => {
    const plan = makeHugePlan({ activation: "relu", loss: "mse", hidden: [4, 3] }, 1e120);
    const [found, truth] = [await webgl.evaluate(plan), await reference.evaluate(plan)];
    expectSameBits(found, truth);
    expect(found.loss.some(Number.isFinite)).toBe(false);
  });
});
