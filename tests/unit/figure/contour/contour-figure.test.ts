import { describe, expect, it } from "vitest";
import type { Crease } from "../../../../src/convexity/creases/crease-set";
import { listColors } from "../../../../src/drawing/colors/color-map";
import { parseHex, toOklab } from "../../../../src/drawing/colors/oklab";
import { THEMES } from "../../../../src/drawing/colors/theme";
import { NO_OVERLAYS, type SceneOverlays } from "../../../../src/drawing/overlays/scene-overlays";
import { COLOR_MAPS, DEFAULT_VIEW, type View } from "../../../../src/experiment/view";
import { drawContourFigure, type FigureContent } from "../../../../src/figure/contour/contour-figure";
import { layOutLayers } from "../../../../src/figure/contour/figure-layers";
import { describeFigureLegend } from "../../../../src/figure/layout/figure-legend";
import {
  COLUMN_WIDTHS,
  makePageStyle,
  makePaperStyle,
  makePixelStyle,
  millimetresToPoints,
} from "../../../../src/figure/layout/figure-presets";
import { PIXEL_SIZES } from "../../../../src/page/figure/figure-choice";
import { evaluateSynthetic, SYNTHETIC_SLICES, type SyntheticName } from "../../../render/synthetic-landscapes";
import { COLOR_VISIONS, seeColor } from "../../../support/color-vision";
import { listPlaces } from "../../../support/svg-shapes";
import { listTextCorners } from "../../../support/svg-texts";

const CREASES: readonly Crease[] = [
  {
    layer: 0,
    unit: 0,
    sample: 0,
    exact: true,
    points: [
      [-1.4, -1],
      [0.3, 1],
    ],
    jump: -2,
    kind: "concave",
  },
  {
    layer: 0,
    unit: 1,
    sample: 3,
    exact: true,
    points: [
      [-1, 0.4],
      [1, -0.2],
    ],
    jump: 1,
    kind: "convex",
  },
];

/** Everything at once, some of it outside the slice. */
const OVERLAYS: SceneOverlays = {
  paths: new Map([
    [
      "training",
      [
        {
          label: "training <1>",
          tone: 2,
          points: [
            { x: -3, y: 0.5, loss: 2, distance: 4 },
            { x: 0.4, y: 0.7, loss: 1, distance: 1 },
            { x: 0, y: 0, loss: 0.5, distance: 0 },
          ],
        },
      ],
    ],
  ]),
  pins: new Map([
    [
      "pins",
      [
        { x: 0.99, y: 0.99, label: "seed 2" },
        { x: 7, y: 0, label: "far" },
      ],
    ],
  ]),
  cross: {
    x: -0.5,
    y: 0.2,
    arms: [
      { dx: 1, dy: 1, curvature: -1 },
      { dx: 1, dy: -1, curvature: 2 },
    ],
  },
  cut: { from: { x: -0.9, y: -0.9 }, to: { x: 2, y: 0.4 } },
};

function contentOf(name: SyntheticName, look: Partial<View> = {}, rest: Partial<FigureContent> = {}): FigureContent {
  const view: View = { ...DEFAULT_VIEW, ...look };
  const landscape = evaluateSynthetic(SYNTHETIC_SLICES[name], 33);
  const overlays = rest.overlays ?? NO_OVERLAYS;
  const chord = {
    from: { x: -0.8, y: 0, loss: 1 },
    to: { x: 0.8, y: 0.5, loss: 1 },
    middle: { x: 0, y: 0.25, loss: 1.4 },
    gap: { value: 0.4, error: 1e-9 },
    proved: true,
  };
  const creases = { creases: CREASES, omitted: 0, unexamined: 0 };
  return {
    layers: layOutLayers(landscape, view),
    look: view,
    title: "A & B",
    axes: { x: "x", y: "y" },
    legend: describeFigureLegend(landscape, view, "A & B", { creases, chord, overlays }),
    creases,
    chord,
    overlays,
    plane: { xNorm: 2.3, yNorm: 2.3, cosine: 0 },
    caption: "What is seen.",
    ...rest,
  };
}

const paper = {
  width: 241,
  height: null,
  publication: true,
  transparent: false,
  legend: true,
  theme: THEMES.light,
};
const page = {
  width: 900,
  height: 620,
  theme: THEMES.dark,
  fontFamily: "system-ui",
  background: "#14171a",
  legend: true,
  notes: true,
};
const draw = (content: FigureContent, style = makePaperStyle(paper)) => drawContourFigure(content, style, { id: "f" });
const countIn = (svg: string, pattern: RegExp) => [...svg.matchAll(pattern)].length;
/** The drawing of one part of a figure. */
const groupOf = (svg: string, name: string) => svg.split(`id="f-${name}"`)[1]?.split("</g>")[0] ?? "";

/** Every preset of the dialog, on paper and in pixels, and the smallest and the largest that it takes. */
const PRESETS = [true, false].flatMap((publication) => {
  const choice = { ...paper, publication };
  return [
    ...[30, COLUMN_WIDTHS.single, COLUMN_WIDTHS.double, 1000].map((width) => ({
      name: `${width} mm`,
      style: makePaperStyle({ ...choice, width: millimetresToPoints(width) }),
    })),
    ...[...Object.values(PIXEL_SIZES), [600, 1200] as const, [2000, 600] as const].map(([width, height]) => ({
      name: `${width} × ${height}`,
      style: makePixelStyle({ ...choice, width, height }),
    })),
  ];
});

const LONG_CAPTION =
  "Mean binary cross-entropy + 0.001·‖θ‖² of a ReLU network 2–8–8–1 (105 parameters) on two moons (128 samples, noise 0.12, seed 7), over the plane θ + x·dx + y·dy. Certificate (exact arithmetic): L(mean) − mean L ≥ 0.486 over 2 points.";

const LONG = {
  overlays: OVERLAYS,
  title: "ReLU, sigmoid, tanh and sine 2–64–64–64–64–1, the weights at step 1,200 of 20,000",
  axes: {
    x: "x · random direction of layers 1, 2, 3 and 4, filter-normalised",
    y: "y · random orthogonal direction, filter-normalised, at 84.3° to x",
  },
};

describe.each(PRESETS)("at $name", ({ style }) => {
  const measure = (rest: Partial<FigureContent>) => draw(contentOf("network", { equalScales: undefined }, rest), style);

  it.each(["", LONG_CAPTION])("every text lies inside the page, with the caption “%s”", (caption) => {
    const { svg, layout } = measure({ ...LONG, caption });
    const texts = listTextCorners(svg);
    expect(texts.length).toBeGreaterThan(15);
    const outside = texts.filter(({ corners }) =>
      corners.some(([x, y]) => !(x >= 0 && y >= 0 && x <= layout.width + 0.01 && y <= layout.height + 0.01)),
    );
    expect(outside).toEqual([]);
  });

  it("the plot with its axes and scale has two thirds of the page", () => {
    const { layout } = measure({ caption: "" });
    const { plot, bar, width, height } = layout;
    const right = bar ? layout.barNameBase : plot.right;
    const bottom = layout.xName.base + (layout.xName.lines.length - 1) * layout.xName.lineHeight;
    expect((right * bottom) / (width * height)).toBeGreaterThan(2 / 3);
  });
});

describe("a figure", () => {
  const names = Object.keys(SYNTHETIC_SLICES) as SyntheticName[];
  const looks = [{}, { coloring: "curvature", equalScales: false }, { height: "log", marks: false }] as const;

  it.each(names.flatMap((name) => looks.map((look) => ({ name, look }))))(
    "holds finite numbers alone, and nothing reaches over its edge: $name, $look",
    ({ name, look }) => {
      for (const style of [makePaperStyle(paper), makePageStyle(page), makePageStyle({ ...page, width: 340 })]) {
        const { svg, layout } = draw(contentOf(name, look, { overlays: OVERLAYS }), style);
        expect(svg).not.toMatch(/NaN|Infinity|undefined|null|e[-+]\d/);
        expect(svg).not.toMatch(/\sstyle=|<style|var\(|<script|<pattern|<image|href=/);
        const places = listPlaces(svg);
        expect(places.length).toBeGreaterThan(50);
        const isOutside = ([x, y]: readonly [number, number]) =>
          !(x >= 0 && y >= 0 && x <= layout.width + 0.01 && y <= layout.height + 0.01);
        expect(places.filter(isOutside)).toEqual([]);
      }
    },
  );

  it("is the same text for the same contents", () => {
    expect(draw(contentOf("network")).svg).toBe(draw(contentOf("network")).svg);
  });

  it("has equal axes where they are asked for, whatever room there is", () => {
    const measure = (look: Partial<View>) => {
      const { plot } = draw(contentOf("negative", look), makePageStyle(page)).layout;
      return (plot.right - plot.left) / (plot.bottom - plot.top);
    };
    // x spans 2, y spans 1.2.
    expect(measure({ equalScales: true })).toBeCloseTo(2 / 1.2, 9);
    expect(measure({ equalScales: false })).not.toBeCloseTo(2 / 1.2, 1);
  });

  it("puts the numbers of the axes where the slice has them", () => {
    const { svg, layout } = draw(contentOf("bowl"));
    const { left, right, bottom } = layout.plot;
    for (const { at, text } of layout.x.ticks) {
      const value = Number(text.replace("−", "-"));
      expect(at).toBeCloseTo(left + ((value + 1) / 2) * (right - left), 9);
      expect(groupOf(svg, "axes")).toContain(`>${text}</text>`);
    }
    for (const { at, text } of layout.y.ticks) {
      expect(at).toBeCloseTo(
        bottom - ((Number(text.replace("−", "-")) + 1) / 2) * (layout.plot.bottom - layout.plot.top),
        9,
      );
    }
  });

  it("writes the losses of its labelled contours into their lines, as text", () => {
    const content = contentOf("bowl", { height: "linear" });
    const labels = [...groupOf(draw(content).svg, "labels").matchAll(/>([^<]+)<\/text>/g)].map(([, text]) => text);
    const major = content.layers.scale.ticks.major.map(String);
    expect(labels.length).toBeGreaterThan(1);
    for (const label of labels) expect(major).toContain(label);
  });

  it("hatches curvature one way and chords the other, stipples what is undecided, and marks nothing on a bowl", () => {
    const isRising = (svg: string) => {
      const [, x1, y1, x2, y2] = /M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)(?=M|")/.exec(groupOf(svg, "marks"))!.map(Number);
      return (y2! - y1!) * (x2! - x1!) < 0;
    };
    expect(isRising(draw(contentOf("saddle")).svg)).toBe(true);
    expect(isRising(draw(contentOf("crease")).svg)).toBe(false);
    const constant = groupOf(draw(contentOf("constant")).svg, "marks");
    expect(countIn(constant, /h\.01/g)).toBeGreaterThan(100);
    expect(constant).not.toContain(THEMES.light.nonconvex);
    expect(groupOf(draw(contentOf("bowl")).svg, "marks")).toBe("");
    expect(groupOf(draw(contentOf("saddle", { marks: false })).svg, "marks")).toBe("");
  });

  it("leaves holes out of everything that it draws of the slice", () => {
    const { svg } = draw(contentOf("holes"));
    expect(svg).toMatch(/<clipPath id="f-slice"><path d="[^"]+" clip-rule="evenodd"\/>/);
    expect(svg).toContain('<g clip-path="url(#f-slice)"><g id="f-colours">');
  });

  it("draws creases, chord, paths, pins, cross and cut where they are wanted", () => {
    const all = draw(contentOf("network", {}, { overlays: OVERLAYS })).svg;
    for (const name of ["creases", "chord", "paths", "pins", "cross", "cut", "centre", "names", "title", "caption"]) {
      expect(groupOf(all, name)).not.toBe("");
    }
    expect(groupOf(all, "names")).toContain(">gap ≥ 0.399</text>");
    expect(all).not.toContain(">far</text>");
    const bare = draw(contentOf("network", { creases: false }, { chord: null, caption: "", title: "" })).svg;
    for (const name of ["creases", "chord", "paths", "pins", "caption"]) expect(groupOf(bare, name)).toBe("");
  });

  it("says in words what it shows, and escapes what it is given", () => {
    const { svg } = draw(contentOf("network", {}, { overlays: OVERLAYS }));
    expect(svg).toContain('<title id="f-name">Contour map: A &amp; B</title>');
    expect(svg).toMatch(/<desc id="f-words">Colour: loss from 1 to 4\. /);
    expect(svg).toContain("training &lt;1&gt;");
  });

  it("measures weight space by a round length along x", () => {
    const { svg, layout } = draw(contentOf("bowl"));
    const title = groupOf(svg, "title");
    const [, length] = /‖Δθ‖ = ([\d.]+)</.exec(title)!;
    const [, start, end] = /M([\d.]+) [\d.]+H([\d.]+)/.exec(title)!.map(Number);
    // Two units of x over the plot, 2.3 of weight space each.
    const expected = (Number(length) / 2.3 / 2) * (layout.plot.right - layout.plot.left);
    expect(Math.abs(end! - start! - expected)).toBeLessThan(0.02);
    expect(draw(contentOf("bowl", {}, { plane: null })).svg).not.toContain("‖Δθ‖");
  });

  it("says along which axis that length holds, where it does not hold every way", () => {
    const titleOf = (plane: FigureContent["plane"], look = {}) =>
      groupOf(draw(contentOf("bowl", look, { plane })).svg, "title");
    const even = { xNorm: 2.3, yNorm: 2.3, cosine: 0 };
    expect(titleOf(even)).not.toContain("along x");
    expect(titleOf({ ...even, yNorm: 2.4 })).toContain("along x");
    expect(titleOf({ ...even, cosine: 0.5 })).toContain("along x");
    expect(titleOf(even, { equalScales: false })).toContain("along x");
  });

  it("grows downwards by its contents, and has no background where none is wanted", () => {
    const style = makePaperStyle({ ...paper, transparent: true });
    const short = draw(contentOf("bowl", {}, { caption: "" }), style);
    const long = draw(contentOf("bowl", {}, { caption: "word ".repeat(80) }), style);
    expect(long.layout.height).toBeGreaterThan(short.layout.height + 40);
    expect(short.svg).not.toMatch(/<rect width="241"/);
    expect(draw(contentOf("bowl")).svg).toMatch(/<rect width="241" height="[\d.]+" fill="#ffffff"\/>/);
  });
});

describe("the hatch of a figure", () => {
  it("stands out from every colour of every map in lightness alone, to every eye", () => {
    for (const theme of [THEMES.light, THEMES.dark]) {
      for (const vision of COLOR_VISIONS) {
        const lightness = (hex: string) => toOklab(seeColor(vision, parseHex(hex)))[0];
        const [core, edge] = [lightness(theme.nonconvex), lightness(theme.hatch)];
        // The two colours of a line differ by ten times what is just noticed (0.02), so one of them differs from any background by five.
        expect(core - edge).toBeGreaterThan(0.2);
        for (const colorMap of COLOR_MAPS) {
          for (const color of listColors({ coloring: "loss", colorMap })) {
            const [background] = toOklab(seeColor(vision, color));
            expect(Math.max(Math.abs(core - background), Math.abs(edge - background))).toBeGreaterThan(0.1);
          }
        }
      }
    }
  });
});
