import { afterEach, describe, expect, it } from "vitest";
import { drawContourFigure } from "../../src/scene/contour-figure/contour-figure";
import { layOutLayers } from "../../src/scene/contour-figure/figure-layers";
import { describeFigureLegend } from "../../src/scene/contour-figure/figure-legend";
import { makePaperStyle } from "../../src/scene/contour-figure/figure-presets";
import { drawFigureStrips } from "../../src/scene/contour-figure/figure-strips";
import { describeLegend } from "../../src/scene/legend";
import type { StripOptions } from "../../src/scene/picture-strips";
import { NO_OVERLAYS } from "../../src/scene/scene-overlays";
import type { PictureStrip } from "../../src/scene/strips";
import {
  capturePixels,
  type Mounted,
  mountScene,
  type Pixels,
  settle,
  showSlice,
  unmountAll,
  viewWith,
  wait,
} from "./picture-support";
import { evaluateSynthetic, SYNTHETIC_SLICES, type SyntheticName } from "./synthetic-landscapes";

afterEach(unmountAll);

const plain = { scale: 1, theme: "light", ground: "#ffffff", legend: null, caption: "" } as const;

/** The strips as one picture. They must follow one another without a gap. */
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

/** How many pixels differ at all, and by how much the worst of their channels does. */
function measureDifference(a: Pixels, b: Pixels): { readonly share: number; readonly most: number } {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  let count = 0;
  let most = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    let worst = 0;
    for (let channel = 0; channel < 4; channel++) {
      worst = Math.max(worst, Math.abs(a.data[i + channel]! - b.data[i + channel]!));
    }
    if (worst > 0) count++;
    most = Math.max(most, worst);
  }
  return { share: (4 * count) / a.data.length, most };
}

function mountSlice(name: SyntheticName, width = 480, height = 360): Mounted {
  const made = mountScene({}, width, height);
  showSlice(made, name, viewWith({}));
  return made;
}

describe("a picture drawn in strips", () => {
  it("is the picture that is drawn at once, wherever it is cut", async () => {
    for (const [scale, look] of [
      [1, {}],
      [1, { contours: false }],
      [1, { contours: false, marks: false }],
      [1.3, { contours: false, marks: false }],
    ] as const) {
      const made = mountScene({}, 480, 360);
      showSlice(made, "network", viewWith(look as any));
      const size = { width: 702, height: 524, scale };
      const whole = await drawStrips(made, { ...size, parts: { rows: 2048, side: 2048 } });
      for (const parts of [
        { rows: 64, side: 2048 },
        { rows: 2048, side: 96 },
      ]) {
        const other = await drawStrips(made, { ...size, parts });
        const { share, most } = measureDifference(whole, other);
        const hist: Record<string, number> = {};
        const pos: string[] = [];
        for (let i = 0; i < whole.data.length; i += 4) {
          let w = 0;
          for (let c = 0; c < 4; c++) w = Math.max(w, Math.abs(whole.data[i + c]! - other.data[i + c]!));
          if (w) {
            const k = w <= 1 ? "1" : w <= 3 ? "2-3" : w <= 8 ? "4-8" : w <= 20 ? "9-20" : ">20";
            hist[k] = (hist[k] ?? 0) + 1;
            if (w > 8 && pos.length < 12)
              pos.push(`${(i / 4) % 702},${Math.floor(i / 4 / 702)}:${w} ${whole.data.slice(i, i + 3).join("/")}`);
          }
        }
        console.log(JSON.stringify({ scale, look, parts, share, most, hist, pos }));
      }
    }
  });
});
