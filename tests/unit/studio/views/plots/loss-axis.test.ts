import { describe, expect, it } from "vitest";
import { placeTicks, placeZero, rangeAround, spansDecades } from "../../../../../src/studio/views/plots/loss-axis";

const line = (values: readonly number[], side: "left" | "right" = "left") => ({ look: { side }, values });

describe("the axis of the losses", () => {
  it("has a place for a loss of 0 under all others, a decade below the least", () => {
    const lines = [line([2, 0.5, 0.001, 0]), line([0, 0], "right")];
    expect(spansDecades(lines)).toBe(true);
    const zero = placeZero(lines)!;
    expect(zero).toBeCloseTo(1e-4, 12);
    const [low, high] = rangeAround(zero, 2, true);
    expect(low).toBeLessThan(zero);
    const ticks = placeTicks(low, high, true, 2, zero);
    expect(ticks[0]).toBe(zero);
    expect(ticks.length).toBeGreaterThan(1);
    for (const tick of ticks.slice(1)) expect(tick).toBeGreaterThan(zero);
  });

  it("has none where no loss is 0, and is not changed by the right axis", () => {
    expect(placeZero([line([2, 0.5, 0.001]), line([0], "right")])).toBeNull();
    expect(placeTicks(0.001, 2, true, 2)).toEqual(placeTicks(0.001, 2, true, 2, null));
  });
});
