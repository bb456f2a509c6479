import { afterEach, describe, expect, it } from "vitest";
import { THEMES } from "../../src/drawing/colors/theme";
import { fitCurvatureScale } from "../../src/drawing/scales/curvature-scale";
import { fitLossScale } from "../../src/drawing/scales/loss-scale";
import {
  capturePixels,
  comparePixels,
  countPixels,
  isColor,
  isVermilion,
  lightnessAt,
  measureSlant,
  mountScene,
  type Pixels,
  showSlice,
  TOP_CAMERA,
  unmountAll,
  viewWith,
} from "./picture-support";
import { evaluateSynthetic, type SyntheticName } from "./synthetic-landscapes";

afterEach(unmountAll);

const PLAIN = { contours: false, height: "linear" } as const;

/** The number of pixels that the marks change. */
async function countMarked(name: SyntheticName): Promise<number> {
  const made = mountScene();
  showSlice(made, name, viewWith(PLAIN, TOP_CAMERA));
  const marked = await capturePixels(made);
  made.scene.setView(viewWith({ ...PLAIN, marks: false }, TOP_CAMERA));
  const plain = await capturePixels(made);
  return marked.data.filter((value, index) => index % 4 === 0 && Math.abs(value - plain.data[index]!) > 2).length;
}

describe("marks", () => {
  it("a saddle is tinted and hatched in vermilion; a bowl is not changed", async () => {
    expect(await countMarked("saddle")).toBeGreaterThan(10_000);
    expect(await countMarked("bowl")).toBe(0);
    const made = mountScene();
    showSlice(made, "saddle", viewWith(PLAIN, TOP_CAMERA));
    expect(countPixels(await capturePixels(made), isVermilion)).toBeGreaterThan(2_000);
    made.scene.setView(viewWith({ ...PLAIN, marks: false }, TOP_CAMERA));
    expect(countPixels(await capturePixels(made), isVermilion)).toBe(0);
  });

  it("marks the share of the slice that has the class: chords at strides to 16 of 64 steps around the crease", async () => {
    const marked = await countMarked("crease");
    const whole = await countMarked("saddle");
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

describe("heights above the range", () => {
  it("are cut flat in a neutral tone, where the loss is above it and nowhere else", async () => {
    const made = mountScene();
    const view = viewWith({ ...PLAIN, marks: false }, TOP_CAMERA);
    made.scene.setView(view);
    // The loss rises from 0 to 2 with the square of the radius: half of the level is passed at the radius 1.
    const landscape = evaluateSynthetic({ loss: (x, y) => x * x + y * y }, 65);
    const whole = fitLossScale(landscape, "linear");
    const half = { ...whole, high: 1, levelOf: (loss: number) => loss, lossAt: (level: number) => level };
    const curvature = fitCurvatureScale(landscape.curvatureMin);
    const isNeutral = (red: number, green: number, blue: number) =>
      red > 150 && Math.abs(red - blue) < 24 && Math.abs(red - green) < 16;
    const measure = async (loss: typeof whole) => {
      made.scene.setLandscape(landscape, { morph: false, scales: { loss, curvature } });
      const pixels = await capturePixels(made, true);
      const drawn = countPixels(pixels, (_r, _g, _b, alpha) => alpha === 255);
      return countPixels(pixels, (red, green, blue, alpha) => alpha === 255 && isNeutral(red, green, blue)) / drawn;
    };
    expect(await measure(whole)).toBeLessThan(0.01);
    // Outside a circle that touches the sides of a square lies 1 − π/4 of it; the flat top is nearer to the camera than the rest.
    const cut = await measure(half);
    expect(cut).toBeGreaterThan(1 - Math.PI / 4 - 0.04);
    expect(cut).toBeLessThan(1 - Math.PI / 4 + 0.08);
  });
});

/** The first and the last column of what is drawn without a gap around a pixel. */
function measureRun({ data, width }: Pixels, from: number, row: number): readonly [left: number, right: number] {
  const isDrawn = (x: number) => x >= 0 && x < width && data[4 * (row * width + x) + 3] === 255;
  let [left, right] = [from, from];
  while (isDrawn(left - 1)) left--;
  while (isDrawn(right + 1)) right++;
  return [left, right];
}

describe("relief", () => {
  it("makes a valley darker than a ridge of the same colour, from every side", async () => {
    const made = mountScene({}, 640, 480);
    // Colour by λmin is the same in valley and ridge up to its sign; without it both are compared by their light alone.
    const wave = evaluateSynthetic({ loss: (x) => Math.cos(3 * Math.PI * x) }, 65);
    const scale = fitLossScale(wave, "linear");
    const flat = { ...scale, ticks: { major: [], minor: [] } };
    const curvature = { ...fitCurvatureScale(wave.curvatureMin), positionOf: () => 0.5 };
    for (const azimuth of [0, Math.PI]) {
      made.scene.setView(viewWith({ ...PLAIN, marks: false, coloring: "curvature" }, { azimuth, polar: 0 }));
      made.scene.setLandscape(wave, { morph: false, scales: { loss: flat, curvature } });
      const pixels = await capturePixels(made, true);
      // Beside the mark of the centre; the loss does not depend on y. The ridge is in the middle. The sides of the slice are as low as the
      // valleys, so the valleys lie at a third of the way to them on the picture too.
      const row = pixels.height / 2 + 60;
      const [left, right] = measureRun(pixels, pixels.width / 2, row);
      const middle = Math.round((left + right) / 2);
      const ridge = lightnessAt(pixels, middle, row);
      for (const reach of [(left - right) / 6, (right - left) / 6]) {
        expect(lightnessAt(pixels, Math.round(middle + reach), row)).toBeLessThan(0.8 * ridge);
      }
    }
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
