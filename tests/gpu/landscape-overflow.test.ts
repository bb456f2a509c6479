import { beforeAll, describe, expect, it } from "vitest";
import { createWebglBackend, type WebglBackend } from "../../src/gpu/backend";
import { WebglEvaluator } from "../../src/gpu/landscape-evaluator";
import type { LandscapePlan } from "../../src/slice/landscape-plan";
import { ReferenceEvaluator } from "../../src/slice/reference-evaluator";
import { expectSameBits, listDisagreements } from "../support/expect-fields";
import { makeRandomPlan, type PlanRequest } from "../support/random-plans";

let backend: WebglBackend;
let webgl: WebglEvaluator;
const reference = new ReferenceEvaluator();

beforeAll(async () => {
  backend = await createWebglBackend();
  webgl = new WebglEvaluator(backend);
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
    expect(found.backend).toEqual(reference.backend);
  });

  it("are computed in float64 where only the curvature is too large", async () => {
    const base = makeRandomPlan({ activation: "relu", loss: "mse", hidden: [4], reach: 1e-20 }, 3);
    const grow = (values: LandscapePlan["center"]) => values.map((entry) => entry * 1e20) as LandscapePlan["center"];
    const plan = { ...base, dx: grow(base.dx), dy: grow(base.dy) };
    const lossAlone = await webgl.evaluate(plan, { curvature: false });
    expect(lossAlone.backend).toEqual(backend.info);
    expectSameBits(await webgl.evaluate(plan), await reference.evaluate(plan));
  });

  it.each([
    ["relu", { activation: "relu", loss: "mse", hidden: [4], reach: 1e6 } as const, 1e4],
    ["with a penalty", { activation: "tanh", loss: "mse", hidden: [4], reach: 1e3, l2: 0.01 } as const, 1e6],
  ])("are float64's at just those points: %s", async (_, request, factor) => {
    const plan = makeHugePlan({ ...request, columns: 21, rows: 20 }, factor);
    const [found, truth] = [await webgl.evaluate(plan), await reference.evaluate(plan)];
    expect(listDisagreements(found, truth)).toEqual([]);
    const [, part] = /; (\d+) of 420 points in float64 on the processor$/.exec(found.backend.renderer) ?? [];
    const same = found.loss.filter((loss, i) => loss === truth.loss[i] && found.lossError[i] === truth.lossError[i]);
    expect(same.length).toBe(Number(part));
    expect(same.length).toBeGreaterThan(0);
    expect(same.length).toBeLessThan(420);
  });

  it("are not finite only where float64's are not", async () => {
    const plan = makeHugePlan({ activation: "relu", loss: "mse", hidden: [4, 3] }, 1e120);
    const [found, truth] = [await webgl.evaluate(plan), await reference.evaluate(plan)];
    expectSameBits(found, truth);
    expect(found.loss.some(Number.isFinite)).toBe(false);
  });

  it("are computed with progress and can be cancelled", async () => {
    const plan = makeHugePlan({ activation: "relu", loss: "hinge", hidden: [8, 8], columns: 129, rows: 129 }, 1e18);
    const abort = new AbortController();
    const fractions: number[] = [];
    const evaluation = webgl.evaluate(plan, {
      signal: abort.signal,
      onProgress: (fraction) => {
        fractions.push(fraction);
        if (fraction > 0.05) abort.abort();
      },
    });
    await expect(evaluation).rejects.toMatchObject({ name: "AbortError" });
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBeLessThan(0.9);
  });
});
