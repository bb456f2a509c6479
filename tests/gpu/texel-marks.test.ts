import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { createWebglBackend, type WebglBackend } from "../../src/gpu/backend";
import { isMarked, MARKED_DRAWS, markOf } from "../../src/gpu/texel-mark";
import type { LandscapeFields } from "../../src/slice/landscape-fields";
import mtcars from "../cases/mtcars-bce-glm.json";
import { planCase } from "../support/case-plan";
import { expectSameBits } from "../support/expect-fields";
import { cutDraws, loseDraws, refuseTextures, shiftReads } from "../support/webgl-faults";
import { WebglGrids } from "../support/webgl-grids";

const PLAN = planCase(mtcars, 33, 31);
const UNWRITTEN = /^The GPU left [1-9]\d* of 1023 grid points unwritten\.$/;

/** tfjs's setting for the number of bytes of textures that it keeps for reuse; −1: all. */
const KEPT_BYTES = "WEBGL_DELETE_TEXTURE_THRESHOLD";

let backend: WebglBackend;
let webgl: WebglGrids;
let sound: LandscapeFields;
let restore = () => {};

beforeAll(async () => {
  backend = await createWebglBackend();
  // One tile, so that every draw uses the same texture.
  webgl = new WebglGrids(backend, { tilePoints: 1023 });
  sound = await webgl.evaluate(PLAN);
});

afterEach(() => {
  restore();
  restore = () => {};
});

/** A single fault is repaired by another try; a permanent fault is reported. */
const ONCE = (draw: number) => draw === 0;
const ALWAYS = () => true;

describe("a number that the kernel did not write is never read", () => {
  it("after a draw that wrote nothing, into a new texture or over the results of another draw", async () => {
    restore = loseDraws(ONCE);
    expectSameBits(await webgl.evaluate(PLAN), sound);
    restore();
    restore = loseDraws(ALWAYS);
    await expect(webgl.evaluate(PLAN)).rejects.toThrow(UNWRITTEN);
  });

  it("when the texels are from an older draw of the same kernel, for the same points", async () => {
    // tfjs uses the most recently released texture first, with the results of the previous draw in it.
    const other = { ...PLAN, center: PLAN.center.map((theta) => theta + 1) as typeof PLAN.center };
    const older = await webgl.evaluate(other);
    expect(older.loss).not.toEqual(sound.loss);
    restore = loseDraws(ONCE);
    expectSameBits(await webgl.evaluate(PLAN), sound);
  });

  it.each([1, 16, 31])("after a draw that wrote %i of the texture's 32 columns", async (columns) => {
    restore = cutDraws(columns, ONCE);
    expectSameBits(await webgl.evaluate(PLAN), sound);
    restore();
    restore = cutDraws(columns, ALWAYS);
    await expect(webgl.evaluate(PLAN)).rejects.toThrow(UNWRITTEN);
  });

  it.each([
    [1, 0],
    [0, 1],
    [16, 16],
  ])("texels read %i columns and %i rows beside their place", async (columns, rows) => {
    restore = shiftReads(columns, rows);
    await expect(webgl.evaluate(PLAN)).rejects.toThrow(UNWRITTEN);
  });

  it("when textures for inputs or outputs have no memory: an error message instead of zeros, and later evaluations work", async () => {
    // This evaluation keeps no texture, so that the next one allocates its textures again.
    tf.env().set(KEPT_BYTES, 0);
    await webgl.evaluate(PLAN);
    tf.env().set(KEPT_BYTES, -1);
    // Five inputs and two outputs: each try ends at the first draw.
    for (const isRefused of [ALWAYS, (texture: number) => texture % 7 < 5, (texture: number) => texture % 7 === 6]) {
      restore = refuseTextures(isRefused);
      await expect(webgl.evaluate(PLAN)).rejects.toThrow(/^The GPU reported .*\.$/);
      restore();
    }
    restore = refuseTextures((texture) => texture === 0);
    expectSameBits(await webgl.evaluate(PLAN), sound);
    restore();
    expectSameBits(await webgl.evaluate(PLAN), sound);
  });
});

describe("the mark", () => {
  const bound = 0x3f800000;
  const marked = (point: number, draw: number) => bound | markOf(point, draw);

  it("is accepted for its own point and draw only", () => {
    expect(isMarked(marked(7, 9), 7, 9)).toBe(true);
    expect(isMarked(0, 7, 9)).toBe(false);
    // The negative bound, and a number below the least bound.
    expect(isMarked((marked(7, 9) | 0x80000000) >>> 0, 7, 9)).toBe(false);
    expect(isMarked(markOf(7, 9), 7, 9)).toBe(false);
    expect(isMarked(0x7f800000, 7, 9)).toBe(true);
    expect(isMarked(0x7fc00000, 7, 9)).toBe(true);
  });

  it("differs from those of all draws whose textures may still exist", () => {
    const draw = 5000 % MARKED_DRAWS;
    let accepted = 0;
    for (let point = 0; point < 1000; point++) {
      for (let older = 1; older < MARKED_DRAWS; older += 37) {
        if (isMarked(marked(point, (5000 - older) % MARKED_DRAWS), point, draw)) accepted++;
      }
    }
    expect(accepted).toBe(0);
  });

  it("is the same for two points no more often than by chance", () => {
    for (const shift of [1, 2, 3, 255, 256, 512, 1024, 4096, 65_536]) {
      let alike = 0;
      for (let point = 0; point < 65_536; point++) if (markOf(point, 0) === markOf(point + shift, 0)) alike++;
      // 16 are expected; the probability that a Poisson variable is 48 or more is below 1e-9.
      expect(alike, `shift ${shift}`).toBeLessThan(48);
    }
  });
});
