import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { createWebglBackend, type WebglBackend } from "../../src/gpu/backend";
import type { LandscapeFields } from "../../src/slice/landscape-fields";
import type { LandscapePlan } from "../../src/slice/landscape-plan";
import { ReferenceEvaluator } from "../../src/slice/reference-evaluator";
import mtcars from "../cases/mtcars-bce-glm.json";
import winvector from "../cases/winvector-square-sigmoid.json";
import { planCase } from "../support/case-plan";
import { expectSameBits, listDisagreements } from "../support/expect-fields";
import { WebglGrids } from "../support/webgl-grids";

const LARGEST_TEXTURE = "WEBGL_MAX_TEXTURE_SIZE";

let backend: WebglBackend;
let largestTexture: number;
const reference = new ReferenceEvaluator();

beforeAll(async () => {
  backend = await createWebglBackend();
  largestTexture = tf.env().getNumber(LARGEST_TEXTURE);
});

afterEach(() => tf.env().set(LARGEST_TEXTURE, largestTexture));

/** Evaluates a plan in tiles of these sizes, while tfjs assumes the texture limit `limit`, and compares every point with float64. */
async function expectEveryPoint(plan: LandscapePlan, truth: LandscapeFields, tilePoints: number, limit: number) {
  tf.env().set(LARGEST_TEXTURE, limit);
  const found = await new WebglGrids(backend, { tilePoints }).evaluate(plan);
  const where = `${plan.grid.columns} × ${plan.grid.rows} in tiles of ${tilePoints}, textures up to ${limit}`;
  expect(listDisagreements(found, truth), where).toEqual([]);
  expect(found.inFloat64, where).toBe(0);
  return found;
}

describe("every point of a grid is right, whatever the tiles", () => {
  // 2048 is the least limit that WebGL2 allows. Above the device's own limit an allocation would fail.
  const limits = [2048, 4096, 8192];

  it("few points: tiles of one, two, three, odd and even", async () => {
    const plan = planCase(mtcars, 9, 7);
    const truth = await reference.evaluate(plan);
    for (const tilePoints of [1, 2, 3, 4, 5, 31, 32, 62, 63, 64]) await expectEveryPoint(plan, truth, tilePoints, 8192);
  });

  it("129 × 129: below, at and above each limit, odd and even, square and not", async () => {
    const plan = planCase(mtcars, 129, 129);
    const truth = await reference.evaluate(plan);
    for (const limit of limits) {
      for (const tilePoints of [limit - 1, limit, limit + 1, 2 * limit - 1, 2 * limit + 1, 3 * limit + 5]) {
        await expectEveryPoint(plan, truth, Math.min(tilePoints, 16_641), limit);
      }
    }
    for (const tilePoints of [1_023, 1_024, 1_025, 5_547]) await expectEveryPoint(plan, truth, tilePoints, 2048);
  });

  it.each([
    [131, 127],
    [193, 193],
    [257, 257],
  ])("%i × %i: in one tile, and in odd ones between one and two of the largest textures", async (columns, rows) => {
    const plan = planCase(mtcars, columns, rows);
    const truth = await reference.evaluate(plan);
    for (const tilePoints of [columns * rows, 16_383, 8_193]) await expectEveryPoint(plan, truth, tilePoints, 8192);
  });

  it("201 × 81, a sigmoid output with the squared error", async () => {
    const plan = planCase(winvector, 201, 81);
    const truth = await reference.evaluate(plan);
    for (const tilePoints of [16_281, 8_193, 4_097]) await expectEveryPoint(plan, truth, tilePoints, 8192);
  });

  it("513 × 513, in the largest tiles and in tiles chosen by the measured speed: the same bits", async () => {
    const plan = planCase(mtcars, 513, 513);
    const truth = await reference.evaluate(plan);
    const forced = await expectEveryPoint(plan, truth, 2 ** 17 - 1, 8192);
    expectSameBits(await new WebglGrids(backend).evaluate(plan), forced);
  }, 600_000);
});
