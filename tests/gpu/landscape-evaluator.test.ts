import { beforeAll, describe, expect, it } from "vitest";
import { createWebglBackend, type WebglBackend } from "../../src/gpu/backend";
import type { LandscapeFields } from "../../src/slice/landscape-fields";
import type { LandscapePlan } from "../../src/slice/landscape-plan";
import { ReferenceEvaluator } from "../../src/slice/reference-evaluator";
import { listDisagreements } from "../support/expect-fields";
import { describeRequest, makeRandomPlan, PLAN_TABLE } from "../support/random-plans";
import { WebglGrids } from "../support/webgl-grids";

let backend: WebglBackend;
let webgl: WebglGrids;
const reference = new ReferenceEvaluator();

beforeAll(async () => {
  backend = await createWebglBackend();
  webgl = new WebglGrids(backend);
});

/** The bounds must also be useful: a typical bound is far smaller than the number that it belongs to. */
function expectSharpness(plan: LandscapePlan, gpu: LandscapeFields): void {
  const relative = Array.from(gpu.lossError, (error, i) => error / Math.max(1e-3, gpu.loss[i]!)).sort((a, b) => a - b);
  const layers = plan.layout.layers.length;
  const widest = Math.max(...plan.layout.layers.map((layer) => layer.inputs));
  // Each layer may add about (width + 8) rounding errors and amplify earlier errors by the norm of its weights, which is below 8 here.
  expect(relative[relative.length >> 1]).toBeLessThan((widest + 30) * layers * 8 ** layers * 2 ** -23);
}

describe("the fused kernel against the float64 evaluator", () => {
  for (const [seed, request] of PLAN_TABLE.entries()) {
    it(`agrees within the stated bounds: ${describeRequest(request)} (seed ${seed})`, async () => {
      const plan = makeRandomPlan(request, seed);
      const [gpu, float64] = [await webgl.evaluate(plan), await reference.evaluate(plan)];
      expect(listDisagreements(gpu, float64)).toEqual([]);
      expectSharpness(plan, gpu);
    });
  }
});
