import { afterEach, describe, expect, it } from "vitest";
import type { Crease, CreaseSet } from "../../src/convexity/creases/crease-set";
import { THEMES } from "../../src/drawing/colors/theme";
import { describeLegend } from "../../src/drawing/legend/legend";
import type { SceneChord } from "../../src/drawing/overlays/scene-chord";
import {
  capturePixels,
  comparePixels,
  countPixels,
  isColor,
  lightnessAt,
  type Mounted,
  mountScene,
  type Pixels,
  readPng,
  settle,
  showSlice,
  TOP_CAMERA,
  unmountAll,
  viewWith,
} from "./picture-support";
import { evaluateSynthetic, SYNTHETIC_SLICES, type SyntheticName } from "./synthetic-landscapes";

afterEach(unmountAll);

const PLAIN = { contours: false, marks: false, height: "linear" } as const;

function makeCrease(jump: number, points: Crease["points"]): Crease {
  return { layer: 0, unit: 0, sample: 0, exact: true, points, jump, kind: jump < 0 ? "concave" : "convex" };
}

function setOf(...creases: readonly Crease[]): CreaseSet {
  return { creases, omitted: 0, unexamined: 0 };
}

/** A line along y = 0.3, which does not cross the mark of the centre. */
const ACROSS = [
  [-0.9, 0.3],
  [0.9, 0.3],
] as const;

function showFromAbove(made: Mounted, name: SyntheticName = "constant"): void {
  showSlice(made, name, viewWith(PLAIN, TOP_CAMERA));
}

/** For each column of the middle third of a picture: whether two pictures differ in it. */
function listChanged(before: Pixels, after: Pixels): boolean[] {
  const { width, height } = before;
  return Array.from({ length: Math.floor(width * 0.34) }, (_, index) => {
    const x = Math.floor(width * 0.33) + index;
    for (let y = 0; y < height; y++) {
      if (Math.abs(lightnessAt(before, x, y) - lightnessAt(after, x, y)) > 30) return true;
    }
    return false;
  });
}

/** The difference of two pictures; equal pixels are middle grey. */
function subtract(a: Pixels, b: Pixels): Pixels {
  return { width: a.width, height: a.height, data: a.data.map((value, index) => 128 + (value - b.data[index]!) / 2) };
}

describe("creases", () => {
  it("are solid where concave and dashed where convex, also without colour", async () => {
    const made = mountScene({}, 800, 640);
    showFromAbove(made);
    const bare = await capturePixels(made, false, 2);
    made.scene.setCreases(setOf(makeCrease(-1, ACROSS)));
    const concave = listChanged(bare, await capturePixels(made, false, 2));
    made.scene.setCreases(setOf(makeCrease(1, ACROSS)));
    const convex = listChanged(bare, await capturePixels(made, false, 2));
    expect(concave.every(Boolean)).toBe(true);
    // Dashes are 6 of every 10 units; their ends are smoothed.
    const share = convex.filter(Boolean).length / convex.length;
    expect(share).toBeGreaterThan(0.45);
    expect(share).toBeLessThan(0.75);
    const starts = convex.filter((drawn, index) => drawn && !convex[index - 1]).length;
    // The columns are 0.34 of 1,600 pixels wide, a period is 20 of them.
    expect(Math.abs(starts - convex.length / 20)).toBeLessThanOrEqual(2);
  });

  it("draws concave ones in their colour, until the view or the caller removes them", async () => {
    const isConcave = isColor(THEMES.light.creaseConcave);
    const made = mountScene({}, 800, 640);
    showFromAbove(made);
    const bare = await capturePixels(made);
    made.scene.setCreases(setOf(makeCrease(-1, ACROSS)));
    const drawn = await capturePixels(made);
    // 0.9 of at least 350 pixels; a line of 2.8 pixels covers at least one row fully.
    expect(countPixels(drawn, isConcave)).toBeGreaterThan(0.9 * 350);
    made.scene.setView(viewWith({ ...PLAIN, creases: false }, TOP_CAMERA));
    expect(comparePixels(await capturePixels(made), bare)).toBe(0);
    made.scene.setView(viewWith(PLAIN, TOP_CAMERA));
    expect(comparePixels(await capturePixels(made), drawn)).toBe(0);
    made.scene.setCreases(null);
    expect(comparePixels(await capturePixels(made), bare)).toBe(0);
  });

  it("are hidden behind the surface", async () => {
    const isConcave = isColor(THEMES.light.creaseConcave);
    const made = mountScene({}, 800, 640);
    const ridge = evaluateSynthetic({ loss: (_x, y) => Math.exp(-20 * y * y) }, 65);
    const behind = makeCrease(-1, [
      [-0.5, 0.6],
      [0.5, 0.6],
    ]);
    made.scene.setCreases(setOf(behind));
    const seeFrom = async (azimuth: number) => {
      made.scene.setView(viewWith(PLAIN, { azimuth, polar: 1.3 }));
      made.scene.setLandscape(ridge, { morph: false });
      return countPixels(await capturePixels(made), isConcave);
    };
    expect(await seeFrom(0)).toBe(0);
    expect(await seeFrom(Math.PI)).toBeGreaterThan(80);
  });

  it("keep their width and dashes at 4× over tiles", async () => {
    const made = mountScene({}, 1040, 220);
    showSlice(made, "saddle", viewWith(PLAIN));
    const upright = [-0.6, -0.3, 0, 0.3, 0.6].map((x) =>
      makeCrease(1, [
        [x, -1],
        [x, 1],
      ]),
    );
    const across = [-0.6, -0.2, 0.2, 0.6].map((y) =>
      makeCrease(-2, [
        [-1, y],
        [1, y],
      ]),
    );
    made.scene.setCreases(setOf(...across, ...upright));
    const shrink = async () => {
      const large = await createImageBitmap(await made.scene.capture({ scale: 4, transparent: false, legend: null }));
      const context = new OffscreenCanvas(1040, 220).getContext("2d") as OffscreenCanvasRenderingContext2D;
      context.imageSmoothingQuality = "high";
      context.drawImage(large, 0, 0, 1040, 220);
      return context.getImageData(0, 0, 1040, 220);
    };
    const [large, small] = [await shrink(), await capturePixels(made)];
    made.scene.setCreases(null);
    const [largeBare, smallBare] = [await shrink(), await capturePixels(made)];
    // The lines change the same pixels, apart from the smoothing of their edges.
    const change = comparePixels(small, smallBare);
    expect(change).toBeGreaterThan(0.05);
    expect(Math.abs(comparePixels(large, largeBare) - change)).toBeLessThan(0.25 * change);
    expect(comparePixels(subtract(large, largeBare), subtract(small, smallBare))).toBeLessThan(0.6 * change);
  });

  it("are hidden during a morph, and need one frame to be drawn", async () => {
    const made = mountScene({ reducedMotion: false });
    showSlice(made, "bowl", viewWith(PLAIN, TOP_CAMERA), 33);
    made.scene.setCreases(setOf(makeCrease(-1, ACROSS)));
    await settle(made);
    const frames = made.scene.framesDrawn;
    made.scene.setCreases(setOf(makeCrease(-1, ACROSS)));
    await settle(made);
    expect(made.scene.framesDrawn).toBe(frames + 1);
    const isConcave = isColor(THEMES.light.creaseConcave);
    made.scene.setLandscape(evaluateSynthetic(SYNTHETIC_SLICES.saddle, 33), { morph: true });
    expect(countPixels(await capturePixels(made), isConcave)).toBe(0);
    await settle(made);
    expect(countPixels(await capturePixels(made), isConcave)).toBeGreaterThan(0);
  });
});

describe("the chord", () => {
  // x² − y² + 2: the ends at 1, the middle at 2.
  const chord: SceneChord = {
    from: { x: 0, y: -1, loss: 1 },
    to: { x: 0, y: 1, loss: 1 },
    middle: { x: 0, y: 0, loss: 2 },
    gap: { value: 1, error: 0 },
    proved: true,
  };
  const isBlue = isColor(THEMES.light.proof);

  it.each(["light", "dark"] as const)(
    "is drawn in the colour of proofs on the %s background, with its gap",
    async (theme) => {
      const made = mountScene({ theme });
      showSlice(made, "saddle", viewWith(PLAIN));
      expect(countPixels(await capturePixels(made), isColor(THEMES[theme].proof))).toBe(0);
      made.scene.setChord(chord);
      const drawn = await capturePixels(made);
      expect(countPixels(drawn, isColor(THEMES[theme].proof))).toBeGreaterThan(250);
      made.scene.setChord(null);
      await settle(made);
      expect(countPixels(await capturePixels(made), isColor(THEMES[theme].proof))).toBe(0);
    },
  );

  it("is visible through the surface: dashed where hidden, solid elsewhere", async () => {
    const made = mountScene();
    const measure = async (name: SyntheticName, shown: SceneChord) => {
      made.scene.setChord(null);
      showSlice(made, name, viewWith(PLAIN, { azimuth: Math.PI / 2, polar: 0.02 }));
      const bare = await capturePixels(made, false, 2);
      made.scene.setChord(shown);
      return listChanged(bare, await capturePixels(made, false, 2));
    };
    const hidden = await measure("saddle", chord);
    const ends = { from: { x: 0, y: -1, loss: 0.8 }, to: { x: 0, y: 1, loss: 0.8 } };
    const seen = await measure("bowl", { ...chord, ...ends, middle: { x: 0, y: 0, loss: 0.2 } });
    expect(seen.map((drawn, index) => (drawn ? -1 : index)).filter((index) => index >= 0)).toEqual([]);
    const share = hidden.filter(Boolean).length / hidden.length;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.97);
  });

  it("has full ends when proved and open ends when only tried", async () => {
    const made = mountScene();
    showFromAbove(made, "saddle");
    made.scene.setChord(chord);
    const proved = countPixels(await capturePixels(made, false, 4), isBlue);
    made.scene.setChord({ ...chord, proved: false });
    const tried = countPixels(await capturePixels(made, false, 4), isBlue);
    // Two discs of radius 4.5, less their rims of 1, at 16 pixels a CSS pixel.
    expect(proved - tried).toBeGreaterThan(2 * Math.PI * 3.5 ** 2 * 16 * 0.7);
  });

  it("does not redraw the surface", async () => {
    const made = mountScene();
    showSlice(made, "saddle", viewWith(PLAIN));
    await settle(made);
    const before = made.scene.framesDrawn;
    made.scene.setChord(chord);
    await settle(made);
    expect(made.scene.framesDrawn).toBe(before);
  });

  it("is in the legend of a saved picture", async () => {
    const made = mountScene();
    const view = viewWith(PLAIN);
    showSlice(made, "bowl", view);
    const landscape = evaluateSynthetic(SYNTHETIC_SLICES.bowl, 65);
    const legend = describeLegend(landscape, view, "Bowl", { chord });
    const pixels = await readPng(await made.scene.capture({ scale: 1, transparent: false, legend }));
    expect(countPixels(pixels, isBlue)).toBeGreaterThan(40);
  });
});

describe("the default view", () => {
  it.each([
    [1440, 900],
    [1024, 768],
    [760, 638],
    [390, 844],
    [390, 343],
  ])("cuts nothing off at %i × %i, whatever the shape of the slice", async (width, height) => {
    const tall = { loss: (x: number, y: number) => x * x + y * y, xRange: [-1, 1], yRange: [-2, 2] } as const;
    for (const slice of [SYNTHETIC_SLICES.bowl, SYNTHETIC_SLICES.negative, tall]) {
      const made = mountScene({}, width, height);
      made.scene.setView(viewWith({ height: "linear" }));
      made.scene.setLandscape(evaluateSynthetic(slice, 17), { morph: false });
      const pixels = await capturePixels(made, true);
      expect(measureMargin(pixels)).toBeGreaterThanOrEqual(12);
      // The note of an axis is longer than its name: it may be closer to the side, but must not cross it.
      made.scene.setPlane({ xNorm: 4.87, yNorm: 0.0123, cosine: 0.2 });
      expect(measureMargin(await capturePixels(made, true))).toBeGreaterThanOrEqual(4);
      unmountAll();
    }
  });

  /** The fewest pixels without ink between the drawing and a side of the picture. */
  function measureMargin({ width, height, data }: Pixels): number {
    let margin = Math.max(width, height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        if (data[(y * width + x) * 4 + 3]! > 8) margin = Math.min(margin, x, y, width - 1 - x, height - 1 - y);
      }
    }
    return margin;
  }
});
