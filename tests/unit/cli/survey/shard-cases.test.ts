import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShardCases } from "../../../../src/cli/survey/shard-cases";
import { CaseProduct } from "../../../../src/experiment/survey/case-product";
import { smallPlan } from "../../../support/survey-plan";

/** All cases of a shard, taken by some workers in turn. */
function drain(cases: ShardCases, workers: number): number[] {
  const found: number[] = [];
  for (let busy = workers; busy > 0; ) {
    busy = 0;
    for (let worker = 0; worker < workers; worker++) {
      const index = cases.next(worker);
      if (index === null) continue;
      found.push(index);
      busy++;
    }
  }
  return found;
}

describe("ShardCases", () => {
  it("deals every case that is not done to one shard and one worker", () => {
    const size = fc.integer({ min: 1, max: 9 });
    const planes = fc.integer({ min: 1, max: 150 });
    fc.assert(
      fc.property(size, planes, size, size, fc.func(fc.boolean()), (seeds, slices, shards, workers, isDone) => {
        const vary = { "weights.seed": { from: 0, count: seeds }, "plane.seed": { from: 0, count: slices } };
        const product = new CaseProduct(smallPlan({ vary }));
        const parts = Array.from(
          { length: shards },
          (_, i) => new ShardCases(product, { number: i + 1, count: shards }, isDone),
        );
        const found = parts.flatMap((part) => drain(part, workers));
        const left = Array.from({ length: product.count }, (_, index) => index).filter((index) => !isDone(index));
        expect(found.sort((a, b) => a - b)).toEqual(left);
        expect(parts.reduce((sum, { total }) => sum + total, 0)).toBe(product.count);
        expect(parts.reduce((sum, { doneBefore }) => sum + doneBefore, 0)).toBe(product.count - left.length);
      }),
      { numRuns: 40 },
    );
  });

  it("gives a worker the cases of one training after one another, and none after it was stopped", () => {
    const cases = new ShardCases(new CaseProduct(smallPlan()), { number: 1, count: 1 });
    const groups = [0, 1].map((worker) => [0, 1, 2, 3].map(() => Math.floor(cases.next(worker)! / 4)));
    expect(groups.map((group) => new Set(group).size)).toEqual([1, 1]);
    cases.stop();
    expect(cases.next(0)).toBeNull();
  });
});
