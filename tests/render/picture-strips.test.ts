import { afterEach, describe, expect, it } from "vitest";
import { THEMES } from "../../src/drawing/colors/theme";
import { describeLegend } from "../../src/drawing/legend/legend";
import { NO_OVERLAYS } from "../../src/drawing/overlays/scene-overlays";
import type { PictureStrip } from "../../src/drawing/picture/strips";
import { DEFAULT_VIEW } from "../../src/experiment/view";
import { drawContourFigure } from "../../src/figure/contour/contour-figure";
import { layOutLayers } from "../../src/figure/contour/figure-layers";
import { describeFigureLegend } from "../../src/figure/layout/figure-legend";
import { makePaperStyle } from "../../src/figure/layout/figure-presets";
import { drawFigureStrips } from "../../src/figure/layout/figure-strips";
import type { StripOptions } from "../../src/scene/saving/picture-strips";
import {
  capturePixels,
  countPixels,
  isColor,
  type Mounted,
  mountScene,
  type Pixels,
  settle,
  showSlice,
  unmountAll,
  viewWith,
} from "./picture-support";
import { evaluateSynthetic, SYNTHETIC_SLICES, type SyntheticName } from "./synthetic-landscapes";

afterEach(unmountAll);

const plain = { scale: 1, theme: "light", background: "#ffffff", legend: null, caption: "" } as const;

/** Joins the strips to one picture. There must be no gap between strips. */
async function join(strips: AsyncIterable<PictureStrip>, width: number, height: number): Promise<Pixels> {
  const data = new Uint8ClampedArray(4 * width * height);
  let next = 0;
  for await (const { top, pixels } of strips) {
    expect(top).toBe(next);
    expect(pixels.width).toBe(width);
    data.set(pixels.data, 4 * width * top);
    next = top + pixels.height;
  }
  expect(next).toBe(height);
  return { width, height, data };
}

function drawStrips({ scene }: Mounted, options: Pick<StripOptions, "width" | "height"> & Partial<StripOptions>) {
  return join(scene.drawStrips({ ...plain, ...options }), options.width, options.height);
}

/** Differences up to this many levels of 255 are not visible: rounding where a line or a letter covers a part of a pixel. */
const UNSEEN = 3;

/** The share of pixels with a channel that differs by more than UNSEEN. `b` is read `shift` pixels further to the right. */
function shareOfDifferent(a: Pixels, b: Pixels, shift = 0): number {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  let count = 0;
  for (let i = 0; i < a.data.length - 4 * shift; i++) {
    if (Math.abs(a.data[i]! - b.data[i + 4 * shift]!) <= UNSEEN) continue;
    count++;
    i |= 3;
  }
  return (4 * count) / a.data.length;
}

/** The largest difference of a channel. */
function largestDifference(a: Pixels, b: Pixels): number {
  return a.data.reduce((largest, level, i) => Math.max(largest, Math.abs(level - b.data[i]!)), 0);
}

function mountSlice(name: SyntheticName): Mounted {
  const made = mountScene();
  showSlice(made, name, viewWith({}));
  return made;
}

describe("a surface drawn in strips", () => {
  it("equals the picture that is drawn at once, wherever it is cut", async () => {
    const made = mountSlice("network");
    const size = { width: 701, height: 523, scale: 1.3 };
    const whole = await drawStrips(made, { ...size, parts: { rows: 2048, side: 2048 } });
    const astray = shareOfDifferent(whole, whole, 1);
    expect(astray).toBeGreaterThan(0.05);
    for (const parts of [
      { rows: 64, side: 2048 },
      { rows: 2048, side: 96 },
      { rows: 130, side: 256 },
    ]) {
      const cut = await drawStrips(made, { ...size, parts });
      // The device takes four samples per pixel. Where an edge passes through a sample, the sample may be on either side.
      expect(largestDifference(whole, cut)).toBeLessThanOrEqual(255 / 4);
      // Such pixels are rare: at most a hundredth of those that a shift by one pixel would change.
      expect(shareOfDifferent(whole, cut)).toBeLessThan(0.01 * astray);
    }
  });

  it("equals the picture on screen, at the requested size", async () => {
    const made = mountSlice("saddle");
    await settle(made);
    const screen = await capturePixels(made, false, 2);
    const strips = await drawStrips(made, { width: 960, height: 720, scale: 2, background: "#fbfbfa" });
    // The graphics device smooths the screen's lines and letters, the processor those of strips: 6e-3 of the pixels differ.
    expect(shareOfDifferent(screen, screen, 1)).toBeGreaterThan(0.05);
    expect(shareOfDifferent(screen, strips)).toBeLessThan(0.01);
    for (const [width, height] of [
      [641, 360],
      [333, 777],
    ] as const) {
      expect(await drawStrips(made, { width, height })).toMatchObject({ width, height });
    }
  });

  it("does not change when the screen changes, and does not change the screen", async () => {
    const made = mountSlice("saddle");
    await settle(made);
    const options = { width: 600, height: 450, parts: { rows: 100, side: 256 } };
    const before = await drawStrips(made, options);
    const strips = made.scene.drawStrips({ ...plain, ...options });
    const first = await strips.next();
    made.scene.setLandscape(evaluateSynthetic(SYNTHETIC_SLICES.bowl, 33), { morph: false });
    made.scene.topView();
    await settle(made);
    const screen = await capturePixels(made);
    const data = new Uint8ClampedArray(before.data.length);
    const put = ({ top, pixels }: PictureStrip) => data.set(pixels.data, 4 * options.width * top);
    if (!first.done) put(first.value);
    for await (const strip of strips) put(strip);
    expect(shareOfDifferent(before, { ...before, data })).toBe(0);
    expect(shareOfDifferent(screen, await capturePixels(made))).toBe(0);
  });

  it("releases its graphics context when it ends early: after twenty pictures the first scene still works", async () => {
    const made = mountSlice("bowl");
    for (let index = 0; index < 20; index++) {
      for await (const strip of made.scene.drawStrips({
        ...plain,
        width: 320,
        height: 320,
        parts: { rows: 40, side: 64 },
      })) {
        expect(strip.top).toBe(0);
        break;
      }
    }
    expect(made.gl.isContextLost()).toBe(false);
  });

  it("has a transparent background, and room for legend and caption", async () => {
    const made = mountSlice("saddle");
    const clear = await drawStrips(made, { width: 480, height: 360, background: null });
    expect(countPixels(clear, (_r, _g, _b, alpha) => alpha === 0)).toBeGreaterThan(40_000);
    const legend = describeLegend(evaluateSynthetic(SYNTHETIC_SLICES.saddle, 65), viewWith({}));
    const full = await drawStrips(made, { width: 900, height: 500, legend, caption: "What is seen here. ".repeat(12) });
    const isWhite = isColor("#ffffff");
    const inked = (top: number, bottom: number) =>
      countPixels(
        { ...full, data: full.data.subarray(4 * 900 * top, 4 * 900 * bottom) },
        (r, g, b) => !isWhite(r, g, b),
      );
    // Two lines of text at the bottom, and almost only white between them and the picture.
    expect(inked(500 - 50, 500)).toBeGreaterThan(1500);
    const narrow = made.scene.drawStrips({ ...plain, width: 300, height: 200, legend });
    await expect(narrow.next()).rejects.toThrow("no room for the surface");
  });
});

describe("a contour map", () => {
  const landscape = evaluateSynthetic(SYNTHETIC_SLICES.network, 65);
  const content = {
    layers: layOutLayers(landscape, DEFAULT_VIEW),
    look: DEFAULT_VIEW,
    title: "A <slice> & more",
    axes: { x: "x", y: "y" },
    legend: describeFigureLegend(landscape, DEFAULT_VIEW, "A slice", {}),
    creases: null,
    chord: null,
    overlays: NO_OVERLAYS,
    plane: { xNorm: 2, yNorm: 2, cosine: 0 },
    caption: "What is seen: λ < 0.",
  };
  const choice = { width: 241, height: null, publication: true, transparent: false, legend: true };
  const style = makePaperStyle({ ...choice, theme: THEMES.light });
  const { svg, layout } = drawContourFigure(content, style, {
    id: "f",
    size: ({ width, height }) => ({ width: "85mm", height: `${((85 * height) / width).toFixed(2)}mm` }),
  });

  it("is well-formed XML with elements that every program draws, and its text is text", () => {
    const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
    expect(parsed.querySelector("parsererror")).toBeNull();
    const names = new Set([...parsed.querySelectorAll("*")].map(({ localName }) => localName));
    const known = ["svg", "title", "desc", "g", "path", "rect", "circle", "text", "clipPath"];
    expect([...names].filter((name) => !known.includes(name))).toEqual([]);
    const texts = [...parsed.querySelectorAll("text")].map(({ textContent }) => textContent);
    expect(texts).toEqual(expect.arrayContaining(["A <slice> & more", "loss", "What is seen: λ < 0."]));
    expect(parsed.documentElement.getAttribute("width")).toBe("85mm");
  });

  it("stays within its page as measured by the browser: no path and no text crosses the edge", () => {
    const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
    const drawn = document.adoptNode(parsed.documentElement) as unknown as SVGSVGElement;
    document.body.append(drawn);
    for (const shape of drawn.querySelectorAll<SVGGraphicsElement>("path, text, circle, rect")) {
      const box = shape.getBoundingClientRect();
      const page = drawn.getBoundingClientRect();
      expect(box.left).toBeGreaterThanOrEqual(page.left - 1);
      expect(box.top).toBeGreaterThanOrEqual(page.top - 1);
      expect(box.right).toBeLessThanOrEqual(page.right + 1);
      expect(box.bottom).toBeLessThanOrEqual(page.bottom + 1);
    }
    drawn.remove();
  });

  it("has exactly the requested size in pixels, and is the same in strips as at once", async () => {
    const [width, height] = [843, Math.round((843 * layout.height) / layout.width)];
    const whole = await join(drawFigureStrips(svg, { width, height, rows: 4096 }), width, height);
    const cut = await join(drawFigureStrips(svg, { width, height, rows: 100 }), width, height);
    // A hatch line that a strip cuts begins at a rounded position. An edge that moves by d pixels changes a pixel by 255 d levels, both
    // edges of a line by twice that. So no line is displaced by an eighth of a pixel.
    expect(largestDifference(whole, cut)).toBeLessThanOrEqual(2 * (255 / 8));
  });
});
