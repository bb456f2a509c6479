import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { ACTIVATIONS } from "../../src/experiment/spec";
import { createWebglBackend, type WebglBackend } from "../../src/gpu/backend";
import { WebglTrainingSession } from "../../src/gpu/training";
import { allocateFields, FIELD_NAMES, type LandscapeFields } from "../../src/slice/landscape-fields";
import type { LandscapePlan } from "../../src/slice/landscape-plan";
import { ReferenceEvaluator } from "../../src/slice/reference-evaluator";
import { expectSameBits } from "../support/expect-fields";
import { makeRandomPlan } from "../support/random-plans";
import { makeTrainingPlan } from "../support/training-plans";
import { delayAnswers } from "../support/webgl-faults";
import { WebglGrids } from "../support/webgl-grids";

const PLAN = makeRandomPlan({ activation: "tanh", loss: "bce", hidden: [5, 4], columns: 21, rows: 19 }, 7);
const TOTAL = 21 * 19;
/** Points in no order, from both ends of the grid. */
const POINTS = Uint32Array.of(398, 0, 17, 200, 3, 399 - 21);

let backend: WebglBackend;
let webgl: WebglGrids;
let whole: LandscapeFields;
let restore = () => {};

beforeAll(async () => {
  backend = await createWebglBackend();
  webgl = new WebglGrids(backend);
  whole = await webgl.evaluate(PLAN);
});

afterEach(() => {
  restore();
  restore = () => {};
});

/** A number that no evaluation gives. */
const UNTOUCHED = -7;

function makeFields(): LandscapeFields {
  const fields = allocateFields(PLAN.grid);
  for (const name of FIELD_NAMES) fields[name].fill(UNTOUCHED);
  return fields;
}

describe("a list of points through the kernel", () => {
  it("has the bits of the whole grid, and changes no other point", async () => {
    const fields = makeFields();
    const fractions: number[] = [];
    const open = await webgl.fill(PLAN, fields, POINTS, { onProgress: (fraction) => fractions.push(fraction) });
    expect([...open]).toEqual([...POINTS]);
    expect(fractions.at(-1)).toBe(1);
    for (let point = 0; point < TOTAL; point++) {
      for (const name of FIELD_NAMES) {
        expect(fields[name][point], `${name} of ${point}`).toBe(
          POINTS.includes(point) ? whole[name][point] : UNTOUCHED,
        );
      }
    }
  });

  it.each(ACTIVATIONS)(
    "is computed by the kernel of 2-8-8-1 with %s, so a driver compiles it in time",
    async (activation) => {
      const request = { activation, loss: "bce", hidden: [8, 8], inputs: 2, columns: 3, rows: 3 } as const;
      const plan = makeRandomPlan(request, 1);
      const fields = allocateFields(plan.grid);
      await webgl.fill(plan, fields, Uint32Array.of(0, 4, 8));
      for (const point of [0, 4, 8]) {
        expect(fields.lossError[point]).toBeGreaterThan(0);
        expect(fields.lossError[point]).toBeLessThan(Number.POSITIVE_INFINITY);
      }
    },
  );

  it("may be empty", async () => {
    const fields = makeFields();
    expect(await webgl.fill(PLAN, fields, new Uint32Array())).toHaveLength(0);
    expect(fields.loss.every((loss) => loss === UNTOUCHED)).toBe(true);
  });

  it("has the same bits in tiles of any size", async () => {
    for (const tilePoints of [1, 2, 5]) {
      const fields = makeFields();
      await new WebglGrids(backend, { tilePoints }).fill(PLAN, fields, POINTS);
      for (const point of POINTS) for (const name of FIELD_NAMES) expect(fields[name][point]).toBe(whole[name][point]);
    }
  });

  it("has no bound where float32 overflows", async () => {
    const grow = (values: LandscapePlan["center"]) => values.map((entry) => entry * 1e18) as LandscapePlan["center"];
    const plan = { ...makeRandomPlan({ activation: "relu", loss: "hinge", hidden: [4, 3], columns: 21, rows: 19 }, 3) };
    const huge = { ...plan, center: grow(plan.center), dx: grow(plan.dx), dy: grow(plan.dy) };
    const fields = makeFields();
    expect([...(await webgl.fill(huge, fields, POINTS))]).toEqual([...POINTS]);
    for (const point of POINTS) {
      expect(fields.loss[point]).toBeNaN();
      expect(fields.lossError[point]).toBe(Number.POSITIVE_INFINITY);
      expect(fields.curvatureError[point]).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it("has no bound at the points that a late GPU leaves, and is whole when it answers again", async () => {
    const hasty = new WebglGrids(backend, { answerLimitMs: 1_500, tilePoints: 2 });
    await hasty.warm(PLAN.layout, PLAN.loss);
    restore = delayAnswers((answer) => answer >= 1);
    const fields = makeFields();
    await hasty.fill(PLAN, fields, POINTS);
    restore();
    for (const [i, point] of POINTS.entries()) {
      expect(fields.lossError[point]).toBe(i < 2 ? whole.lossError[point] : Number.POSITIVE_INFINITY);
      expect(fields.curvatureError[point]).toBe(i < 2 ? whole.curvatureError[point] : Number.POSITIVE_INFINITY);
    }
    await hasty.fill(PLAN, fields, POINTS);
    for (const point of POINTS) expect(fields.lossError[point]).toBe(whole.lossError[point]);
  });
});

describe("the kernel beside a training on the same context", () => {
  it("leaves it right, and is left right by it", async () => {
    const advance = async () => {
      const session = new WebglTrainingSession(backend, makeTrainingPlan());
      const { parameters } = await session.advance(10, () => false);
      session.dispose();
      return parameters;
    };
    const alone = await advance();
    const fields = makeFields();
    const [, together] = await Promise.all([webgl.fill(PLAN, fields, POINTS), advance()]);
    expect(together).toEqual(alone);
    for (const point of POINTS) for (const name of FIELD_NAMES) expect(fields[name][point]).toBe(whole[name][point]);
    expectSameBits(await webgl.evaluate(PLAN), whole);
  });
});

describe("the kernel for the loss alone", () => {
  it("is within both bounds", async () => {
    const alone = await webgl.evaluate(PLAN, { curvature: false });
    const truth = await new ReferenceEvaluator().evaluate(PLAN);
    alone.loss.forEach((loss, i) => {
      expect(Math.abs(loss - truth.loss[i]!)).toBeLessThanOrEqual(alone.lossError[i]! + truth.lossError[i]!);
      expect(alone.lossError[i]).toBeLessThan(1e-3);
    });
    expect(alone.xx.every((xx) => xx === 0)).toBe(true);
  });
});
