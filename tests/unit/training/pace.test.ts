import { expect, it } from "vitest";
import { Pace } from "../../../src/compute/pace";

it("tells the time left only after the first step, which compiles, and a tenth of all", () => {
  const pace = new Pace();
  expect(pace.secondsLeft(0, 200)).toBeNull();
  pace.learn(1, 3000);
  expect(pace.secondsLeft(1, 200)).toBeNull();
  pace.learn(18, 90);
  expect(pace.secondsLeft(19, 200)).toBeNull();
  pace.learn(1, 5);
  expect(pace.secondsLeft(20, 200)).toBeCloseTo(180 * 0.005, 12);
  expect(pace.secondsLeft(200, 200)).toBe(0);
});
