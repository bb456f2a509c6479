import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { createWebglBackend, type WebglBackend } from "../../src/gpu/backend";
import { makeRandomPlan, type PlanRequest } from "../support/random-plans";
import { WebglGrids } from "../support/webgl-grids";

let backend: WebglBackend;
let webgl: WebglGrids;

beforeAll(async () => {
  backend = await createWebglBackend();
  webgl = new WebglGrids(backend);
});

const REQUEST: PlanRequest = {
  activation: "leaky-relu",
  loss: "bce",
  hidden: [5, 4],
  inputs: 6,
  columns: 33,
  rows: 17,
};

/** Counts the programs that are linked during a call. */
async function countLinks(run: () => Promise<unknown>): Promise<number> {
  const prototype = WebGL2RenderingContext.prototype;
  const { linkProgram } = prototype;
  let links = 0;
  prototype.linkProgram = function (program) {
    links++;
    linkProgram.call(this, program);
  };
  try {
    await run();
  } finally {
    prototype.linkProgram = linkProgram;
  }
  return links;
}

describe("the fused kernel's life on the GPU", () => {
  it("compiles once for each topology, and not again for another grid, range, seed, data set or scalar", async () => {
    expect(await countLinks(() => webgl.evaluate(makeRandomPlan(REQUEST, 1)))).toBeGreaterThan(0);
    const others: PlanRequest[] = [
      { ...REQUEST, columns: 2, rows: 2 },
      { ...REQUEST, columns: 65, rows: 41, reach: 0.01 },
      { ...REQUEST, samples: 1 },
      { ...REQUEST, samples: 700, columns: 5, rows: 5 },
      { ...REQUEST, inputs: 9, l2: 0.5 },
    ];
    for (const [seed, request] of others.entries()) {
      const links = await countLinks(() => webgl.evaluate(makeRandomPlan(request, seed + 2)));
      expect(links, JSON.stringify(request)).toBe(0);
    }
    const plan = makeRandomPlan(REQUEST, 9);
    const steeper = { ...plan, layout: { ...plan.layout, leakySlope: 0.3 } };
    expect(await countLinks(() => webgl.evaluate(steeper))).toBe(0);
  });

  it("is compiled ahead by warm()", async () => {
    const plan = makeRandomPlan({ ...REQUEST, activation: "softplus" }, 1);
    expect(await countLinks(() => webgl.warm(plan.layout, plan.loss))).toBeGreaterThan(0);
    expect(await countLinks(() => webgl.evaluate(plan))).toBe(0);
  });

  it("gives the same bits twice", async () => {
    const plan = makeRandomPlan({ ...REQUEST, samples: 300 }, 3);
    const [first, second] = [await webgl.evaluate(plan), await webgl.evaluate(plan)];
    for (const field of ["loss", "lossError", "xx", "xy", "yy", "curvatureError"] as const) {
      expect(second[field]).toEqual(first[field]);
    }
  });

  it("leaves nothing on the GPU, whether finished or cancelled", async () => {
    const plan = makeRandomPlan({ ...REQUEST, columns: 129, rows: 129 }, 4);
    await webgl.evaluate(plan);
    const before = { tensors: tf.memory().numTensors, buffers: backend.webgl.numDataIds() };
    await webgl.evaluate(plan);
    const abort = new AbortController();
    const cancelled = webgl.evaluate(plan, { signal: abort.signal, onProgress: () => abort.abort() });
    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
    expect({ tensors: tf.memory().numTensors, buffers: backend.webgl.numDataIds() }).toEqual(before);
  });

  it("stops within one tile of being cancelled", async () => {
    const plan = makeRandomPlan({ ...REQUEST, columns: 257, rows: 257 }, 5);
    const abort = new AbortController();
    const fractions: number[] = [];
    const evaluation = webgl.evaluate(plan, {
      signal: abort.signal,
      onProgress: (fraction) => {
        fractions.push(fraction);
        if (fractions.length === 2) abort.abort();
      },
    });
    await expect(evaluation).rejects.toMatchObject({ name: "AbortError" });
    expect(fractions).toHaveLength(2);
  });
});
