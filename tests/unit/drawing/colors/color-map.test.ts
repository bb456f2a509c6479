import { describe, expect, it } from "vitest";
import { COLOR_COUNT, listColors, packColorMap, sampleColorMap } from "../../../../src/drawing/colors/color-map";
import { NONCONVEX_MARK } from "../../../../src/drawing/colors/mark-style";
import { formatHex, fromOklab, parseHex, type Srgb, toOklab } from "../../../../src/drawing/colors/oklab";
import {
  listThemeProperties,
  PATH_TONES,
  THEMES,
  type ThemeTokens,
  toneColor,
} from "../../../../src/drawing/colors/theme";
import { COLOR_MAPS } from "../../../../src/experiment/view";
import { COLOR_VISIONS, type ColorVision, colorDistance, contrastRatio, seeColor } from "../../../support/color-vision";

const LOOKS = COLOR_MAPS.map((colorMap) => ({ coloring: "loss", colorMap }) as const);
const CURVATURE = { coloring: "curvature", colorMap: "viridis" } as const;

const lightnesses = (colors: readonly Srgb[]) => colors.map((color) => toOklab(color)[0]);

const contrast = (a: string, b: string) => contrastRatio(parseHex(a), parseHex(b));

/** The distance of two colours in OKLab as one reader sees them. */
const seenApart = (a: string, b: string, vision: ColorVision) =>
  colorDistance(seeColor(vision, parseHex(a)), seeColor(vision, parseHex(b)));

describe("OKLab", () => {
  it("gives white, black and grey no chroma", () => {
    expect(toOklab([1, 1, 1])[0]).toBeCloseTo(1, 5);
    for (const value of [0, 0.3, 1]) {
      const [, a, b] = toOklab([value, value, value]);
      expect(Math.hypot(a, b)).toBeLessThan(1e-4);
    }
  });

  it("returns every 8-bit colour of a coarse cube to itself", () => {
    for (const hex of ["#000000", "#d55e00", "#0072b2", "#fde725", "#440154", "#ffffff", "#33cc99"]) {
      expect(formatHex(fromOklab(toOklab(parseHex(hex))))).toBe(hex);
    }
  });

  it("refuses what is not #rrggbb", () => {
    expect(() => parseHex("red")).toThrow("red is not a colour");
  });
});

describe("colour maps", () => {
  it.each(LOOKS)("$colorMap: lightness rises in even steps, so that equal losses apart look equally apart", (look) => {
    const even = (0.93 - 0.36) / (COLOR_COUNT - 1);
    const values = lightnesses(listColors(look));
    // Clipping to sRGB may move a colour by a fraction of a step, never turn it back.
    for (const [index, value] of values.entries()) {
      if (index > 0) expect(Math.abs(value - values[index - 1]! - even)).toBeLessThan(0.5 * even);
    }
  });

  it.each(LOOKS.flatMap((look) => COLOR_VISIONS.map((vision) => ({ ...look, vision }))))(
    "$colorMap with $vision: lightness rises, and no colour is seen twice",
    ({ vision, ...look }) => {
      const seen = listColors(look).map((color) => seeColor(vision, color));
      const values = lightnesses(seen);
      for (let index = 1; index < COLOR_COUNT; index++) expect(values[index]!).toBeGreaterThan(values[index - 1]!);
      // A sixteenth of the way up is noticed.
      for (let index = 16; index < COLOR_COUNT; index++) {
        expect(colorDistance(seen[index]!, seen[index - 16]!)).toBeGreaterThan(0.02);
      }
    },
  );

  it("curvature: lightest at 0, darker towards both ends, red below and blue above", () => {
    const colors = listColors(CURVATURE);
    const values = lightnesses(colors);
    const middle = (COLOR_COUNT - 1) / 2;
    for (let index = 1; index < COLOR_COUNT; index++) {
      if (index <= Math.floor(middle)) expect(values[index]!).toBeGreaterThan(values[index - 1]!);
      if (index > Math.ceil(middle)) expect(values[index]!).toBeLessThan(values[index - 1]!);
    }
    const [low, high] = [colors[40]!, colors[COLOR_COUNT - 41]!];
    expect(low[0]).toBeGreaterThan(low[2] + 0.3);
    expect(high[2]).toBeGreaterThan(high[0] + 0.3);
  });

  it("stays in step between bytes for the GPU and text for the legend", () => {
    const bytes = packColorMap(LOOKS[0]!);
    expect(bytes).toHaveLength(COLOR_COUNT * 4);
    const first = formatHex([bytes[0]! / 255, bytes[1]! / 255, bytes[2]! / 255]);
    expect(sampleColorMap(LOOKS[0]!, -3)).toBe(first);
    expect(bytes[3]).toBe(255);
  });
});

const mix = (from: Srgb, to: Srgb, part: number): Srgb => {
  const at = (channel: 0 | 1 | 2) => from[channel] + part * (to[channel] - from[channel]);
  return [at(0), at(1), at(2)];
};

/** What the marks make of a colour: the tint, and on it the edge and the core of a hatch line. */
function markColor(color: Srgb, { nonconvex, hatch }: ThemeTokens) {
  const { tint, edge, core } = NONCONVEX_MARK;
  const tinted = mix(color, parseHex(nonconvex), tint);
  const edged = mix(tinted, parseHex(hatch), edge);
  return { tinted, edge: edged, core: mix(edged, parseHex(nonconvex), core) };
}

/**
 * Legible means, wherever on the map and to whatever eye: a hatch line differs from what it is drawn on by five times what is just noticed in
 * lightness alone, by its core or by its edge, so that it is seen without hue. Calm means that the colour of the loss stays: losses a quarter
 * of the scale apart keep more than half of their distance.
 */
const HATCH_LIGHTNESS = 5 * 0.02;

describe("what is not convex", () => {
  const themes = [THEMES.light, THEMES.dark];

  it.each(LOOKS.flatMap((look) => COLOR_VISIONS.map((vision) => ({ ...look, vision }))))(
    "is legible on $colorMap with $vision",
    ({ vision, ...look }) => {
      for (const color of listColors(look)) {
        for (const theme of themes) {
          const { tinted, edge, core } = markColor(color, theme);
          const [ground, dark, line] = [tinted, edge, core].map((shade) => toOklab(seeColor(vision, shade))[0]);
          expect(Math.max(Math.abs(dark! - ground!), Math.abs(line! - ground!))).toBeGreaterThan(HATCH_LIGHTNESS);
        }
      }
    },
  );

  it.each(LOOKS)("leaves the colours of the loss on $colorMap", (look) => {
    const { pitch, edgeWidth, coreWidth } = NONCONVEX_MARK;
    const seen = listColors(look).map((color) => {
      const { tinted, edge, core } = markColor(color, THEMES.light);
      return mix(mix(tinted, edge, (edgeWidth - coreWidth) / pitch), core, coreWidth / pitch);
    });
    const colors = listColors(look);
    for (let index = 64; index < COLOR_COUNT; index++) {
      const apart = colorDistance(colors[index]!, colors[index - 64]!);
      expect(colorDistance(seen[index]!, seen[index - 64]!)).toBeGreaterThan(0.5 * apart);
    }
  });
});

describe("themes", () => {
  it.each(["light", "dark"] as const)("%s: text tokens keep AA contrast on both grounds", (name) => {
    const theme: ThemeTokens = THEMES[name];
    for (const text of [theme.ink, theme.muted, theme.nonconvexText]) {
      expect(contrast(text, theme.background)).toBeGreaterThan(4.5);
      expect(contrast(text, theme.panel)).toBeGreaterThan(4.5);
    }
    expect(contrast(theme.accent, theme.background)).toBeGreaterThan(3);
    expect(contrast(theme.hatch, theme.nonconvex)).toBeGreaterThan(3);
  });

  it("lists every token as a custom property", () => {
    const properties = new Map(listThemeProperties("dark"));
    expect(properties.get("--nonconvex-text")).toBe(THEMES.dark.nonconvexText);
    expect(properties.get("--paths-5")).toBe(PATH_TONES.dark[5]);
    expect(properties.size).toBe(Object.keys(THEMES.dark).length - 1 + PATH_TONES.dark.length);
  });

  it.each(["light", "dark"] as const)(
    "%s: paths stand out from their ground and from all else that has a meaning",
    (name) => {
      const { paths, casing, panel, nonconvex, proof } = THEMES[name];
      for (const tone of paths) {
        expect(contrast(tone, casing)).toBeGreaterThan(3);
        expect(contrast(tone, panel)).toBeGreaterThan(3);
      }
      // Two hundredths in OKLab are just seen beside one another; four times that are told apart at a distance.
      const colors = [nonconvex, proof, ...paths];
      for (const cone of COLOR_VISIONS) {
        for (const [index, color] of colors.entries()) {
          for (const other of colors.slice(0, index)) {
            if (paths.includes(color)) expect(seenApart(color, other, cone)).toBeGreaterThan(0.08);
          }
        }
      }
      expect(toneColor(THEMES[name], paths.length + 1)).toBe(paths[1]);
    },
  );
});
