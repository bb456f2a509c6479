import { describe, expect, it } from "vitest";
import { parseCertificate, parseCertificateText } from "../../../../src/convexity/certificate/schema";
import { type CertificateQuestion, searchCertificate } from "../../../../src/convexity/certificate/search";
import { verifyCertificate } from "../../../../src/convexity/certificate/verify";
import type { Dataset } from "../../../../src/data/dataset";
import { ACTIVATIONS, type LossSpec, type NetworkSpec } from "../../../../src/experiment/spec";
import { evaluateGradient, evaluateLoss } from "../../../../src/model/network/evaluate";
import { asParameters, layoutNetwork, type Parameters } from "../../../../src/model/network/layout";
import { groupHiddenLayers, permuteUnits, shiftUnits } from "../../../../src/model/network/permutation";
import { measureByReference } from "./certificates";

/** Two interleaved arcs of points, without noise; targets 0 and 1. */
function makeArcs(samples: number): Dataset {
  const x = new Float64Array(2 * samples);
  const y = new Float64Array(samples);
  for (let s = 0; s < samples; s++) {
    const upper = s % 2 === 0;
    const angle = (Math.PI * s) / samples;
    x[2 * s] = upper ? Math.cos(angle) : 1 - Math.cos(angle);
    x[2 * s + 1] = upper ? Math.sin(angle) : 0.5 - Math.sin(angle);
    y[s] = upper ? 0 : 1;
  }
  return { samples, inputs: 2, outputs: 1, x, y, task: "classification" };
}

/** Weights that look random and are the same on every machine. */
function startParameters(network: NetworkSpec): Parameters {
  const layout = layoutNetwork(network);
  return asParameters(
    layout,
    Array.from({ length: layout.parameterCount }, (_, p) => 0.8 * Math.sin(12.9898 * (p + 1) ** 1.5)),
  );
}

/** Full-batch Adam in float64. */
function train(network: NetworkSpec, loss: LossSpec, data: Dataset, steps: number): Parameters {
  const layout = layoutNetwork(network);
  const theta = startParameters(network);
  const [first, second] = [new Float64Array(theta.length), new Float64Array(theta.length)];
  for (let step = 1; step <= steps; step++) {
    const { gradient } = evaluateGradient({ layout, loss, data }, theta);
    gradient.forEach((slope, p) => {
      first[p] = 0.9 * first[p]! + 0.1 * slope;
      second[p] = 0.999 * second[p]! + 0.001 * slope * slope;
      const unbiased = Math.sqrt(second[p]! / (1 - 0.999 ** step));
      theta[p]! -= (0.03 * first[p]!) / (1 - 0.9 ** step) / (unbiased + 1e-8);
    });
  }
  return theta;
}

function ask(network: NetworkSpec, loss: LossSpec, data: Dataset, theta: Parameters): CertificateQuestion {
  const layout = layoutNetwork(network);
  return {
    network,
    loss,
    data,
    theta,
    chords: [],
    evaluateLoss: (point) => evaluateLoss({ layout, loss, data }, point),
  };
}

const BCE: LossSpec = { kind: "bce", l2: 0 };
const MSE: LossSpec = { kind: "mse", l2: 0 };

function makeNetwork(layers: number[], activation: NetworkSpec["activation"], residual = false): NetworkSpec {
  return { layers, activation, output: "identity", residual };
}

describe("a trained network of the default size", () => {
  const data = makeArcs(128);
  it.each(ACTIVATIONS)(
    "with %s is settled, and its certificate verifies from text",
    { timeout: 60_000 },
    async (activation) => {
      const network = makeNetwork([2, 8, 8, 1], activation);
      const theta = train(network, BCE, data, 200);
      const start = performance.now();
      const { finding, attempts } = await searchCertificate(ask(network, BCE, data, theta));
      const elapsed = performance.now() - start;
      expect(finding, JSON.stringify(attempts)).not.toBeNull();
      const text = JSON.stringify(finding!.certificate);
      process.stdout.write(
        `${activation}: ${finding!.method}, gap ${finding!.gap.toPrecision(3)}, ${elapsed.toFixed(0)} ms, ${text.length} characters\n`,
      );
      const certificate = parseCertificateText(text);
      const again = verifyCertificate(certificate);
      expect(again.proved).toBe(true);
      expect(again.gap).toEqual(certificate.gap);
      expect(Number(certificate.gap.lower)).toBeGreaterThan(0);
      const { gap, size } = measureByReference(certificate);
      expect(Math.abs(gap - finding!.gap)).toBeLessThan(1e-12 * size);
      expect(finding!.gap).toBeLessThanOrEqual(Number(certificate.gap.lower) / 128);
    },
  );

  it("is proved exactly with relu and mse", async () => {
    const network = makeNetwork([2, 8, 8, 1], "relu");
    const { finding } = await searchCertificate(ask(network, MSE, data, train(network, MSE, data, 200)));
    expect(finding!.certificate.arithmetic).toBe("exact");
    expect(finding!.certificate.gap.lower).toBe(finding!.verification.gap.lower);
  });

  it("is settled with residual connections", async () => {
    const network = makeNetwork([2, 6, 6, 6, 1], "tanh", true);
    const { finding, attempts } = await searchCertificate(ask(network, BCE, data, train(network, BCE, data, 200)));
    expect(finding, JSON.stringify(attempts)).not.toBeNull();
  });
});

describe("the search", () => {
  const data: Dataset = {
    samples: 3,
    inputs: 1,
    outputs: 1,
    x: Float64Array.of(1, -1, 2),
    y: Float64Array.of(1, -0.5, 0.5),
    task: "given",
  };
  const network = makeNetwork([1, 1, 1], "relu");
  const point = (...values: number[]) => asParameters(layoutNetwork(network), values);

  it("proves a handed chord, with endpoints of few bits", async () => {
    const chord = { from: point(1.0000001, -1.5, 1, 0), to: point(1.0000001, -0.5, 1, 0) };
    const { finding, attempts } = await searchCertificate(
      {
        ...ask(network, MSE, data, point(1, -1, 1, 0)),
        chords: [
          { method: "hessian-chord", ...chord },
          { method: "grid-chord", ...chord },
        ],
      },
      { methods: ["permutation", "collapsed-average", "grid-chord", "hessian-chord"] },
    );
    expect(finding!.method).toBe("grid-chord");
    expect(attempts.map(({ method }) => method)).toEqual(["permutation", "collapsed-average"]);
    expect(finding!.points.map((entry) => [...entry])).toEqual([
      [1, -1.5, 1, 0],
      [1, -0.5, 1, 0],
    ]);
    expect([...finding!.mean]).toEqual([1, -1, 1, 0]);
    expect(finding!.certificate.gap.lower).toBe("0.125");
  });

  it("keeps all bits where rounding would lose the proof", async () => {
    // The crease is at w·x + b = 0: the chord across it is 2^-24 long, far below every rounding but the last.
    const reach = 2 ** -25;
    const question = ask(
      network,
      MSE,
      { ...data, samples: 1, x: Float64Array.of(1), y: Float64Array.of(1) },
      point(1, -1, 1, 0),
    );
    const chord = { from: point(1, -1 - reach, 1, 0), to: point(1, -1 + reach, 1, 0) };
    const chords = [{ method: "grid-chord" as const, ...chord }];
    const { finding } = await searchCertificate({ ...question, chords }, { methods: ["grid-chord"] });
    expect(finding!.points.map((entry) => [...entry])).toEqual([[...chord.from], [...chord.to]]);
    expect(finding!.verification.proved).toBe(true);
  });

  it("finds nothing on a convex loss and lists its attempts", async () => {
    const linear = makeNetwork([1, 1], "relu");
    const layout = layoutNetwork(linear);
    const chords = Array.from({ length: 50 }, (_, i) => ({
      method: "grid-chord" as const,
      from: asParameters(layout, [Math.sin(i), Math.cos(7 * i)]),
      to: asParameters(layout, [Math.sin(3 * i), Math.cos(5 * i)]),
    }));
    const { finding, attempts } = await searchCertificate({ ...ask(linear, MSE, data, chords[0]!.from), chords });
    expect(finding).toBeNull();
    expect(attempts.map(({ method, candidates }) => [method, candidates]).filter(([, count]) => count !== 0)).toEqual([
      ["grid-chord", 50],
    ]);
    const { bestGap } = attempts.find(({ method }) => method === "grid-chord")!;
    expect(bestGap).toBeLessThan(1e-15);
  });

  it("reports progress up to 1 and stops when aborted", async () => {
    const wide = makeNetwork([2, 8, 1], "tanh");
    const question = ask(wide, BCE, makeArcs(64), startParameters(wide));
    const seen: number[] = [];
    await searchCertificate({ ...question, evaluateLoss: () => 1 }, { onProgress: (fraction) => seen.push(fraction) });
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    const controller = new AbortController();
    const search = searchCertificate(question, { signal: controller.signal });
    controller.abort();
    await expect(search).rejects.toMatchObject({ name: "AbortError" });
  });

  it("survives a loss that is not finite", async () => {
    const wide = makeNetwork([2, 4, 1], "relu");
    const question = ask(wide, MSE, makeArcs(8), startParameters(wide));
    const { finding, attempts } = await searchCertificate({ ...question, evaluateLoss: () => Number.NaN });
    expect(finding).toBeNull();
    expect(attempts[0]!.bestGap).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe("exchanging units", () => {
  const data = makeArcs(16);
  it.each([
    [[2, 5, 3, 1], false],
    [[2, 4, 4, 4, 1], true],
    [[2, 3, 4, 4, 2, 2, 1], true],
  ])("leaves the loss of %j, residual %s, as it is", (layers, residual) => {
    const network = makeNetwork(layers, "sin", residual);
    const layout = layoutNetwork(network);
    const theta = startParameters(network);
    const loss = evaluateLoss({ layout, loss: BCE, data }, theta);
    for (const group of groupHiddenLayers(layout)) {
      for (const shifted of shiftUnits(layout, theta, group)) {
        expect(Math.abs(evaluateLoss({ layout, loss: BCE, data }, shifted) - loss)).toBeLessThan(1e-13 * (1 + loss));
      }
    }
  });

  it("joins layers that a residual connection ties", () => {
    expect(groupHiddenLayers(layoutNetwork(makeNetwork([2, 3, 4, 4, 2, 2, 1], "relu", true)))).toEqual([
      [0],
      [1, 2],
      [3, 4],
    ]);
    expect(groupHiddenLayers(layoutNetwork(makeNetwork([2, 4, 4, 1], "relu")))).toEqual([[0], [1]]);
    expect(groupHiddenLayers(layoutNetwork(makeNetwork([2, 1], "relu")))).toEqual([]);
  });

  it("moves a unit's weights with it", () => {
    const layout = layoutNetwork(makeNetwork([1, 2, 1], "relu"));
    const theta = asParameters(layout, [1, 2, 3, 4, 5, 6, 7]);
    expect([...permuteUnits(layout, theta, [0], [1, 0])]).toEqual([2, 1, 4, 3, 6, 5, 7]);
  });
});

it("a certificate from the search is plain JSON of the schema", async () => {
  const network = makeNetwork([2, 4, 1], "tanh");
  const data = makeArcs(32);
  const { finding } = await searchCertificate(ask(network, BCE, data, train(network, BCE, data, 150)));
  expect(parseCertificate(JSON.parse(JSON.stringify(finding!.certificate)))).toEqual(finding!.certificate);
});
