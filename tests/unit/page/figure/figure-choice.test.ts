import { describe, expect, it } from "vitest";
import {
  changeSettings,
  describeRefusal,
  FIRST_SETTINGS,
  PIXEL_SIZES,
  paperWidth,
  surfaceScale,
} from "../../../../src/page/figure/figure-choice";

describe("the settings of a figure", () => {
  it("offer no SVG for a surface, whichever was chosen last", () => {
    const surface = changeSettings(FIRST_SETTINGS, { picture: "surface" });
    expect(surface.file).toBe("png");
    expect(changeSettings(surface, { file: "svg" })).toMatchObject({ picture: "contours", file: "svg" });
    expect(changeSettings(surface, { legend: false })).toMatchObject({ picture: "surface", file: "png" });
  });

  it("follow the preset, and later changes stay", () => {
    const plain = changeSettings(FIRST_SETTINGS, { publication: false });
    expect(plain).toMatchObject({ publication: false, caption: false });
    const clear = changeSettings(plain, { transparent: true });
    const preset = changeSettings(clear, { publication: true });
    expect(preset).toMatchObject({ publication: true, transparent: false, caption: false });
    expect(changeSettings(preset, { caption: true })).toMatchObject({ publication: true, caption: true });
  });

  it("clamp and round numbers, keep the old one where there is none, and say what they refused", () => {
    const ask = (change: Parameters<typeof changeSettings>[1]) => {
      const taken = changeSettings(FIRST_SETTINGS, change);
      return { taken, said: describeRefusal(change, taken) };
    };
    expect(ask({ width: 99_999 })).toMatchObject({
      taken: { width: 16_384 },
      said: "The width is a whole number of pixels from 160 to 16384.",
    });
    expect(ask({ height: Number.NaN })).toMatchObject({ taken: { height: FIRST_SETTINGS.height } });
    expect(ask({ millimetres: 1 })).toMatchObject({ taken: { millimetres: 30 } });
    expect(ask({ width: 16_384, height: 160 }).said).toBe("");
    expect(ask({ legend: false }).said).toBe("");
  });

  it("are the widths of journals", () => {
    expect(paperWidth(FIRST_SETTINGS)).toBe(85);
    expect(paperWidth(changeSettings(FIRST_SETTINGS, { column: "double" }))).toBe(175);
    expect(paperWidth(changeSettings(FIRST_SETTINGS, { column: "own", millimetres: 140 }))).toBe(140);
  });

  it("enlarge type and lines for publication, whatever the size", () => {
    for (const [width, height] of Object.values(PIXEL_SIZES)) {
      const settings = changeSettings(FIRST_SETTINGS, { width, height });
      const plain = changeSettings(settings, { publication: false });
      expect(surfaceScale(settings)).toBeGreaterThan(1.3 * surfaceScale(plain));
    }
  });
});
