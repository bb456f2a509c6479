import { describe, expect, it } from "vitest";
import { THEMES } from "../../../../src/drawing/colors/theme";
import { measureText } from "../../../../src/drawing/typeface/typeface";
import { makePageStyle, makePaperStyle } from "../../../../src/figure/layout/figure-presets";
import {
  layOutPlot,
  type PlotAsk,
  SWATCH_GAP,
  SWATCH_WIDTH,
  TITLE_SIZE,
} from "../../../../src/figure/layout/plot-layout";
import { wrapEvenly, wrapText } from "../../../../src/figure/wrap-text";

const SCALE_TEXT = 90;

const ASK: PlotAsk = {
  xRange: [-1, 1],
  yRange: [-1, 1],
  equalScales: true,
  title: "ReLU 2–8–8–1, residual, on two moons",
  // A text, and a line of a fifth of the plot.
  besideTitle: (plotWidth) => SCALE_TEXT + 0.2 * plotWidth,
  axes: { x: "x · random direction, filter-normalised", y: "y · random direction, filter-normalised, at 84.3° to x" },
  legend: {
    title: "A slice",
    nonconvex: "72.0 % not convex",
    isNonconvexFound: true,
    ramp: { name: "loss (asinh)", colors: ["#000000"], ticks: [{ position: 0.5, text: "0.25" }], fineTicks: [] },
    classes: [
      { pointClass: "nonconvex-curvature", swatch: "hatch-rising", label: "not convex: curvature", fraction: "71.7 %" },
      { pointClass: "nonconvex-chord", swatch: "hatch-falling", label: "not convex: chord", fraction: "0.331 %" },
      { pointClass: "convex", swatch: "plain", label: "convex here", fraction: "28.0 %" },
    ],
    lines: [{ swatch: "path", label: "training", value: "at most 1.01 from the plane" }],
    notes: ["Contours at 0.525, 0.55, 0.6, 0.7; fine ones at round losses between."],
    help: [],
  },
  caption: "",
};

const page = (width: number, height: number) =>
  makePageStyle({
    width,
    height,
    theme: THEMES.light,
    background: null,
    legend: true,
    notes: true,
  });
const paper = (width: number) =>
  makePaperStyle({ width, height: null, publication: true, transparent: false, legend: true, theme: THEMES.light });

const STYLES = [
  ["a phone", page(374, 680)],
  ["a tablet beside the panel", page(690, 500)],
  ["a laptop", page(1020, 640)],
  ["a low window", page(1000, 300)],
  ["one column of a journal", paper(241)],
  ["two columns of a journal", paper(496)],
] as const;

describe.each(STYLES)("a plot on %s", (_, style) => {
  describe.each([true, false])("with equal scales: %s", (equalScales) => {
    const ask = { ...ASK, equalScales };
    const layout = layOutPlot(ask, style);
    const { plot } = layout;
    const em = style.textSize;
    const [width, height] = [plot.right - plot.left, plot.bottom - plot.top];

    it("keeps title and length scale apart, and both within the plot's width or on rows of their own", () => {
      const title = 1.1 * measureText(ask.title, TITLE_SIZE * em);
      if (layout.titleBase === layout.besideTitleBase) expect(title + ask.besideTitle(width)).toBeLessThan(width);
      else expect(layout.besideTitleBase - layout.titleBase).toBeGreaterThan(1.2 * em);
    });

    it("breaks an axis' name where it is longer than its side, and nowhere else", () => {
      for (const [name, lines, side] of [
        [ask.axes.x, layout.xName.lines, width],
        [ask.axes.y, layout.yName.lines, height],
      ] as const) {
        expect(lines.join(" ")).toBe(name);
        for (const line of lines) if (line.includes(" ")) expect(measureText(line, em)).toBeLessThanOrEqual(side);
      }
      // The names of y do not run off the figure, nor into its numbers.
      expect(layout.yName.base - em).toBeGreaterThanOrEqual(0);
    });

    it("leaves every entry of the list its label and its value", () => {
      const { list } = layout;
      const rows = [
        ...ask.legend.classes.map(({ label, fraction }) => label + fraction),
        ...ask.legend.lines.map(({ label, value }) => label + value),
      ];
      for (const text of rows) {
        expect((SWATCH_WIDTH + SWATCH_GAP + 1) * em + measureText(text, em)).toBeLessThanOrEqual(
          list!.columnWidth + 1e-9,
        );
      }
      const end = list!.left + list!.columns * list!.columnWidth + (list!.columns - 1) * list!.columnGap;
      expect(end).toBeLessThanOrEqual(style.width + 1e-9);
    });

    it("ends with its notes above the figure's lower edge, where there is room for a plot at all", () => {
      const { list, notes } = layout;
      const rows = Math.ceil(4 / list!.columns);
      const end = list!.top + rows * list!.rowHeight + (0.9 + (notes.length - 0.4) * 1.38 + 0.3) * em;
      expect(Math.max(end, plot.bottom)).toBeLessThanOrEqual(layout.height + 1e-9);
    });
  });
});

describe("lines of a text", () => {
  const text = "y · random direction, filter-normalised, at 20.4° to x";

  it("are as few as may be, and about as long as one another", () => {
    for (const width of [100, 120, 200, 290, 400]) {
      const [greedy, even] = [wrapText, wrapEvenly].map((wrap) => wrap(text, 11, width));
      expect(even!.join(" ")).toBe(text);
      expect(even!.length).toBe(greedy!.length);
      const widths = even!.map((line) => measureText(line, 11));
      expect(Math.max(...widths)).toBeLessThanOrEqual(width);
      expect(Math.min(...widths)).toBeGreaterThanOrEqual(Math.min(...greedy!.map((line) => measureText(line, 11))));
    }
  });
});
