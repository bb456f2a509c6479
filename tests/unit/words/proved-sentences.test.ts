import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Certificate, formatDecimal, parseCertificate } from "../../../src/convexity/certificate/schema";
import type { CertificateFinding } from "../../../src/convexity/certificate/search";
import { readProvedGap } from "../../../src/convexity/certificate/search/proved-gap";
import { verifyCertificate } from "../../../src/convexity/certificate/verify";
import { describeProof, listProofSentences } from "../../../src/convexity/verdict/proof-words";
import { settleFromWeights } from "../../../src/convexity/verdict/settle";
import { describeLegend } from "../../../src/drawing/legend/legend";
import { describeChordGap, type SceneChord } from "../../../src/drawing/overlays/scene-chord";
import { DEFAULT_SPEC } from "../../../src/experiment/defaults";
import { parseSpec } from "../../../src/experiment/parse";
import { DEFAULT_VIEW } from "../../../src/experiment/view";
import { writeCaption } from "../../../src/formats/captions/caption";
import { asParameters, layoutNetwork, unflattenWeights } from "../../../src/model/network/layout";
import { createRandom } from "../../../src/numeric/random";
import { planLandscape } from "../../../src/slice/plan-landscape";
import { describeChord } from "../../../src/studio/sentences/place-text";
import { writeStatistic } from "../../../src/tools/compare/views/statistics-table";
import { describeGap } from "../../../src/tools/learn/lessons/composing";
import { oneNeuron } from "../../../src/tools/learn/lessons/one-neuron";
import { describeBarrier } from "../../../src/tools/solutions/views/path-text";
import { evaluateSynthetic, SYNTHETIC_SLICES } from "../../render/synthetic-landscapes";
import { addFractions, compareFractions, type Fraction, readFloat, readText } from "../../support/fractions";

const SADDLE = evaluateSynthetic(SYNTHETIC_SLICES.saddle, 5);
const NUMBER = "(10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|[\\d.,]*\\d(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)";

/** The number that a sentence tells as proved. */
function readProved(sentence: string): Fraction {
  const found = new RegExp(`(?:at least|≥) ${NUMBER}`).exec(sentence);
  if (!found) throw new Error(`tells nothing as proved: ${sentence}`);
  return readText(found[1]!);
}

/** At most the bound, and within 1 % of it: three digits are kept. */
function expectProved(sentence: string, bound: Fraction): void {
  const told = readProved(sentence);
  expect(compareFractions(told, bound), sentence).toBeLessThanOrEqual(0);
  const near = { numerator: 99n * bound.numerator, denominator: 100n * bound.denominator };
  expect(compareFractions(told, near), sentence).toBeGreaterThanOrEqual(0);
}

function chordOf(value: number, error: number): SceneChord {
  const point = { x: 0, y: 0, loss: 1 };
  return { from: point, to: point, middle: point, gap: { value, error }, proved: error === 0 };
}

const findingOf = (gap: number) =>
  ({ method: "permutation", gap, certificate: { arithmetic: "exact" } as Certificate }) satisfies Pick<
    CertificateFinding,
    "method" | "gap" | "certificate"
  >;

/** Sentences about a gap of a certificate. */
const OF_CERTIFICATE: Readonly<Record<string, (gap: number) => string>> = {
  verdict: (gap) => describeProof(findingOf(gap)),
  "the comparison’s table": (gap) => writeStatistic("bound", gap),
  caption: (gap) =>
    writeCaption({
      spec: DEFAULT_SPEC,
      landscape: SADDLE,
      verdict: { kind: "not-convex", scope: "loss", reason: "It is." },
      proof: { arithmetic: "exact", points: 2, gap },
      version: "1",
    }),
};

/** Sentences about a gap in float64 with a bound on its error. */
const OF_EVALUATION: Readonly<Record<string, (gap: number, error: number) => string>> = {
  "the chord on the surface": (gap, error) => describeChordGap(chordOf(gap, error)),
  legend: (gap, error) =>
    describeLegend(SADDLE, { ...DEFAULT_VIEW, contours: false }, "", { chord: chordOf(gap, error) }).help.join(" "),
  "a chord of one’s own": (gap, gapError) =>
    describeChord({ places: new Float64Array(), losses: new Float64Array(), gap, gapError }),
  lesson: (gap, error) => describeGap({ gap, error }),
  barrier: (value, error) =>
    describeBarrier({ barrier: { value, error, place: 0.5 }, places: new Float64Array(3) } as Parameters<
      typeof describeBarrier
    >[0]),
};

/** Above 0: of all magnitudes, beside powers of ten, and such as carry. */
const anyGap = fc.oneof(
  fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true }),
  fc.double({ min: Number.MIN_VALUE, max: 1e-307, noNaN: true }),
  fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
  fc
    .tuple(fc.constantFrom(0.1236, 9.994, 9.995, 9.999, 1, 1.005), fc.integer({ min: -307, max: 300 }))
    .map(([lead, power]) => Number(`${lead}e${power}`)),
);

describe("no sentence states more than was proved", () => {
  it.each(Object.entries(OF_CERTIFICATE))("%s", (_, describe) => {
    fc.assert(
      fc.property(anyGap, (gap) => expectProved(describe(gap), readFloat(gap))),
      { numRuns: 500 },
    );
  });

  it.each(Object.entries({ ...OF_CERTIFICATE, ...OF_EVALUATION }))(
    "%s, of a decimal bound of any length",
    (_, describe) => {
      fc.assert(
        fc.property(
          fc.bigInt({ min: 1n, max: 10n ** 40n }),
          fc.integer({ min: 0, max: 400 }),
          fc.integer({ min: 1, max: 10_000 }),
          (numerator, doublings, samples) => {
            const denominator = 1n << BigInt(doublings);
            const gap = readProvedGap(formatDecimal(numerator, denominator, "down"), samples);
            expectProved(describe(gap, 0), { numerator, denominator: denominator * BigInt(samples) });
          },
        ),
        { numRuns: 200 },
      );
    },
  );

  it.each(Object.entries(OF_EVALUATION))("%s", (_, describe) => {
    fc.assert(
      fc.property(anyGap, fc.double({ min: 0, max: 0.999, noNaN: true }), (gap, part) => {
        const error = gap * part;
        fc.pre(gap > error);
        const exact = readFloat(error);
        expectProved(describe(gap, error), addFractions(readFloat(gap), { ...exact, numerator: -exact.numerator }));
      }),
      { numRuns: 500 },
    );
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "the verdict, of the weights that are shown and of those of the certificate, which are rounded: seed %i",
    async (seed) => {
      const samples = 16;
      const spec = parseSpec({
        ...DEFAULT_SPEC,
        dataset: { kind: "generated", name: "moons", samples, noise: 0.1, seed },
        network: { layers: [2, 4, 1], activation: "relu" },
        loss: { kind: "mse" },
        plane: { kind: "random", normalization: "filter", seed },
      });
      const layout = layoutNetwork(spec.network);
      const random = createRandom(seed, "weights");
      const theta = asParameters(
        layout,
        Array.from({ length: layout.parameterCount }, () => 4 * random.uniform() - 2),
      );
      const { verdict, finding } = await settleFromWeights(planLandscape(spec, theta), spec.network);
      if (!finding) throw new Error(verdict.reason);
      const points = finding.unrounded.map((point) => ({ layers: unflattenWeights(layout, point) }));
      const shown = verifyCertificate(
        parseCertificate({ ...finding.certificate, points, gap: { lower: "0", upper: "1e9" } }),
      );
      expect(shown.proved, shown.message).toBe(true);
      for (const sentence of [verdict.reason, listProofSentences(finding).join(" ")]) {
        for (const { gap } of [shown, verifyCertificate(finding.certificate)]) {
          const [whole = "0", decimals = ""] = gap.lower.split(".");
          // The verifier bounds the gap times the number of samples.
          const denominator = 10n ** BigInt(decimals.length) * BigInt(samples);
          const exact = { numerator: BigInt(whole + decimals), denominator };
          expect(compareFractions(readProved(sentence), exact), sentence).toBeLessThanOrEqual(0);
        }
      }
    },
  );

  it("the command that checks a certificate", () => {
    // A line through 0 at both points' outputs ±a: the middle's output is 0 where the targets are ±a.
    const size = fc.oneof(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), fc.constantFrom(9.999, 0.1236, 1));
    fc.assert(
      fc.property(size, fc.integer({ min: 1, max: 4 }), (height, samples) => {
        const layers = (input: number, output: number) => ({
          layers: [
            { kernel: [[input]], bias: [0] },
            { kernel: [[output]], bias: [0] },
          ],
        });
        const certificate = {
          format: "losscape-certificate",
          version: 1,
          claim: "not-convex",
          network: { layers: [1, 1, 1], activation: "identity", output: "identity", residual: false },
          loss: { kind: "mse", l2: 0 },
          dataset: { inputs: Array(samples).fill([1]), targets: Array(samples).fill([height]) },
          points: [layers(height, 1), layers(-height, -1)],
          arithmetic: "exact",
        } as unknown as Certificate;
        const { proved, message } = verifyCertificate({
          ...certificate,
          gap: { lower: "0", upper: "1e9" },
        } as Certificate);
        const exact = readFloat(height);
        if (!proved) throw new Error(message);
        // Both points fit exactly; their mean gives 0, so the gap is the height's square.
        expectProved(message, {
          numerator: exact.numerator ** 2n,
          denominator: exact.denominator ** 2n,
        });
      }),
      { numRuns: 100 },
    );
  });

  it("the lesson of one neuron", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: 0.001, max: 2, noNaN: true })),
          { minLength: 1, maxLength: 3 },
        ),
        (samples) => {
          fc.pre(samples.some(([x, y]) => Math.abs(x * y) > 1e-6));
          const dataset = { kind: "points", inputs: samples.map(([x]) => [x]), targets: samples.map(([, y]) => [y]) };
          const spec = { ...DEFAULT_SPEC, dataset };
          const moment = { state: { spec }, outcome: { landscape: SADDLE }, settings: {} };
          const said = oneNeuron.reading(moment as unknown as Parameters<typeof oneNeuron.reading>[0]);
          const sum = samples
            .map(([x, y]) => [readFloat(Math.abs(x)), readFloat(y)] as const)
            .map(([x, y]) => ({ numerator: x.numerator * y.numerator, denominator: x.denominator * y.denominator }))
            .reduce(addFractions);
          expectProved(said, { numerator: 2n * sum.numerator, denominator: BigInt(samples.length) * sum.denominator });
        },
      ),
    );
  });
});
