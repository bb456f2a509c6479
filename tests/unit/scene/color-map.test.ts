import { describe, expect, it } from "vitest";
import { COLOR_COUNT, COLOR_MAPS, packColorMap, sampleColorMap } from "../../../src/scene/color-map";
import { formatHex, fromOklab, parseHex, toOklab } from "../../../src/scene/oklab";
import { listThemeProperties, PATH_TONES, THEMES, type ThemeTokens, toneColor } from "../../../src/scene/theme";

const lightnesses = (name: "loss" | "curvature") => COLOR_MAPS[name].map((color) => toOklab(color)[0]);

function relativeLuminance(hex: string): number {
  const [r, g, b] = parseHex(hex).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [high, low] = [relativeLuminance(a), relativeLuminance(b)].sort((p, q) => q - p);
  return (high! + 0.05) / (low! + 0.05);
}

/** Linear sRGB as it is seen without one kind of cone: Machado, Oliveira and Fernandes 2009, severity 1. */
const CONES = {
  all: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  "no long": [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  "no middle": [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  "no short": [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

/** The distance of two colours in OKLab as one reader sees them. */
function seenApart(a: string, b: string, cone: keyof typeof CONES): number {
  const [p, q] = [a, b].map((hex) => {
    const linear = parseHex(hex).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    const [r, g, blue] = [0, 1, 2].map((row) => {
      const value = [0, 1, 2].reduce((sum, column) => sum + CONES[cone][3 * row + column]! * linear[column]!, 0);
      const inside = Math.min(1, Math.max(0, value));
      return inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055;
    });
    return toOklab([r!, g!, blue!]);
  });
  return Math.hypot(p![0] - q![0], p![1] - q![1], p![2] - q![2]);
}

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
  it("loss: lightness rises in even steps, so that equal losses apart look equally apart", () => {
    const steps = lightnesses("loss")
      .slice(1)
      .map((value, index) => value - lightnesses("loss")[index]!);
    const even = (0.93 - 0.36) / (COLOR_COUNT - 1);
    // Clipping to sRGB may move a colour by a fraction of a step, never turn it back.
    for (const step of steps) {
      expect(step).toBeGreaterThan(0.5 * even);
      expect(step).toBeLessThan(1.5 * even);
    }
  });

  it("curvature: lightest at 0, darker towards both ends, red below and blue above", () => {
    const values = lightnesses("curvature");
    const middle = (COLOR_COUNT - 1) / 2;
    for (let index = 1; index < COLOR_COUNT; index++) {
      if (index <= Math.floor(middle)) expect(values[index]!).toBeGreaterThan(values[index - 1]!);
      if (index > Math.ceil(middle)) expect(values[index]!).toBeLessThan(values[index - 1]!);
    }
    const [low, high] = [COLOR_MAPS.curvature[40]!, COLOR_MAPS.curvature[COLOR_COUNT - 41]!];
    expect(low[0]).toBeGreaterThan(low[2] + 0.3);
    expect(high[2]).toBeGreaterThan(high[0] + 0.3);
  });

  it("stays in step between bytes for the GPU and text for the legend", () => {
    const bytes = packColorMap("loss");
    expect(bytes).toHaveLength(COLOR_COUNT * 4);
    const first = formatHex([bytes[0]! / 255, bytes[1]! / 255, bytes[2]! / 255]);
    expect(sampleColorMap("loss", -3)).toBe(first);
    expect(bytes[3]).toBe(255);
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
      for (const cone of Object.keys(CONES) as (keyof typeof CONES)[]) {
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
