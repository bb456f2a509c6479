import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeDataset } from "../../../../../src/data/make-dataset";
import { describeDrawn, drawSamples } from "../../../../../src/studio/views/data/drawn-samples";

/** How many of the drawn samples are of class 1. */
function countOnes(samples: number, most: number, classOf: (sample: number) => number): number {
  return drawSamples(samples, most).reduce((sum, sample) => sum + classOf(sample), 0);
}

describe("the samples that are drawn", () => {
  it("are all of them up to the limit, else as many as the limit, each once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 1000 }), (samples, most) => {
        const drawn = drawSamples(samples, most);
        expect(drawn).toHaveLength(Math.min(samples, most));
        expect(drawn.every((index, i) => index >= 0 && index < samples && (i === 0 || index > drawn[i - 1]!))).toBe(
          true,
        );
      }),
    );
    expect(drawSamples(1500, 1000)).toEqual(drawSamples(1500, 1000));
  });

  it("are of both classes in their proportion, whether these alternate or are sorted", () => {
    // Of 1,000 drawn from halves the share of one is hypergeometric, with a standard deviation below 16: 6 of them are 96.
    for (const samples of [1001, 1500, 2000, 2500, 3000, 10_000]) {
      const alternating = countOnes(samples, 1000, (sample) => sample % 2);
      const sorted = countOnes(samples, 1000, (sample) => (sample < samples / 2 ? 0 : 1));
      for (const ones of [alternating, sorted]) expect(Math.abs(ones - 500)).toBeLessThan(96);
    }
    const period = countOnes(9000, 1000, (sample) => (sample % 9 === 0 ? 1 : 0));
    expect(Math.abs(period - 111)).toBeLessThan(60);
  });

  it("show both moons of 1,500", () => {
    const { y } = makeDataset({ kind: "generated", name: "moons", samples: 1500, noise: 0.1, seed: 42 }, 1);
    const ones = countOnes(1500, 1000, (sample) => y[sample]!);
    expect(ones).toBeGreaterThan(404);
    expect(ones).toBeLessThan(596);
  });

  it("are counted in words", () => {
    expect([describeDrawn(1, 1000), describeDrawn(1000, 1000), describeDrawn(1500, 1000)]).toEqual([
      "1 sample",
      "1,000 samples",
      "1,000 of 1,500 samples drawn",
    ]);
  });
});
