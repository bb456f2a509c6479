import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { createWebglBackend, type WebglBackend } from "../../src/gpu/backend";
import { WebglEvaluator } from "../../src/gpu/landscape-evaluator";
import { isMarked, MARKED_DRAWS, markOf } from "../../src/gpu/texel-mark";
import type { LandscapeFields } from "../../src/landscape/landscape";
import mtcars from "../cases/mtcars-bce-glm.json";
import { planCase } from "../support/case-plan";
import { expectSameBits } from "../support/expect-fields";
import { cutDraws, loseDraws, refuseTextures, shiftReads } from "../support/webgl-faults";

const PLAN = planCase(mtcars, 33, 31);
const UNWRITTEN = /^The GPU left [1-9]\d* of 1023 grid points unwritten\.$/;

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

  it("texels of an older draw of the same plan, kernel and tile", async () => {
    // The textures that were given back last are taken first, with all that an evaluation before wrote into them.
    await webgl.evaluate(PLAN);
    const oldest = await readAfterLostDraw();
    expect(oldest.every((number) => number === 0)).toBe(false);
    restore = loseDraws(ALWAYS);
    await expect(webgl.evaluate(PLAN)).rejects.toThrow("The GPU left 1023 of 1023 grid points unwritten.");
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
    // Nothing is kept, so that all textures are asked for anew; an evaluation that goes well gives back what was kept before.
    tf.env().set("WEBGL_DELETE_TEXTURE_THRESHOLD", 0);
    try {
      await webgl.evaluate(PLAN);
      // Four inputs and an output: with the first draw each try is over.
      for (const isRefused of [ALWAYS, (texture: number) => texture % 5 < 4, (texture: number) => texture % 5 === 4]) {
        restore = refuseTextures(isRefused);
        await expect(webgl.evaluate(PLAN)).rejects.toThrow(/^The GPU reported .*\.$/);
        restore();
      }
      restore = refuseTextures((texture) => texture === 0);
      expectSameBits(await webgl.evaluate(PLAN), sound);
    } finally {
      tf.env().set("WEBGL_DELETE_TEXTURE_THRESHOLD", -1);
    }
    expectSameBits(await webgl.evaluate(PLAN), sound);
  });
});

/** What a texture of the tile's size holds that is taken from those given back, before anything is drawn. */
async function readAfterLostDraw(): Promise<Float32Array> {
  const tensor = backend.webgl.makeTensorInfo([1024, 2, 2], "float32");
  const data = backend.webgl.texData.get(tensor.dataId);
  data.isPacked = true;
  data.texShape = [64, 64];
  backend.webgl.uploadToGPU(tensor.dataId);
  const texels = await backend.readTexels(tensor, 1024);
  backend.release(tensor, true);
  return texels;
}

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
    for (let point = 0; point < 1000; point++) {
      for (let older = 1; older < MARKED_DRAWS; older += 37) {
        expect(isMarked(marked(point, 5000 % MARKED_DRAWS), point, (5000 - older) % MARKED_DRAWS)).toBe(false);
      }
    }
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
