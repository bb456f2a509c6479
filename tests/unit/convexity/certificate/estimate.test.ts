import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countDoublings } from "../../../../src/convexity/certificate/enclosure";
import { estimateAttempt } from "../../../../src/convexity/certificate/estimate";
import { type Certificate, parseCertificate } from "../../../../src/convexity/certificate/schema";
import { estimateSeconds, verifyCertificate } from "../../../../src/convexity/certificate/verify";
import { type Claim, writeClaim } from "./certificates";

const count = (layers: readonly number[]) =>
  layers.slice(1).reduce((sum, units, k) => sum + (layers[k]! + 1) * units, 0);

/** A certificate whose weights are all `weight`. */
function make(layers: number[], activation: string, weight: number, inputs: number[][], more: Partial<Claim> = {}) {
  const point = Array<number>(count(layers)).fill(weight);
  const network = { layers, activation } as Claim["network"];
  const targets = inputs.map(() => Array<number>(layers.at(-1)!).fill(0));
  return parseCertificate(
    writeClaim({ network, loss: { kind: "mse" }, inputs, targets, points: [point, point], ...more }),
  );
}

const samples = (length: number, value = 1) => Array.from({ length }, () => [value]);

describe("the estimate of a check", () => {
  it.each([
    ["the samples", 4, make([1, 8, 1], "tanh", 0.5, samples(100)), make([1, 8, 1], "tanh", 0.5, samples(400))],
    ["the units of one layer", 8, make([1, 8, 1], "sin", 0.5, samples(9)), make([1, 64, 1], "sin", 0.5, samples(9))],
    [
      "the smooth layers",
      3,
      make([1, 8, 8, 1], "softplus", 0, samples(9)),
      make([1, 8, 8, 8, 8, 8, 8, 1], "softplus", 0, samples(9)),
    ],
  ])("grows with %s", (_, factor, small, large) => {
    const ratio = estimateAttempt(large, 128) / estimateAttempt(small, 128);
    expect(ratio).toBeGreaterThan(0.7 * factor);
    expect(ratio).toBeLessThan(1.3 * factor);
  });

  it("of gelu rises with its argument until the tail is below the last bit", () => {
    const [small, large, beyond] = [0.5, 7, 1e6].map((z) =>
      estimateAttempt(make([1, 1, 1], "gelu", z, samples(100)), 128),
    );
    expect(large!).toBeGreaterThan(5 * small!);
    expect(beyond!).toBeLessThan(small!);
  });

  it("of sin rises with its argument, because it is halved more often, up to 2^bits", () => {
    const costs = [1, 1e6, 1e18].map((z) => estimateAttempt(make([1, 1, 1], "sin", z, samples(100)), 128));
    expect(costs[1]!).toBeGreaterThan(1.2 * costs[0]!);
    expect(costs[2]!).toBeGreaterThan(1.5 * costs[1]!);
  });

  it("is higher for 256 bits than for 128, and for longer exact numbers in the file", () => {
    const deep = (inputs: number[][]) => make([1, 8, 8, 8, 8, 1], "relu", 1 / 3, inputs);
    expect(estimateAttempt(deep(samples(9)), 256)).toBeGreaterThan(estimateAttempt(deep(samples(9)), 128));
    // One input of 1,000 places lengthens the numerators of all the others.
    const long = [...samples(8), [2 ** -1000]];
    expect(estimateAttempt(deep(long), null)).toBeGreaterThan(1.2 * estimateAttempt(deep(samples(9)), null));
  });

  it("counts every sample, also an expensive one at the end of the list", () => {
    const cheap = make([1, 8, 1], "gelu", 1, [...samples(9), [0]]);
    const dear = make([1, 8, 1], "gelu", 1, [...samples(9), [12]]);
    expect(estimateAttempt(dear, 128)).toBeGreaterThan(1.5 * estimateAttempt(cheap, 128));
  });

  it("is finite whatever the numbers are", () => {
    for (const activation of [
      "identity",
      "relu",
      "leaky-relu",
      "sigmoid",
      "tanh",
      "elu",
      "softplus",
      "silu",
      "gelu",
      "sin",
    ]) {
      for (const weight of [0, 5e-324, -1e-300, -1, 1e18, -1e18]) {
        for (const bits of [128, 256, null]) {
          const seconds = estimateAttempt(make([1, 2, 2, 2, 1], activation, weight, samples(3, weight)), bits);
          expect(seconds, `${activation} ${weight} ${bits}`).toBeGreaterThan(0);
          expect(seconds, `${activation} ${weight} ${bits}`).toBeLessThan(1);
        }
      }
    }
  });
});

describe("what takes over a minute", () => {
  const SLOW = JSON.parse(readFileSync(new URL("../../../cases/sin-deep-equal-40.json", import.meta.url), "utf8"));

  function repeat(times: number): Certificate {
    const { inputs, targets } = SLOW.dataset as { inputs: number[][]; targets: number[][] };
    const again = (rows: number[][]) => Array.from({ length: times }, () => rows).flat();
    return parseCertificate({ ...SLOW, dataset: { kind: "points", inputs: again(inputs), targets: again(targets) } });
  }

  it("is refused with the estimate: a deep network of sines over 10,000 samples", () => {
    const certificate = repeat(250);
    expect(certificate.dataset.inputs).toHaveLength(10_000);
    const seconds = estimateSeconds(certificate);
    expect(seconds).toBeGreaterThan(60);
    const stated = Number(seconds.toPrecision(2));
    expect(() => verifyCertificate(certificate)).toThrow(
      new RegExp(`^certificate: its check takes about ${stated} seconds, and the limit is 60$`),
    );
  });

  it("is not what takes a few seconds", () => {
    expect(estimateSeconds(repeat(1))).toBeLessThan(10);
  });

  it("is not started for a second attempt either: the sign stays open, and the reason is given", () => {
    const certificate = repeat(1);
    const seconds = 1.01 * estimateSeconds(certificate);
    const { proved, message } = verifyCertificate(certificate, { seconds });
    expect(proved).toBe(false);
    expect(message).toMatch(
      /is too close to the mean of their losses to compare the two; a check with more digits would take about \S+ seconds$/,
    );
  });

  it("is refused without being counted to its end", () => {
    const wide = [1, 64, 64, 64, 64, 64, 64, 1];
    const certificate = make(wide, "gelu", 0.01, samples(10_000));
    expect(estimateSeconds(certificate)).toBeGreaterThan(60);
  });
});

it("counts the doublings that make a float64 an integer", () => {
  const double = (value: number) => {
    let doublings = 0;
    for (let scaled = value; !Number.isInteger(scaled); scaled *= 2) doublings++;
    return doublings;
  };
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(countDoublings(value)).toBe(double(value));
    }),
    { numRuns: 5000 },
  );
  for (const value of [5e-324, -5e-324, 2 ** -1022, 2 ** -1074 * 3, 0.5, 1.5, 0, -0, 1e300]) {
    expect(countDoublings(value)).toBe(double(value));
  }
});
