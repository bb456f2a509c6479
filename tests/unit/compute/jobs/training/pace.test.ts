import { describe, expect, it } from "vitest";
import { Pace } from "../../../../../src/compute/jobs/training/pace";

function learnAll(pace: Pace, rates: readonly number[]): void {
  for (const rate of rates) pace.learn(2, 2 * rate);
}

describe("the time that a training still needs", () => {
  it("is estimated only after the first step, which compiles, eight stretches and a tenth of all steps", () => {
    const pace = new Pace();
    expect(pace.secondsLeft(0, 200)).toBeNull();
    pace.learn(1, 3000);
    learnAll(pace, Array(7).fill(5));
    expect(pace.secondsLeft(40, 200)).toBeNull();
    learnAll(pace, [5]);
    expect(pace.secondsLeft(19, 200)).toBeNull();
    expect(pace.secondsLeft(20, 200)).toBeCloseTo(180 * 0.005, 12);
    expect(pace.secondsLeft(200, 200)).toBe(0);
  });

  it("is not estimated while the pace changes, and uses the pace of the latest steps", () => {
    const pace = new Pace();
    learnAll(pace, [3000, ...Array(8).fill(300)]);
    expect(pace.secondsLeft(30, 200)).toBeCloseTo(170 * 0.3, 12);
    learnAll(pace, Array(7).fill(5));
    expect(pace.secondsLeft(44, 200)).toBeNull();
    learnAll(pace, Array(9).fill(5));
    expect(pace.secondsLeft(62, 200)).toBeCloseTo(138 * 0.005, 12);
  });

  it("is not changed by one long stretch", () => {
    const pace = new Pace();
    learnAll(pace, [3000, ...Array(12).fill(5), 400, ...Array(3).fill(5)]);
    expect(pace.secondsLeft(100, 200)).toBeCloseTo(100 * 0.005, 12);
  });
});
