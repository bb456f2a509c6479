import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { createWebglBackend, type WebglBackend } from "../../src/gpu/backend";
import type { EvaluatorSettings } from "../../src/gpu/landscape-evaluator";
import { FIELD_NAMES, type LandscapeFields } from "../../src/slice/landscape-fields";
import type { LandscapePlan } from "../../src/slice/landscape-plan";
import { ReferenceEvaluator } from "../../src/slice/reference-evaluator";
import { expectSameBits, listDisagreements } from "../support/expect-fields";
import { makeRandomPlan } from "../support/random-plans";
import { delayAnswers } from "../support/webgl-faults";
import { WebglGrids } from "../support/webgl-grids";

/** Time limit of an answer: long enough for real answers on a busy machine, short enough for a test to wait for missing ones. */
const LIMIT_MS = 1_500;

const PLAN = makeRandomPlan({ activation: "tanh", loss: "mse", hidden: [6, 5], columns: 25, rows: 24 }, 1);

let backend: WebglBackend;
let float64: LandscapeFields;
let sound: LandscapeFields;
let restore = () => {};
const reference = new ReferenceEvaluator();

beforeAll(async () => {
  backend = await createWebglBackend();
  float64 = await reference.evaluate(PLAN);
  sound = await new WebglGrids(backend).evaluate(PLAN);
});

afterEach(() => {
  restore();
  restore = () => {};
});

/** An evaluator whose programs have all run once. */
async function makeWarmEvaluator(settings: Partial<EvaluatorSettings>, plan = PLAN): Promise<WebglGrids> {
  const evaluator = new WebglGrids(backend, settings);
  await evaluator.warm(plan.layout, plan.loss);
  return evaluator;
}

/** Evaluates while answers are late, and checks that the reported progress rises to 1. */
async function evaluateLate(evaluator: WebglGrids, isLate: (answer: number) => boolean, plan = PLAN) {
  const fractions: number[] = [];
  restore = delayAnswers(isLate);
  const found = await evaluator.evaluate(plan, { onProgress: (fraction) => fractions.push(fraction) });
  restore();
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
  return found;
}

/** The number of points with the same bits as the float64 evaluator's; all others must have the kernel's. */
function countFloat64(found: LandscapeFields): number {
  const isFrom = (source: LandscapeFields, i: number) =>
    FIELD_NAMES.every((name) => found[name][i] === source[name][i]);
  let count = 0;
  for (const i of found.loss.keys()) {
    if (isFrom(float64, i)) count++;
    else expect(isFrom(sound, i), `point ${i} is the kernel's`).toBe(true);
  }
  return count;
}

describe("a GPU that does not answer in time", () => {
  it("gets smaller tiles: one or two late answers change no bit", async () => {
    const webgl = await makeWarmEvaluator({ answerLimitMs: LIMIT_MS, tilePoints: 200 });
    for (const late of [[0], [2], [1, 2]]) {
      const found = await evaluateLate(webgl, (answer) => late.includes(answer));
      expectSameBits(found, sound);
      expect(found.inFloat64).toBe(0);
    }
  });

  it("leaves the remaining points after several late answers", async () => {
    const webgl = await makeWarmEvaluator({ answerLimitMs: LIMIT_MS, tilePoints: 200 });
    const found = await evaluateLate(webgl, (answer) => answer >= 1);
    expect(countFloat64(found)).toBe(400);
    expect(found.inFloat64).toBe(400);
  });

  it("and never answers: the whole landscape is computed in float64, and the next one waits only once", async () => {
    const webgl = await makeWarmEvaluator({ answerLimitMs: LIMIT_MS });
    for (const answers of [3, 1]) {
      let waited = 0;
      const found = await evaluateLate(webgl, () => {
        waited++;
        return true;
      });
      expectSameBits(found, float64);
      expect(found.inFloat64).toBe(600);
      expect(waited).toBe(answers);
    }
    // After an answer the evaluator uses the GPU again.
    expectSameBits(await webgl.evaluate(PLAN), sound);
    expectSameBits(await evaluateLate(webgl, (answer) => answer < 2), sound);
  });

  it("and compiles for too long: float64 at first, and the kernel when it is ready", async () => {
    const webgl = new WebglGrids(backend, { compileLimitMs: LIMIT_MS });
    const found = await evaluateLate(webgl, (answer) => answer === 0);
    expectSameBits(found, float64);
    expect(found.inFloat64).toBe(600);
    expectSameBits(await webgl.evaluate(PLAN), sound);
  });

  it("can be cancelled during the wait", async () => {
    const webgl = await makeWarmEvaluator({ answerLimitMs: 600_000 });
    restore = delayAnswers(() => true);
    const abort = new AbortController();
    const waiting = webgl.evaluate(PLAN, { signal: abort.signal });
    setTimeout(() => abort.abort(), 50);
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("work that is too large for a device", () => {
  it("changes to float64 when no tile meets the time limit, without an artificial delay", async () => {
    const plan = makeRandomPlan(
      { activation: "relu", loss: "bce", hidden: [64, 64, 64], inputs: 2, samples: 64, columns: 6, rows: 5 },
      2,
    );
    const webgl = await makeWarmEvaluator({ answerLimitMs: 1 }, plan);
    const found = await webgl.evaluate(plan);
    expect(found.inFloat64).toBe(30);
    expectSameBits(found, await reference.evaluate(plan));
  });

  it.each<[string, LandscapePlan]>([
    [
      "2-64-64-64-1 on 128 samples",
      makeRandomPlan(
        { activation: "relu", loss: "bce", hidden: [64, 64, 64], inputs: 2, samples: 128, columns: 5, rows: 5 },
        3,
      ),
    ],
    [
      "2-8-8-1 on 10,000 samples",
      makeRandomPlan(
        { activation: "relu", loss: "bce", hidden: [8, 8], inputs: 2, samples: 10_000, columns: 5, rows: 5 },
        4,
      ),
    ],
  ])("%s is the kernel's within the usual limit", async (_, plan) => {
    const found = await new WebglGrids(backend).evaluate(plan);
    expect(found.inFloat64).toBe(0);
    expect(listDisagreements(found, await reference.evaluate(plan))).toEqual([]);
  });
});
