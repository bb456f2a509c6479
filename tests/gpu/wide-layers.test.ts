import { expect, it } from "vitest";
import { createWebglBackend } from "../../src/gpu/backend";
import { ReferenceEvaluator } from "../../src/slice/reference-evaluator";
import { listDisagreements } from "../support/expect-fields";
import { makeRandomPlan } from "../support/random-plans";
import { WebglGrids } from "../support/webgl-grids";

it.each([
  ["2-128-128-1", [128, 128], 2, "tanh"],
  ["784-16-1", [16], 784, "relu"],
  // Few enough products to be written without loops, but too many terms of one sum for a driver.
  ["784-128-1", [128], 784, "relu"],
] as const)(
  "a driver compiles %s, and no point is left to float64",
  { timeout: 120_000 },
  async (_, hidden, inputs, activation) => {
    const request = { activation, loss: "mse", hidden: [...hidden], inputs, samples: 40, columns: 5, rows: 5 } as const;
    const plan = makeRandomPlan(request, 2);
    const found = await new WebglGrids(await createWebglBackend()).evaluate(plan);
    expect(found.inFloat64).toBe(0);
    expect(listDisagreements(found, await new ReferenceEvaluator().evaluate(plan))).toEqual([]);
  },
);
