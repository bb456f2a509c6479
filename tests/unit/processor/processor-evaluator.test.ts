import { execFileSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { KernelPool } from "../../../src/processor/kernel-pool";
import { ProcessorEvaluator } from "../../../src/processor/processor-evaluator";
import { allocateFields, type LandscapeFields } from "../../../src/slice/landscape-fields";
import type { LandscapePlan } from "../../../src/slice/landscape-plan";
import { expectSameBits } from "../../support/expect-fields";
import { makeRandomPlan } from "../../support/random-plans";

/** Enough work for workers. */
const plan = makeRandomPlan(
  { activation: "tanh", loss: "softmax-ce", hidden: [16, 16], samples: 203, columns: 49, rows: 33 },
  1,
);
const allPoints = Uint32Array.from({ length: 49 * 33 }, (_, point) => point);

async function fillBy(threads: number): Promise<LandscapeFields> {
  return new ProcessorEvaluator(new KernelPool(threads)).evaluate(plan);
}

describe("one evaluator", () => {
  const alone = fillBy(1);

  it("gives the same bits with any number of workers", async () => {
    for (const threads of [2, 5]) expectSameBits(await fillBy(threads), await alone);
  });

  it("gives the same bits for points in any order and in any portions", async () => {
    const evaluator = new ProcessorEvaluator(new KernelPool(1));
    const fields = allocateFields(plan.grid);
    for (let from = 0; from < 7; from++) {
      await evaluator.fill(plan, fields, allPoints.filter((point) => point % 7 === from).reverse());
    }
    expectSameBits(fields, await alone);
  });

  it("gives the same losses without curvature, and bounds no curvature", async () => {
    for (const threads of [1, 3]) {
      const fields = allocateFields(plan.grid);
      await new ProcessorEvaluator(new KernelPool(threads)).fill(plan, fields, allPoints, { lossOnly: true });
      const { loss, lossError } = await alone;
      expectSameBits({ ...fields, curvatureError: loss }, { ...fields, loss, lossError, curvatureError: loss });
      expect(fields.curvatureError.every((error) => error === Number.POSITIVE_INFINITY)).toBe(true);
    }
  });

  it("leaves other points alone and says how far it is", async () => {
    const fields = allocateFields(plan.grid);
    const told: number[] = [];
    const onProgress = (fraction: number) => told.push(fraction);
    await new ProcessorEvaluator().fill(plan, fields, Uint32Array.of(3, 17), { onProgress });
    expect(allPoints.filter((point) => fields.loss[point] !== 0)).toEqual(Uint32Array.of(3, 17));
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual([...told].sort((one, other) => one - other));
  });

  it("serves two calls at a time, of two plans", async () => {
    const evaluator = new ProcessorEvaluator(new KernelPool(1));
    const other: LandscapePlan = makeRandomPlan({ activation: "relu", loss: "mse", hidden: [70], columns: 30 }, 2);
    const [first, second] = await Promise.all([evaluator.evaluate(plan), evaluator.evaluate(other)]);
    expectSameBits(first, await alone);
    expectSameBits(second, await new ProcessorEvaluator().evaluate(other));
  });
});

describe("an end before the end", () => {
  for (const threads of [1, 3]) {
    it(`an abort ends it with ${threads} threads, and the next call is right`, async () => {
      const evaluator = new ProcessorEvaluator(new KernelPool(threads));
      const stop = new AbortController();
      const run = evaluator.fill(plan, allocateFields(plan.grid), allPoints, {
        signal: stop.signal,
        onProgress: () => stop.abort(),
      });
      await expect(run).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
      expectSameBits(await evaluator.evaluate(plan), await fillBy(1));
    });
  }

  it("an aborted signal starts nothing", async () => {
    const run = new ProcessorEvaluator().fill(plan, allocateFields(plan.grid), allPoints, {
      signal: AbortSignal.abort(),
    });
    await expect(run).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
  });

  it("computes alone where no worker can be started", async () => {
    vi.spyOn(process, "getBuiltinModule").mockReturnValue({
      Worker: class {
        constructor() {
          throw new Error("no workers here");
        }
      },
    });
    try {
      expectSameBits(await fillBy(3), await fillBy(1));
    } finally {
      vi.restoreAllMocks();
    }
  });

  it("its workers do not keep a program from ending", () => {
    const file = path.resolve(import.meta.dirname, "../../../src/processor/processor-evaluator.ts");
    const support = path.resolve(import.meta.dirname, "../../support/random-plans.ts");
    const pool = path.resolve(import.meta.dirname, "../../../src/processor/kernel-pool.ts");
    const program = `
      const { ProcessorEvaluator } = await import(${JSON.stringify(file)});
      const { KernelPool } = await import(${JSON.stringify(pool)});
      const { makeRandomPlan } = await import(${JSON.stringify(support)});
      const plan = makeRandomPlan({ activation: "relu", loss: "mse", hidden: [20, 20], samples: 200, columns: 60, rows: 60 }, 1);
      const { loss } = await new ProcessorEvaluator(new KernelPool(2)).evaluate(plan);
      console.log(loss.length);`;
    const options = ["--import", "tsx", "--input-type=module", "--eval", program];
    expect(execFileSync(process.execPath, options, { encoding: "utf8", timeout: 60_000 }).trim()).toBe("3600");
  });
});
