import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { createWebglBackend, type WebglBackend } from "../../src/gpu/backend";
import { WebglEvaluator } from "../../src/gpu/landscape-evaluator";
import { isMarked, MARKED_DRAWS, markOf } from "../../src/gpu/texel-mark";
import type { LandscapeFields } from "../../src/slice/landscape-fields";
import mtcars from "../cases/mtcars-bce-glm.json";
import { planCase } from "../support/case-plan";
import { expectSameBits } from "../support/expect-fields";
import { cutDraws, loseDraws, refuseTextures, shiftReads } from "../support/webgl-faults";

const PLAN = planCase(mtcars, 33, 31);
const UNWRITTEN = /^The GPU left [1-9]\d* of 1023 grid points unwritten\.$/;

/** tfjs's setting of how many bytes of textures it keeps to use again; −1 is all. */
const KEPT_BYTES = "WEBGL_DELETE_TEXTURE_THRESHOLD";

let backend: WebglBackend;
let webgl: WebglEvaluator;
let sound: LandscapeFields;
let restore = () => {};

beforeAll(async () => {
  backend = await createWebglBackend();
  // One tile, so that every draw has the same texture.
  webgl = new WebglEvaluator(backend, { tilePoints: 1023 });
  sound = await webgl.evaluate(PLAN);
});

afterEach(() => {
  restore();
  restore = () => {};
});

/** A tile's kernels draw twice: one fault is mended by another try, and for ever is said. */
const ONCE = (draw: number) => draw === 1;
const ALWAYS = () => true;

describe("a number that the kernel did not write is never read", () => {
  it("a draw that wrote nothing: into a new texture, and over the results of another draw", async () => {
    restore = loseDraws(ONCE);
    expectSameBits(await webgl.evaluate(PLAN), sound);
    restore();
    restore = loseDraws(ALWAYS);
    await expect(webgl.evaluate(PLAN)).rejects.toThrow(UNWRITTEN);
  });

  it("texels of an older draw by the same kernel, for the same points", async () => {
    // The texture that was given back last is taken first, with all that the draw before wrote into it.
    const modes = ["loss"] as const;
    const other = { ...PLAN, center: PLAN.center.map((theta) => theta + 1) as typeof PLAN.center };
    const older = await webgl.evaluate(other, { modes });
    expect(older.loss).not.toEqual(sound.loss);
    restore = loseDraws((draw) => draw === 0);
    const found = await webgl.evaluate(PLAN, { modes });
    expectSameBits({ ...sound, loss: found.loss, lossError: found.lossError }, sound);
  });

  it.each([1, 16, 31])("a draw that wrote %i of the texture's 32 columns", async (columns) => {
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

  it("textures without memory, for inputs and for outputs: a sentence, never zeros, and no lasting harm", async () => {
    // This evaluation keeps nothing, so that the next one asks for its textures anew.
    tf.env().set(KEPT_BYTES, 0);
    await webgl.evaluate(PLAN);
    tf.env().set(KEPT_BYTES, -1);
    // Four inputs and an output: with the first draw each try is over.
    for (const isRefused of [ALWAYS, (texture: number) => texture % 5 < 4, (texture: number) => texture % 5 === 4]) {
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

  it("passes its own point and draw alone", () => {
    expect(isMarked(marked(7, 9), 7, 9)).toBe(true);
    expect(isMarked(0, 7, 9)).toBe(false);
    // Minus the bound, and less than the least.
    expect(isMarked((marked(7, 9) | 0x80000000) >>> 0, 7, 9)).toBe(false);
    expect(isMarked(markOf(7, 9), 7, 9)).toBe(false);
    expect(isMarked(0x7f800000, 7, 9)).toBe(true);
    expect(isMarked(0x7fc00000, 7, 9)).toBe(true);
  });

  it("differs from that of every draw for which a texture may still be about", () => {
    const draw = 5000 % MARKED_DRAWS;
    let accepted = 0;
    for (let point = 0; point < 1000; point++) {
      for (let older = 1; older < MARKED_DRAWS; older += 37) {
        if (isMarked(marked(point, (5000 - older) % MARKED_DRAWS), point, draw)) accepted++;
      }
    }
    expect(accepted).toBe(0);
  });

  it("is shared by two points no more often than chance has it", () => {
    for (const shift of [1, 2, 3, 255, 256, 512, 1024, 4096, 65_536]) {
      let alike = 0;
      for (let point = 0; point < 65_536; point++) if (markOf(point, 0) === markOf(point + shift, 0)) alike++;
      // 16 are expected; of a Poisson variable, 48 or more have a chance below 1e-9.
      expect(alike, `shift ${shift}`).toBeLessThan(48);
    }
  });
});
