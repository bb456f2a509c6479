import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { subtractLandscapes } from "../../../../src/convexity/points/difference";
import type { Landscape } from "../../../../src/convexity/points/landscape";
import { listColors, sampleColorMap } from "../../../../src/drawing/colors/color-map";
import { parseHex, toOklab } from "../../../../src/drawing/colors/oklab";
import { THEMES } from "../../../../src/drawing/colors/theme";
import { describeCommonLegend, describeDifferenceLegend } from "../../../../src/drawing/legend/comparison-legend";
import { fitDifferenceScale } from "../../../../src/drawing/scales/difference-scale";
import { fitCommonLossScale, fitLossScale } from "../../../../src/drawing/scales/loss-scale";
import { drawLandscape, fitCommonScales } from "../../../../src/drawing/surface/surface-drawing";
import { DEFAULT_VIEW, HEIGHTS } from "../../../../src/experiment/view";
import { drawLegend } from "../../../../src/figure/legend-svg";
import { breakLines } from "../../../../src/scene/saving/picture-sheet";
import { evaluateSynthetic, SYNTHETIC_SLICES } from "../../../render/synthetic-landscapes";

const backend = { kind: "reference", renderer: "test", floatBits: 64 } as const;
const slice = (values: ArrayLike<number>) => ({ loss: Float64Array.from(values), backend });
const losses = fc.array(fc.double({ min: 1e-6, max: 1e4, noNaN: true }), { minLength: 3, maxLength: 40 });
const low = evaluateSynthetic(SYNTHETIC_SLICES.bowl, 21);
const high = evaluateSynthetic({ loss: (x, y) => 40 * (x * x + y * y) + 1 }, 21);

function differenceOf(values: (x: number, y: number) => number, error = 0) {
  const a = evaluateSynthetic(SYNTHETIC_SLICES.bowl, 21);
  const b: Landscape = {
    ...a,
    loss: a.loss.map((loss, i) => loss + values(a.grid.x[i % 21]!, a.grid.y[Math.floor(i / 21)]!)),
    lossError: a.lossError.map(() => error),
  };
  return subtractLandscapes(a, b)!;
}

describe.each(HEIGHTS)("a common scale, %s", (height) => {
  it("of one slice is that slice's own", () => {
    fc.assert(
      fc.property(losses, (values) => {
        const [own, common] = [fitLossScale(slice(values), height), fitCommonLossScale([slice(values)], height)];
        expect([common.low, common.high, common.flat]).toEqual([own.low, own.high, own.flat]);
      }),
      { seed: 11, numRuns: 100 },
    );
  });

  it("cuts no slice off that its own scale under the same map would show, whatever the number of points", () => {
    fc.assert(
      fc.property(losses, losses, (one, other) => {
        const many = Array.from({ length: 7 * other.length }, (_, i) => other[i % other.length]!);
        const common = fitCommonLossScale([slice(one), slice(many)], height);
        if (common.flat) return;
        for (const values of [one, other]) {
          const sorted = [...values].sort((a, b) => a - b);
          // The middle half of a slice lies within any robust limits of its own.
          const middle = sorted.slice(Math.ceil(values.length / 4), Math.floor((3 * values.length) / 4));
          for (const loss of middle) {
            expect(common.levelOf(loss)).toBeGreaterThan(-1e-6);
            expect(common.levelOf(loss)).toBeLessThan(1 + 1e-6);
          }
        }
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  it("does not depend on the order", () => {
    const [one, other] = [slice([1, 2, 3, 9]), slice([4, 40, 400])];
    const [forth, back] = [fitCommonLossScale([one, other], height), fitCommonLossScale([other, one], height)];
    expect([forth.low, forth.high]).toEqual([back.low, back.high]);
  });

  it("stands over both drawings: equal losses have equal levels and colours", () => {
    const scales = fitCommonScales([low, high], height);
    const view = { ...DEFAULT_VIEW, height };
    const drawings = [low, high].map((landscape) => drawLandscape(landscape, view, scales));
    const levelOf = (drawing: (typeof drawings)[number], landscape: Landscape, loss: number) =>
      drawing.field.levels[2 * landscape.loss.findIndex((value) => Math.abs(value - loss) < 1e-12)];
    // The bowl is 1 at one grid point, and the other bowl at its centre.
    const shared = low.loss.find((value) => Math.abs(value - 1) < 0.05)!;
    const twin = { ...high, loss: high.loss.map((value, i) => (i === 0 ? shared : value)) };
    const drawn = drawLandscape(twin, view, scales);
    expect(drawn.field.levels[0]).toBe(levelOf(drawings[0]!, low, shared));
    expect(drawings[0]!.scale).toBe(drawings[1]!.scale);
  });
});

it("a slice without a finite loss leaves a common scale to the other", () => {
  const own = fitLossScale(slice([1, 2, 3]), "linear");
  const common = fitCommonLossScale([slice([1, 2, 3]), slice([Number.NaN, Number.POSITIVE_INFINITY])], "linear");
  expect([common.low, common.high]).toEqual([own.low, own.high]);
});

describe("the scale of a difference", () => {
  it.each(HEIGHTS)("is symmetric about 0, which lies half way up, %s", (height) => {
    const scale = fitDifferenceScale(
      differenceOf((x, y) => 3 * x + y * y),
      height,
    );
    expect(scale.levelOf(0)).toBe(0.5);
    expect(scale.low).toBe(-scale.high);
    expect(scale.map).toBe(height === "linear" ? "linear" : "asinh");
    expect(scale.ticks.major).toContain(0);
    expect(scale.ticks.major).toEqual(scale.ticks.major.map((value) => -value || 0).reverse());
    for (const value of scale.ticks.major) {
      expect(scale.levelOf(value) + scale.levelOf(-value)).toBeCloseTo(1, 12);
      expect(scale.lossAt(scale.levelOf(value))).toBeCloseTo(value, 9);
    }
  });

  it("is level where no difference exceeds the error bounds", () => {
    expect(
      fitDifferenceScale(
        differenceOf(() => 0),
        "asinh",
      ).flat,
    ).toBe(true);
    expect(
      fitDifferenceScale(
        differenceOf((x) => 1e-9 * x, 1e-6),
        "asinh",
      ).flat,
    ).toBe(true);
    const { notes } = describeDifferenceLegend(
      differenceOf(() => 0),
      DEFAULT_VIEW,
    );
    expect(notes).toEqual(["No difference exceeds the error bounds."]);
  });
});

const DIFFERENCE = { coloring: "difference", colorMap: "viridis" } as const;

describe("the colours of a difference", () => {
  it("are lightest at 0 and darker evenly on both sides", () => {
    const light = listColors(DIFFERENCE).map((color) => toOklab(color)[0]);
    for (let i = 1; i < 128; i++) {
      expect(light[i]!).toBeGreaterThan(light[i - 1]!);
      expect(Math.abs(light[i]! - light[255 - i]!)).toBeLessThan(0.03);
    }
  });

  it("tell the sides apart for readers without red or without green cones", () => {
    // Viénot, Brettel and Mollon 1999: both kinds see what red and green add up to, and blue.
    const reduce = (hex: string) => {
      const [r, g, b] = parseHex(hex).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [
        number,
        number,
        number,
      ];
      return { protan: 0.11238 * r + 0.88762 * g, deutan: 0.29275 * r + 0.70725 * g, blue: b };
    };
    for (const share of [0.15, 0.3]) {
      const [below, above] = [
        reduce(sampleColorMap(DIFFERENCE, 0.5 - share)),
        reduce(sampleColorMap(DIFFERENCE, 0.5 + share)),
      ];
      for (const kind of ["protan", "deutan"] as const) {
        expect(above.blue / above[kind]).toBeGreaterThan(1.6 * (below.blue / below[kind]));
      }
    }
  });
});

describe("the legend of a comparison", () => {
  const creases = null;
  const surfaces = [
    { name: "A", landscape: low, creases, chord: null, measure: null },
    { name: "B", landscape: evaluateSynthetic(SYNTHETIC_SLICES.corner, 21), creases, chord: null, measure: null },
  ];
  const landscapes = surfaces.map(({ landscape }) => landscape);

  it("has one ramp, every class of either, no shares, and says whose points are cut off", () => {
    const view = { ...DEFAULT_VIEW, height: "linear" as const };
    const legend = describeCommonLegend(surfaces, view, fitCommonScales(landscapes, "linear"), "A and B");
    expect(legend.nonconvex).toBeNull();
    expect(legend.classes.every(({ fraction }) => fraction === "")).toBe(true);
    expect(legend.notes.join(" ")).toMatch(
      /Cut flat at [\d.]+; the loss rises to [\d.]+(?:×10[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?: [\d.]+\u00a0% of B\./,
    );
    expect(legend.notes.join(" ")).not.toContain("of A");
  });

  it("of λmin has one scale, too", () => {
    const view = { ...DEFAULT_VIEW, coloring: "curvature" as const };
    const scales = fitCommonScales(landscapes, "linear");
    expect(describeCommonLegend(surfaces, view, scales, "").ramp.name).toContain("λmin");
    const own = fitCommonScales([low], "linear").curvature;
    expect(scales.curvature.limit).toBeGreaterThan(own.limit);
  });

  it("is drawn, with the sides of a difference and their shares", () => {
    const legend = describeDifferenceLegend(
      differenceOf((x) => x - 0.03),
      DEFAULT_VIEW,
    );
    expect(legend.classes.map(({ label }) => label)).toEqual(["B is lower", "A is lower"]);
    const { svg } = drawLegend(legend, THEMES.dark);
    expect(svg).toContain("Difference of the losses, B − A");
    expect(svg).not.toContain("null");
    expect(svg).not.toContain("style=");
  });
});

it("breaks text at words, and lets a long word stand alone", () => {
  const measure = (text: string) => text.length;
  expect(breakLines("one two three", 7, measure)).toEqual(["one two", "three"]);
  expect(breakLines("a extraordinarily b", 5, measure)).toEqual(["a", "extraordinarily", "b"]);
  expect(breakLines("", 5, measure)).toEqual([]);
});
