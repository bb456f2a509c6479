import { afterEach, describe, expect, it } from "vitest";
import { PATH_TONES, THEMES } from "../../src/drawing/colors/theme";
import { describeLegend } from "../../src/drawing/legend/legend";
import type { ScenePath } from "../../src/drawing/overlays/scene-overlays";
import {
  capturePixels,
  comparePixels,
  countPixels,
  isColor,
  mountScene,
  readPng,
  settle,
  showSlice,
  TOP_CAMERA,
  unmountAll,
  viewWith,
} from "./picture-support";
import { evaluateSynthetic, SYNTHETIC_SLICES } from "./synthetic-landscapes";

afterEach(unmountAll);

const PLAIN = { contours: false, marks: false, height: "linear" } as const;

/** A path from left to right at constant y, which does not cross the mark of the centre. */
function pathAcross(tone: number, distance = 0, trueLoss = 0.75): ScenePath {
  return {
    label: "",
    tone,
    points: [
      { x: -0.8, y: 0.4, loss: 0.75, distance },
      { x: 0.8, y: 0.4, loss: trueLoss, distance },
    ],
  };
}

describe("paths", () => {
  it.each(["light", "dark"] as const)(
    "are drawn in their own tones on the %s background, and can be removed",
    async (theme) => {
      const made = mountScene({ theme });
      showSlice(made, "constant", viewWith(PLAIN, TOP_CAMERA));
      const bare = await capturePixels(made);
      made.scene.setPaths("race", [pathAcross(0)]);
      made.scene.setPaths("learn", [
        { ...pathAcross(1), points: pathAcross(1).points.map((at) => ({ ...at, y: -0.4 })) },
      ]);
      const both = await capturePixels(made);
      // 0.8 of about 210 pixels; one row is fully covered.
      for (const tone of [0, 1]) {
        expect(countPixels(both, isColor(PATH_TONES[theme][tone]!))).toBeGreaterThan(150);
      }
      made.scene.setPaths("race", null);
      const one = await capturePixels(made);
      expect(countPixels(one, isColor(PATH_TONES[theme][0]!))).toBe(0);
      expect(countPixels(one, isColor(PATH_TONES[theme][1]!))).toBeGreaterThan(150);
      made.scene.setPaths("learn", null);
      expect(comparePixels(await capturePixels(made), bare)).toBe(0);
    },
  );

  it("fade where the weights are far from the plane", async () => {
    const made = mountScene();
    showSlice(made, "constant", viewWith(PLAIN, TOP_CAMERA));
    const isTone = isColor(PATH_TONES.light[0]!);
    made.scene.setPaths("race", [pathAcross(0)]);
    const near = countPixels(await capturePixels(made), isTone);
    made.scene.setPaths("race", [pathAcross(0, 2)]);
    const far = countPixels(await capturePixels(made), isTone);
    // Only the discs at the ends still have the full tone.
    expect(far).toBeLessThan(0.7 * near);
  });

  it("show a true loss off the surface by a stem, and are hidden behind folds", async () => {
    const made = mountScene();
    const ridge = evaluateSynthetic({ loss: (_x, y) => Math.exp(-20 * y * y) }, 65);
    const isTone = isColor(PATH_TONES.light[0]!);
    const behind = (trueLoss: number): ScenePath => ({
      label: "",
      tone: 0,
      points: [
        { x: -0.5, y: 0.6, loss: 0, distance: 1 },
        { x: 0.5, y: 0.6, loss: trueLoss, distance: 0 },
      ],
    });
    const count = async (azimuth: number, trueLoss: number) => {
      made.scene.setView(viewWith(PLAIN, { azimuth, polar: 1.3 }));
      made.scene.setLandscape(ridge, { morph: false });
      made.scene.setPaths("race", [behind(trueLoss)]);
      return countPixels(await capturePixels(made), isTone);
    };
    const flat = Math.exp(-20 * 0.36);
    expect(await count(Math.PI, 1)).toBeGreaterThan((await count(Math.PI, flat)) + 20);
    expect(await count(0, flat)).toBeLessThan(0.75 * (await count(Math.PI, flat)));
  });

  it("do not redraw the surface, and are hidden during a morph", async () => {
    const made = mountScene({ reducedMotion: false });
    showSlice(made, "bowl", viewWith(PLAIN, TOP_CAMERA), 33);
    await settle(made);
    const before = made.scene.framesDrawn;
    made.scene.setPaths("race", [pathAcross(0)]);
    await settle(made);
    expect(made.scene.framesDrawn).toBe(before);
    const isTone = isColor(PATH_TONES.light[0]!);
    made.scene.setLandscape(evaluateSynthetic(SYNTHETIC_SLICES.saddle, 33), { morph: true });
    expect(countPixels(await capturePixels(made), isTone)).toBe(0);
    await settle(made);
    expect(countPixels(await capturePixels(made), isTone)).toBeGreaterThan(0);
  });
});

describe("the cross, the cut and pins", () => {
  it("draws arms by the sign of their curvature, and the cut and pins at their positions", async () => {
    let told = 0;
    const made = mountScene({ onOverlays: () => told++ });
    showSlice(made, "constant", viewWith(PLAIN, TOP_CAMERA));
    const bare = await capturePixels(made);
    const { nonconvex, proof, ink } = THEMES.light;
    const arms = (x: number, y: number) => [
      { dx: 1, dy: 0, curvature: x },
      { dx: 0, dy: 1, curvature: y },
    ];
    made.scene.setCross({ x: 0.5, y: 0.5, arms: arms(2, -1) });
    const saddle = await capturePixels(made);
    expect(countPixels(saddle, isColor(nonconvex))).toBeGreaterThan(10);
    expect(countPixels(saddle, isColor(proof))).toBeGreaterThan(30);
    made.scene.setCross({ x: 0.5, y: 0.5, arms: arms(2, 1) });
    expect(countPixels(await capturePixels(made), isColor(nonconvex))).toBe(0);
    made.scene.setCross(null);
    expect(comparePixels(await capturePixels(made), bare)).toBe(0);

    made.scene.setCut({ from: { x: -0.7, y: -0.5 }, to: { x: 0.7, y: -0.5 } });
    expect(countPixels(await capturePixels(made), isColor(ink))).toBeGreaterThan(countPixels(bare, isColor(ink)) + 120);
    made.scene.setCut(null);
    made.scene.setPins("inspect", [{ x: 0.5, y: 0.2, label: "here", tone: 1 }]);
    expect(countPixels(await capturePixels(made), isColor(PATH_TONES.light[1]!))).toBeGreaterThan(30);
    made.scene.setPins("inspect", null);
    expect(comparePixels(await capturePixels(made), bare)).toBe(0);
    expect(told).toBe(7);
  });
});

describe("the legend of a saved picture", () => {
  it("names the paths in their tones", async () => {
    const made = mountScene();
    const view = viewWith(PLAIN);
    showSlice(made, "bowl", view);
    const overlays = { ...made.scene.overlays, paths: new Map([["race", [{ ...pathAcross(2), label: "Adam" }]]]) };
    const legend = describeLegend(evaluateSynthetic(SYNTHETIC_SLICES.bowl, 65), view, "Bowl", { overlays });
    const pixels = await readPng(await made.scene.capture({ scale: 1, transparent: false, legend }));
    expect(countPixels(pixels, isColor(PATH_TONES.light[2]!))).toBeGreaterThan(30);
  });
});
