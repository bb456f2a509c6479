import { describe, expect, it } from "vitest";
import { scaleText } from "../../../../src/scene/frame/text-scale";
import { ALL_FREE } from "../../../../src/scene/stage/free-area";

describe("text of a picture", () => {
  it("is smaller where the part that is free for labels is narrow, whatever the picture's width", () => {
    const narrow = { ...ALL_FREE, right: 1900 };
    expect(scaleText({ width: 390, height: 340 }, ALL_FREE)).toBeLessThan(1);
    expect(scaleText({ width: 2400, height: 1300 }, narrow)).toBe(scaleText({ width: 390, height: 340 }, ALL_FREE));
  });

  it("has its usual size on the stage of a window of 1440 × 900, and grows with the stage up to a limit", () => {
    const sizes = [
      [1076, 760],
      [1500, 930],
      [2048, 1270],
      [4096, 2500],
    ] as const;
    const scales = sizes.map(([width, height]) => scaleText({ width, height }, ALL_FREE));
    expect(scales[0]).toBe(1);
    expect(scales[1]).toBeGreaterThan(1.1);
    expect(scales[2]).toBeGreaterThan(1.3);
    expect(scales[3]).toBeLessThanOrEqual(1.4);
    expect(scales.toSorted((a, b) => a - b)).toEqual(scales);
  });
});
