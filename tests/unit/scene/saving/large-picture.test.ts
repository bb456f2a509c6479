import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countStripRows, cutStrips, cutTiles } from "../../../../src/drawing/picture/strips";
import { layOutLargePicture } from "../../../../src/scene/saving/large-layout";

describe("strips", () => {
  it("cover every row once, from the top, and meet at even distances from below", () => {
    const side = fc.integer({ min: 1, max: 16_384 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const rows = countStripRows(width);
        const strips = cutStrips(width, height, rows);
        let next = 0;
        for (const strip of strips) {
          expect(strip).toMatchObject({ x: 0, y: next, width });
          expect(strip.height).toBeGreaterThan(0);
          expect(strip.height * width * 4).toBeLessThanOrEqual(16 * 2 ** 20);
          expect((height - strip.y - strip.height) % 2).toBe(0);
          next += strip.height;
        }
        expect(next).toBe(height);
      }),
    );
  });
});

describe("tiles", () => {
  it("cover every pixel once, within their side, and begin at even distances from the lower left corner", () => {
    const length = fc.integer({ min: 1, max: 400 });
    const half = fc.integer({ min: 8, max: 200 });
    fc.assert(
      fc.property(length, length, half, (width, height, halfSide) => {
        const side = 2 * halfSide;
        const covered = new Uint8Array(width * height);
        for (const tile of cutTiles(width, height, side)) {
          expect(Math.max(tile.width, tile.height)).toBeLessThanOrEqual(side);
          expect([tile.x % 2, (height - tile.y - tile.height) % 2]).toEqual([0, 0]);
          for (let y = tile.y; y < tile.y + tile.height; y++) {
            for (let x = tile.x; x < tile.x + tile.width; x++) covered[y * width + x]!++;
          }
        }
        expect(covered.every((count) => count === 1)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe("the parts of a large picture", () => {
  const measure = (text: string) => 7 * text.length;
  const legend = { width: 268, height: 220 };

  it("give the legend a side of its own, or the foot of a tall picture", () => {
    expect(layOutLargePicture({ width: 1440, height: 700 }, legend, "", measure)).toMatchObject({
      surface: { width: 1140, height: 700 },
      legendLeft: 1156,
      legendTop: 464,
    });
    expect(layOutLargePicture({ width: 900, height: 700 }, legend, "", measure).surface).toEqual({
      width: 600,
      height: 700,
    });
    expect(layOutLargePicture({ width: 500, height: 900 }, legend, "", measure)).toMatchObject({
      surface: { width: 500, height: 648 },
      legendTop: 664,
    });
  });

  it("put the caption below everything, broken to the width", () => {
    const layout = layOutLargePicture({ width: 600, height: 600 }, null, "word ".repeat(40), measure);
    expect(layout.caption.length).toBeGreaterThan(2);
    for (const { text, x, y } of layout.caption) {
      expect(x + measure(text)).toBeLessThanOrEqual(600);
      expect(y).toBeGreaterThan(layout.surface.height);
      expect(y).toBeLessThan(600);
    }
  });

  it("say so where the surface would have no room", () => {
    expect(() => layOutLargePicture({ width: 300, height: 200 }, legend, "", measure)).toThrow(
      "no room for the surface",
    );
  });
});
