import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_SPEC } from "../../../../src/experiment/defaults";
import { ACTIVATIONS, type NetworkSpec } from "../../../../src/experiment/spec";
import { activationRule } from "../../../../src/model/network/activations";
import { runForward } from "../../../../src/model/network/evaluate";
import { asParameters, layoutNetwork } from "../../../../src/model/network/layout";
import { respondLayer } from "../../../../src/model/report/unit-response";
import { createRandom } from "../../../../src/numeric/random";
import { frameData } from "../../../../src/studio/views/data/decision-field";
import {
  DERIVATIVES,
  findExtremes,
  traceActivation,
  traceQuestion,
} from "../../../../src/tools/network/activation-curves";
import { createReportFollower } from "../../../../src/tools/network/report-follower";
import { traceUnit } from "../../../../src/tools/network/unit-field";
import { keepInNetwork, moveFrom, nameUnit, type UnitMove } from "../../../../src/tools/network/unit-place";
import { DIAGRAM_WIDTH, layoutDiagram } from "../../../../src/tools/network/views/diagram-layout";
import { describeReach, findDecades } from "../../../../src/tools/network/views/gradient-view";
import { measureWeights, strongestOfBand } from "../../../../src/tools/network/views/weight-view";
import { serviceWith } from "../../../support/service-with";
import { makeTrainingPlan } from "../../../support/training-plans";

function layoutOf(...layers: number[]) {
  const network: NetworkSpec = { layers, activation: "relu", output: "identity", residual: false };
  return layoutNetwork(network);
}

describe("the diagram", () => {
  it("draws lines between narrow layers and cells between wide ones", () => {
    const { rows, weights } = layoutDiagram(layoutOf(2, 12, 12, 13, 64, 1));
    expect(weights.map(({ form }) => form)).toEqual(["lines", "lines", "matrix", "matrix", "matrix"]);
    expect(rows.map(({ shape }) => shape)).toEqual(["circle", "circle", "circle", "circle", "cell", "circle"]);
  });

  it("folds many inputs into bands, each with the strongest of its weights", () => {
    const layout = layoutOf(1000, 3, 1);
    const [inputs] = layoutDiagram(layout).rows;
    expect(inputs).toMatchObject({ inputsPerMark: 16 });
    expect(inputs!.x).toHaveLength(63);
    const theta = asParameters(
      layout,
      Float64Array.from({ length: layout.parameterCount }, (_, p) => Math.sin(p)),
    );
    const [layer] = layout.layers;
    for (const band of [0, 31, 62]) {
      const weights = Array.from({ length: 1000 }, (_, i) => theta[i * 3 + 1]!).slice(16 * band, 16 * band + 16);
      const strongest = strongestOfBand(theta, layer!, band, 16, 1);
      expect(weights).toContain(strongest);
      expect(Math.abs(strongest)).toBe(Math.max(...weights.map(Math.abs)));
    }
  });

  it("keeps every mark inside, apart from its neighbours, at any size that a spec may have", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1024 }),
        fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 7 }),
        (inputs, widths) => {
          const { rows, weights } = layoutDiagram(layoutOf(inputs, ...widths));
          for (const { x, spacing } of rows) {
            expect(x[0]! - spacing / 2).toBeGreaterThanOrEqual(64 - 1e-9);
            expect(x.at(-1)! + spacing / 2).toBeLessThanOrEqual(DIAGRAM_WIDTH + 1e-9);
            for (let i = 1; i < x.length; i++) expect(x[i]! - x[i - 1]!).toBeCloseTo(spacing, 9);
          }
          for (const { height } of weights) expect(height).toBeLessThanOrEqual(96);
        },
      ),
    );
  });
});

describe("going from unit to unit", () => {
  const network = layoutOf(2, 8, 4, 1);

  it.each<readonly [UnitMove, readonly [number, number], readonly [number, number]]>([
    ["right", [0, 3], [0, 4]],
    ["right", [0, 7], [0, 7]],
    ["left", [0, 0], [0, 0]],
    ["last", [0, 2], [0, 7]],
    ["first", [1, 2], [1, 0]],
    ["down", [0, 6], [1, 3]],
    ["down", [1, 3], [2, 0]],
    ["down", [2, 0], [2, 0]],
    ["up", [1, 0], [0, 1]],
    ["up", [0, 5], [0, 5]],
  ])("%s from %j leads to %j", (move, [layer, unit], [toLayer, toUnit]) => {
    expect(moveFrom(network, { layer, unit }, move)).toEqual({ layer: toLayer, unit: toUnit });
  });

  it("keeps a place inside another network", () => {
    expect(keepInNetwork(layoutOf(2, 3, 1), { layer: 4, unit: 7 })).toEqual({ layer: 1, unit: 0 });
    expect(keepInNetwork(layoutOf(2, 3, 1), { layer: 0, unit: 7 })).toEqual({ layer: 0, unit: 2 });
    expect(nameUnit(network, { layer: 0, unit: 2 })).toBe("Hidden 1, unit 3");
    expect(nameUnit(network, { layer: 2, unit: 0 })).toBe("Output, unit 1");
  });
});

describe("what is shown of a unit", () => {
  const { layout, data } = makeTrainingPlan({ network: { residual: true, activation: "elu" } });
  const random = createRandom(2, "test");
  const theta = asParameters(
    layout,
    Float64Array.from({ length: layout.parameterCount }, () => random.normal()),
  );

  it("is what its layer is given for every sample", () => {
    for (const [k, { units }] of layout.layers.entries()) {
      const found = respondLayer(layout, theta, data, k);
      for (let s = 0; s < data.samples; s++) {
        const { preactivations } = runForward(layout, theta, data.x.subarray(2 * s, 2 * s + 2));
        expect(found.subarray(s * units, (s + 1) * units)).toEqual(preactivations[k]);
      }
    }
  });

  it("is the activation of that over the window, with its least and greatest", () => {
    const place = { layer: 1, unit: 3 };
    const { columns, rows, preactivations, values, least, most } = traceUnit(
      layout,
      theta,
      data,
      frameData(data),
      place,
    );
    expect(values).toHaveLength(columns * rows);
    const rule = activationRule("elu", 0);
    values.forEach((value, i) => {
      expect(value).toBe(rule.value(preactivations[i]!));
    });
    expect([least, most]).toEqual([Math.min(...values), Math.max(...values)]);
  });

  it("has the lengths of the weights on both sides", () => {
    const { incoming, outgoing } = measureWeights(layout, theta, { layer: 0, unit: 2 });
    const [first, second] = layout.layers;
    expect(incoming).toBeCloseTo(Math.hypot(...[0, 1].map((i) => theta[first!.kernel + i * first!.units + 2]!)), 14);
    const row = second!.kernel + 2 * second!.units;
    expect(outgoing).toBeCloseTo(Math.hypot(...theta.subarray(row, row + second!.units)), 14);
    expect(measureWeights(layout, theta, { layer: 2, unit: 0 }).outgoing).toBeNull();
  });
});

describe("the plotted activations", () => {
  it.each(ACTIVATIONS)("%s: every curve goes over the whole range, and jumps only between two pieces", (activation) => {
    const rule = activationRule(activation, 0.01);
    for (const reach of [6, 100] as const) {
      for (const [order, derivative] of DERIVATIVES.entries()) {
        const pieces = traceActivation(activation, 0.01, derivative, reach);
        expect([pieces[0]!.z[0], pieces.at(-1)!.z.at(-1)]).toEqual([-reach, reach]);
        const steepest = rule.bounds[order]!;
        for (const { z, values } of pieces) {
          for (let i = 1; i < z.length; i++) {
            const rounding = 1e-9 * (1 + Math.abs(values[i]!));
            expect(Math.abs(values[i]! - values[i - 1]!)).toBeLessThanOrEqual(
              steepest * (z[i]! - z[i - 1]!) + rounding,
            );
          }
        }
        const jumps = [0, rule.firstJump, rule.secondJump][order]!;
        expect(pieces).toHaveLength(jumps > 0 ? 2 : 1);
        if (pieces.length === 2) {
          expect(Math.abs(pieces[1]!.values[0]! - pieces[0]!.values.at(-1)!)).toBeCloseTo(jumps, 12);
        }
      }
    }
  });

  it("has the question's extremes at −1 and 1", () => {
    const { most, least } = findExtremes(traceQuestion());
    expect([most.z, least.z]).toEqual([-1, 1]);
    expect(most.value).toBeCloseTo(0.0908540843, 10);
    expect(least.value).toBeCloseTo(-0.0908540843, 10);
  });
});

describe("the sentence on the gradient", () => {
  const row = (name: string, perParameter: number) => ({ name, perParameter });

  it.each([
    [
      [0.02, 0.01],
      "The gradient reaches every layer: per parameter, the gradient of the first layer is 2 times that of the last.",
    ],
    [
      [1e-6, 1e-2],
      "The gradient vanishes towards the first layer: per parameter, the gradient of the first layer is 0.0001 times that of the last.",
    ],
    [
      [20, 1e-3],
      "The gradient explodes towards the first layer: per parameter, the gradient of the first layer is 20,000 times that of the last.",
    ],
    [[0, 0], "The gradient is 0 in every layer."],
    [[0, 1], "No gradient reaches hidden 1."],
    [[3], "The network has only one layer."],
  ])("%j", (lengths, sentence) => {
    expect(describeReach(lengths.map((length, k) => row(`Hidden ${k + 1}`, length)))).toBe(sentence);
  });

  it("has an axis of whole decades that holds all bars", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1 }), (values) => {
        const [low, high] = findDecades(values);
        expect(high - low).toBeGreaterThanOrEqual(2);
        for (const value of values.filter((entry) => entry > 0)) {
          expect(Math.log10(value)).toBeGreaterThan(low);
          expect(Math.log10(value)).toBeLessThanOrEqual(high);
        }
      }),
    );
  });
});

describe("following weights that move", () => {
  it("asks for the newest only, one at a time, and never for the same again", async () => {
    const { layout } = makeTrainingPlan();
    const asked: number[] = [];
    let answer: (() => void) | undefined;
    const seen: number[] = [];
    const follower = createReportFollower(
      serviceWith({
        reportNetwork: async ({ parameters }) => {
          asked.push(parameters[0]!);
          await new Promise<void>((resolve) => {
            answer = resolve;
          });
          return { loss: 0, samples: 1, layers: [] };
        },
      }),
      ({ parameters }) => seen.push(parameters[0]!),
      () => {},
    );
    const weights = [1, 2, 3].map((value) => asParameters(layout, new Float64Array(layout.parameterCount).fill(value)));
    for (const theta of weights) follower.follow(DEFAULT_SPEC, theta);
    expect(asked).toEqual([1]);
    answer!();
    await expect.poll(() => asked, { timeout: 5_000 }).toEqual([1, 3]);
    follower.follow({ ...DEFAULT_SPEC, plane: { kind: "gradient" } }, weights[2]!);
    answer!();
    await expect.poll(() => seen, { timeout: 5_000 }).toEqual([1, 3]);
    follower.follow(DEFAULT_SPEC, weights[0]!);
    follower.rest();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(asked).toEqual([1, 3]);
  });
});
