import { expect, it } from "vitest";
import { compileKernelModule } from "../../src/processor/kernel";
import { KernelPool } from "../../src/processor/kernel-pool";
import { KernelWorker } from "../../src/processor/kernel-worker";
import { ProcessorEvaluator } from "../../src/processor/processor-evaluator";
import { ReferenceEvaluator } from "../../src/slice/reference-evaluator";
import { expectSameBits, listDisagreements } from "../support/expect-fields";
import { makeRandomPlan } from "../support/random-plans";

it("the float64 kernel computes in a browser, alone and with workers, with the same bits", async () => {
  const request = { activation: "gelu", loss: "bce", hidden: [16, 16], samples: 200 } as const;
  const plan = makeRandomPlan({ ...request, columns: 40, rows: 40 }, 1);
  const alone = await new ProcessorEvaluator(new KernelPool(1)).evaluate(plan);
  expectSameBits(await new ProcessorEvaluator(new KernelPool(3)).evaluate(plan), alone);
  const small = makeRandomPlan({ ...request, columns: 3, rows: 3 }, 1);
  const [found, truth] = [
    await new ProcessorEvaluator().evaluate(small),
    await new ReferenceEvaluator().evaluate(small),
  ];
  expect(listDisagreements(found, truth)).toEqual([]);
});

it("a browser starts its workers", async () => {
  await expect(new KernelWorker(await compileKernelModule()).ready).resolves.toBeNull();
});
