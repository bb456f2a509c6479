import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCertificate } from "../../../../src/convexity/certificate/schema";
import { ACTIVATIONS, type LossKind } from "../../../../src/experiment/spec";
import { layoutNetwork } from "../../../../src/model/network/layout";
import { amount } from "../../../support/long-run";
import { type Claim, gapPerSample, measureByReference, readScaled, verifyClaim, writeClaim } from "./certificates";

interface Shape {
  readonly number: fc.Arbitrary<number>;
  readonly losses: readonly LossKind[];
  readonly activations: readonly (typeof ACTIVATIONS)[number][];
  readonly hidden: number;
  readonly samples?: number;
  readonly points?: number;
  readonly leakySlope?: number;
}

/** Random claims: widths 1 to 3, one or two outputs, with and without residual connections and l2. */
function arbitraryClaim({
  number,
  losses,
  activations,
  hidden,
  samples,
  points,
  leakySlope,
}: Shape): fc.Arbitrary<Claim> {
  const widths = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 0, maxLength: hidden });
  return fc
    .record({
      widths,
      inputs: fc.integer({ min: 1, max: 2 }),
      outputs: fc.integer({ min: 1, max: 2 }),
      kind: fc.constantFrom(...losses),
      residual: fc.boolean(),
      l2: fc.constantFrom(0, 0.25),
      sigmoidOutput: fc.boolean(),
      samples: samples === undefined ? fc.integer({ min: 1, max: 4 }) : fc.constant(samples),
      points: points === undefined ? fc.integer({ min: 2, max: 4 }) : fc.constant(points),
    })
    .chain((plan) => {
      const outputs = plan.kind === "softmax-ce" ? 2 : plan.outputs;
      const layers = [plan.inputs, ...plan.widths, outputs];
      const vector = (length: number) => fc.array(number, { minLength: length, maxLength: length });
      const list = <T>(entry: fc.Arbitrary<T>, length: number) =>
        fc.array(entry, { minLength: length, maxLength: length });
      const oneHot: fc.Arbitrary<number[]> = fc.constantFrom([1, 0], [0, 1]);
      const zeroOrOne: fc.Arbitrary<number[]> = list(fc.constantFrom(0, 1), outputs);
      const target = plan.kind === "mse" ? vector(outputs) : plan.kind === "softmax-ce" ? oneHot : zeroOrOne;
      const output = plan.sigmoidOutput && activations.length > 3 ? ("sigmoid" as const) : ("identity" as const);
      return fc
        .record({
          activation: list(fc.constantFrom(...activations), plan.widths.length),
          inputs: list(vector(plan.inputs), plan.samples),
          targets: list(target, plan.samples),
        })
        .chain(({ activation, inputs, targets }) => {
          const network = { layers, activation, output, residual: plan.residual, ...(leakySlope && { leakySlope }) };
          const count = layoutNetwork(network).parameterCount;
          const loss = { kind: plan.kind, l2: plan.l2 };
          return list(vector(count), plan.points).map((chosen) => ({ inputs, targets, network, loss, points: chosen }));
        });
    });
}

const RATIONAL = ["identity", "relu", "leaky-relu"] as const;
const quarters = fc.integer({ min: -8, max: 8 }).map((entry) => entry / 4);
const anyNumber = fc.double({ min: -3, max: 3, noNaN: true });

describe("exact arithmetic", () => {
  it("equals float64 where float64 rounds nothing", () => {
    const shape = { number: quarters, losses: ["mse", "hinge"], activations: RATIONAL, hidden: 3 } as const;
    fc.assert(
      fc.property(arbitraryClaim({ ...shape, samples: 4, points: 2, leakySlope: 0.25 }), (claim) => {
        const verification = verifyClaim({ ...claim, arithmetic: "exact" });
        const { gap } = measureByReference(parseCertificate(writeClaim(claim)));
        expect(Number(verification.gap.lower)).toBe(4 * gap + 0);
        expect(Number(verification.gap.upper)).toBe(4 * gap + 0);
        expect(verification.proved).toBe(gap > 0);
      }),
      { seed: 1, numRuns: amount(250, 1000) },
    );
  });

  it("lies within the intervals, to the last bit", () => {
    const shape = { number: anyNumber, losses: ["mse", "hinge"], activations: RATIONAL, hidden: 4 } as const;
    fc.assert(
      fc.property(arbitraryClaim(shape), (claim) => {
        const exact = verifyClaim({ ...claim, arithmetic: "exact" }).gap;
        const interval = verifyClaim({ ...claim, arithmetic: "interval" }).gap;
        expect(readScaled(interval.lower) <= readScaled(exact.upper)).toBe(true);
        expect(readScaled(exact.lower) <= readScaled(interval.upper)).toBe(true);
        expect(readScaled(interval.upper) - readScaled(interval.lower) < 10n ** 40n).toBe(true);
      }),
      { seed: 2, numRuns: amount(250, 1000) },
    );
  });
});

describe("interval arithmetic", () => {
  it.each(["mse", "bce", "softmax-ce", "hinge"] as const)(
    "agrees with the float64 model on %s, every activation",
    (kind) => {
      fc.assert(
        fc.property(
          arbitraryClaim({ number: anyNumber, losses: [kind], activations: ACTIVATIONS, hidden: 4 }),
          (claim) => {
            const verification = verifyClaim(claim);
            const { gap, size } = measureByReference(parseCertificate(writeClaim(claim)));
            // Rounding in float64: some hundred operations deep, each relative 2^−53, amplified by weights of up to 3 a layer.
            const found = gapPerSample(verification, claim.inputs.length);
            expect(Math.abs(found - gap)).toBeLessThan(1e-10 * (1 + size));
            const width = readScaled(verification.gap.upper) - readScaled(verification.gap.lower);
            // Over 10^60: narrower than 10^-25.
            expect(width < 10n ** 35n).toBe(true);
          },
        ),
        { seed: 3, numRuns: amount(100, 400) },
      );
    },
  );
});

describe("losses that are convex", () => {
  const claims: readonly (readonly [string, fc.Arbitrary<Claim>])[] = (
    ["mse", "bce", "softmax-ce", "hinge"] as const
  ).map((kind) => {
    const plain = arbitraryClaim({
      number: fc.oneof(anyNumber, quarters),
      losses: [kind],
      activations: RATIONAL,
      hidden: 0,
    });
    return [kind, plain.filter(({ network }) => network.output !== "sigmoid")];
  });

  it.each(claims)("no chord of a linear model with %s is ever proved to break convexity", (kind, claim) => {
    fc.assert(
      fc.property(claim, fc.boolean(), (chosen, exact) => {
        const rational = kind === "mse" || kind === "hinge";
        const arithmetic = exact && rational ? ("exact" as const) : ("interval" as const);
        expect(verifyClaim({ ...chosen, arithmetic }).proved).toBe(false);
      }),
      { seed: 4, numRuns: amount(500, 2000) },
    );
  });

  it("no chord within the last layer alone is ever proved to break convexity", () => {
    const shape = {
      number: anyNumber,
      activations: ACTIVATIONS,
      hidden: 2,
      losses: ["mse", "bce", "softmax-ce", "hinge"],
    } as const;
    fc.assert(
      fc.property(arbitraryClaim(shape), (claim) => {
        const network = { ...claim.network, output: "identity" as const };
        const from = layoutNetwork(network as Parameters<typeof layoutNetwork>[0]).layers.at(-1)!.kernel;
        const points = claim.points.map((point) => [...claim.points[0]!.slice(0, from), ...point.slice(from)]);
        expect(verifyClaim({ ...claim, network, points }).proved).toBe(false);
      }),
      { seed: 5, numRuns: amount(250, 1000) },
    );
  });

  it("saturated logistic and duplicated features stay unproved", () => {
    const far = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const claim = arbitraryClaim({ number: far, losses: ["bce", "softmax-ce"], activations: RATIONAL, hidden: 0 });
    fc.assert(
      fc.property(claim, (chosen) => {
        const inputs = chosen.inputs.map((row) => row.map(() => row[0]!));
        expect(verifyClaim({ ...chosen, inputs }).proved).toBe(false);
      }),
      { seed: 6, numRuns: amount(250, 1000) },
    );
  });
});

it("the gap of a network of the page's default size lies where float64 finds it, for every activation", () => {
  for (const activation of ACTIVATIONS) {
    const claim: Claim = {
      network: { layers: [2, 8, 8, 1], activation },
      loss: { kind: "bce" },
      inputs: Array.from({ length: 40 }, (_, s) => [Math.sin(s), Math.cos(3 * s)]),
      targets: Array.from({ length: 40 }, (_, s) => [s % 2]),
      points: [1, 2].map((turn) => Array.from({ length: 105 }, (_, p) => Math.sin(turn * p + 1))),
    };
    const { gap, size } = measureByReference(parseCertificate(writeClaim(claim)));
    const found = gapPerSample(verifyClaim(claim), claim.inputs.length);
    expect(Math.abs(found - gap), activation).toBeLessThan(1e-10 * (1 + size));
  }
});
