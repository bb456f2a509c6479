import { afterEach, describe, expect, it } from "vitest";
import { THEMES } from "../../src/drawing/colors/theme";
import {
  capturePixels,
  comparePixels,
  countPixels,
  isColor,
  isVermilion,
  lightnessAt,
  measureSlant,
  mountScene,
  showSlice,
  TOP_CAMERA,
  unmountAll,
  viewWith,
} from "./picture-support";
import type { SyntheticName } from "./synthetic-landscapes";

afterEach(unmountAll);

const PLAIN = { contours: false, height: "linear" } as const;

async function countIn(name: SyntheticName, test: (r: number, g: number, b: number) => boolean, marks = true) {
  const made = mountScene();
  showSlice(made, name, viewWith({ ...PLAIN, marks }, TOP_CAMERA));
  return countPixels(await capturePixels(made), test);
}

describe("marks", () => {
  it("a saddle is vermilion; a bowl has no such pixel", async () => {
    expect(await countIn("saddle", isVermilion)).toBeGreaterThan(10_000);
    expect(await countIn("bowl", isVermilion)).toBe(0);
    expect(await countIn("saddle", isVermilion, false)).toBe(0);
  });

  it("marks the share of the slice that has the class: chords at strides to 16 of 64 steps around the crease", async () => {
    const marked = await countIn("crease", isVermilion);
    const whole = await countIn("saddle", isVermilion);
    // 31 of 65 columns are within the longest stride of the crease. Both surfaces are seen from above, where perspective
    // and slopes move a border by a few per cent of the width.
    expect(marked / whole).toBeGreaterThan(31 / 65 - 0.08);
    expect(marked / whole).toBeLessThan(31 / 65 + 0.08);
  });

  it("hatches curvature and chords in opposite directions, also without colour", async () => {
    const made = mountScene();
    showSlice(made, "saddle", viewWith(PLAIN, TOP_CAMERA));
    const curvature = measureSlant(await capturePixels(made, false, 2));
    showSlice(made, "crease", viewWith(PLAIN, TOP_CAMERA));
    const chord = measureSlant(await capturePixels(made, false, 2));
    showSlice(made, "saddle", viewWith({ ...PLAIN, marks: false }, TOP_CAMERA));
    const none = measureSlant(await capturePixels(made, false, 2));
    expect(curvature).toBeGreaterThan(0.5);
    expect(chord).toBeLessThan(-0.5);
    expect(Math.abs(none)).toBeLessThan(0.25);
  });

  it("hatches in the same direction from behind", async () => {
    const made = mountScene();
    showSlice(made, "saddle", viewWith(PLAIN, { azimuth: 2.3, polar: 0.3 }));
    expect(measureSlant(await capturePixels(made, false, 2))).toBeGreaterThan(0.5);
  });

  it("stipples undecided regions, without vermilion", async () => {
    const made = mountScene();
    showSlice(made, "constant", viewWith(PLAIN, TOP_CAMERA));
    const stippled = await capturePixels(made);
    made.scene.setView(viewWith({ ...PLAIN, marks: false }, TOP_CAMERA));
    expect(comparePixels(stippled, await capturePixels(made))).toBeGreaterThan(1);
    expect(countPixels(stippled, isVermilion)).toBe(0);
  });
});

describe("holes", () => {
  it("show the background, in proportion to the cells without a value", async () => {
    const background = isColor(THEMES.light.background);
    const inside = { ...PLAIN, marks: false };
    const made = mountScene();
    showSlice(made, "holes", viewWith(inside, TOP_CAMERA));
    const torn = await capturePixels(made);
    showSlice(made, "bowl", viewWith(inside, TOP_CAMERA));
    const whole = await capturePixels(made);
    const opened = countPixels(torn, background) - countPixels(whole, background);
    const surface = whole.width * whole.height - countPixels(whole, background);
    // A quarter of a quadrant and a disc of radius 0.22: (0.25 + π·0.22²)/4 = 0.10 of the slice. The corner is high and so near the
    // camera, the cells at the edges of holes are also left out, and the lines of the box are visible through the holes.
    expect(opened / surface).toBeGreaterThan(0.07);
    expect(opened / surface).toBeLessThan(0.15);
  });
});

describe("colours", () => {
  it("are dark where the loss is low and light where it is high", async () => {
    const made = mountScene();
    showSlice(made, "bowl", viewWith({ ...PLAIN, marks: false }, TOP_CAMERA));
    const pixels = await capturePixels(made);
    const low = lightnessAt(pixels, 240 + 14, 180);
    const high = lightnessAt(pixels, 240 + 90, 180);
    expect(high).toBeGreaterThan(low + 20);
  });

  it("are blue where λmin is positive and vermilion where it is negative", async () => {
    const byCurvature = { ...PLAIN, marks: false, coloring: "curvature" } as const;
    const isBlue = (red: number, _green: number, blue: number) => blue > red + 60;
    const isRed = (red: number, _green: number, blue: number) => red > blue + 60;
    const made = mountScene();
    showSlice(made, "bowl", viewWith(byCurvature, TOP_CAMERA));
    const bowl = await capturePixels(made);
    showSlice(made, "saddle", viewWith(byCurvature, TOP_CAMERA));
    const saddle = await capturePixels(made);
    expect(countPixels(bowl, isBlue)).toBeGreaterThan(10_000);
    expect(countPixels(bowl, isRed)).toBe(0);
    expect(countPixels(saddle, isRed)).toBeGreaterThan(10_000);
    expect(countPixels(saddle, isBlue)).toBe(0);
  });

  it.each(["linear", "log", "asinh"] as const)(
    "draw thirty decades, negatives and a constant in %s height",
    async (height) => {
      const made = mountScene();
      for (const name of ["decades", "negative", "constant"] as const) {
        showSlice(made, name, viewWith({ contours: true, height }));
        const drawn = countPixels(await capturePixels(made, true), (_r, _g, _b, alpha) => alpha === 255);
        expect(drawn).toBeGreaterThan(10_000);
      }
    },
  );

  it("draws contours at the losses of the legend, and none on a plateau", async () => {
    const made = mountScene();
    const measure = async (name: SyntheticName) => {
      showSlice(made, name, viewWith({ height: "linear", marks: false }, TOP_CAMERA));
      const lined = await capturePixels(made);
      made.scene.setView(viewWith({ height: "linear", marks: false, contours: false }, TOP_CAMERA));
      return comparePixels(lined, await capturePixels(made));
    };
    // Lines of full contrast that cover two thousandths of the picture change its mean by this much.
    expect(await measure("bowl")).toBeGreaterThan(0.5);
    expect(await measure("constant")).toBe(0);
  });
});
