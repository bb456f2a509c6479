import { expect, it } from "vitest";
import { projectFirstLayer, projectWithRests, shareOfProjection } from "../../../../src/model/jets/slice";
import type { Pacer } from "../../../../src/numeric/pacer";
import { sliceOfPlan } from "../../../../src/slice/landscape-plan";
import { makeRandomPlan } from "../../../support/random-plans";

const PLAN = makeRandomPlan({ activation: "relu", loss: "mse", hidden: [16], inputs: 784, samples: 500 }, 1);

/** Rests whenever it is asked, and fails in the rest with this number. */
function makePacer(last = Number.POSITIVE_INFINITY): Pacer {
  let rests = 0;
  return {
    isDue: () => true,
    async rest() {
      if (++rests === last) throw new DOMException("", "AbortError");
    },
  };
}

it("projects with rests and progress to the same bits", async () => {
  const { layout, data } = PLAN;
  const fractions: number[] = [];
  const onProgress = (fraction: number) => fractions.push(fraction);
  const projection = await projectWithRests(layout, data, sliceOfPlan(PLAN), makePacer(), onProgress);
  expect(projection).toEqual(projectFirstLayer(layout, data, sliceOfPlan(PLAN)));
  expect(fractions.length).toBeGreaterThan(3);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
});

it("ends in a rest when it is aborted", async () => {
  const { layout, data } = PLAN;
  const fractions: number[] = [];
  const onProgress = (fraction: number) => fractions.push(fraction);
  const projecting = projectWithRests(layout, data, sliceOfPlan(PLAN), makePacer(2), onProgress);
  await expect(projecting).rejects.toMatchObject({ name: "AbortError" });
  expect(fractions).toHaveLength(2);
});

it("counts a projection as much of the work where there are many inputs and few points", () => {
  expect(shareOfProjection(PLAN.layout, 1)).toBeGreaterThan(0.9);
  expect(shareOfProjection(PLAN.layout, 97 * 97)).toBeLessThan(0.1);
});
