import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dataset } from "../../../../src/data/dataset";
import { ACTIVATIONS, type Activation, LOSSES, type NetworkSpec } from "../../../../src/experiment/spec";
import { linearizeLoss } from "../../../../src/model/hessian/terms";
import { evaluateGradient, evaluateLoss } from "../../../../src/model/network/evaluate";
import { asParameters, layoutNetwork, type Parameters } from "../../../../src/model/network/layout";
import { questionCurve } from "../../../../src/model/network/question-curve";
import type { Problem } from "../../../../src/model/problem";
import { reportNetwork } from "../../../../src/model/report/network";
import { reportUnit, type UnitState } from "../../../../src/model/report/unit";
import { createRandom } from "../../../../src/numeric/random";
import { oracle } from "../../../support/oracles";
import { makeTrainingPlan } from "../../../support/training-plans";

function drawParameters(task: Pick<Problem, "layout">, seed: number): Parameters {
  const random = createRandom(seed, "test");
  return asParameters(
    task.layout,
    Float64Array.from({ length: task.layout.parameterCount }, () => 0.8 * random.normal()),
  );
}

/** A chain of units, each of weight w and bias 0, on one sample x with target y. */
function makeChain(activation: Activation, depth: number, w: number, x: number, y: number) {
  const network: NetworkSpec = {
    layers: new Array<number>(depth + 1).fill(1),
    activation,
    output: "identity",
    residual: false,
  };
  const layout = layoutNetwork(network);
  const data: Dataset = {
    samples: 1,
    inputs: 1,
    outputs: 1,
    x: Float64Array.of(x),
    y: Float64Array.of(y),
    task: "given",
  };
  const theta = asParameters(
    layout,
    Float64Array.from({ length: 2 * depth }, (_, p) => (p % 2 === 0 ? w : 0)),
  );
  return { task: { layout, loss: { kind: "mse" as const, l2: 0 }, data }, theta };
}

describe("the gradient by layer", () => {
  it.each([
    ...ACTIVATIONS.map((activation) => ({ activation, loss: "mse" as const, residual: false })),
    ...LOSSES.map((loss) => ({ activation: "tanh" as const, loss, residual: true })),
  ])("is that of the whole gradient, cut at the layers: $activation, $loss", async ({ activation, loss, residual }) => {
    const task = makeTrainingPlan({ loss, l2: 0.02, network: { activation, residual } });
    const theta = drawParameters(task, 3);
    const { loss: value, gradient } = evaluateGradient(task, theta);
    const report = await reportNetwork(task, theta);
    expect(report.loss).toBeCloseTo(value, 12);
    for (const [k, { kernel, bias, units, inputs }] of task.layout.layers.entries()) {
      const found = report.layers[k]!.gradient;
      const length = (from: number, to: number) => Math.hypot(...gradient.subarray(from, to));
      expect(found.kernel).toBeCloseTo(length(kernel, bias), 12);
      expect(found.bias).toBeCloseTo(length(bias, bias + units), 12);
      expect(found.perParameter).toBeCloseTo(length(kernel, bias + units) / Math.sqrt((inputs + 1) * units), 12);
    }
  });

  it("agrees with central differences of the loss", async () => {
    const task = makeTrainingPlan({ loss: "bce", network: { activation: "sigmoid" } });
    const theta = drawParameters(task, 4);
    const { layers } = await reportNetwork(task, theta);
    const h = 2 ** -13;
    const differences = theta.map((_, p) => {
      const lossAt = (side: 1 | -1) => {
        const moved = asParameters(task.layout, theta);
        moved[p]! += side * h;
        return evaluateLoss(task, moved);
      };
      return (lossAt(1) - lossAt(-1)) / (2 * h);
    });
    for (const [k, { kernel, bias }] of task.layout.layers.entries()) {
      const expected = Math.hypot(...differences.subarray(kernel, bias));
      // h²/6 times a third derivative below 10 in each entry, and two losses off by a few roundings over 2h.
      const bound = Math.sqrt(bias - kernel) * ((10 * h * h) / 6 + (64 * 2 ** -53) / h);
      expect(Math.abs(layers[k]!.gradient.kernel - expected)).toBeLessThan(bound);
    }
  });

  it("agrees with the slopes of each unit in the Hessian's pass", async () => {
    const task = makeTrainingPlan({ network: { activation: "gelu" } });
    const theta = drawParameters(task, 5);
    const report = await reportNetwork(task, theta);
    const terms = linearizeLoss(task, theta);
    for (const [k, { layer, dz, z }] of terms.layers.entries()) {
      const below = k === 0 ? task.data.x : terms.layers[k - 1]!.a;
      for (let j = 0; j < layer.units; j++) {
        const own = new Float64Array(layer.inputs + 1);
        const values = new Float64Array(task.data.samples);
        for (let s = 0; s < task.data.samples; s++) {
          const slope = dz[s * layer.units + j]! / task.data.samples;
          for (let i = 0; i < layer.inputs; i++) own[i]! += below[s * layer.inputs + i]! * slope;
          own[layer.inputs]! += slope;
          values[s] = z[s * layer.units + j]!;
        }
        const unit = report.layers[k]!.units[j]!;
        expect(unit.gradient).toBeCloseTo(Math.hypot(...own), 12);
        expect(unit.preactivation.least).toBe(Math.min(...values));
        expect(unit.preactivation.most).toBe(Math.max(...values));
        expect(unit.onShare).toBe(values.filter((value) => value > 0).length / values.length);
      }
    }
  });

  it("shrinks by at most a quarter a sigmoid layer, and an active ReLU path multiplies it by its weights", async () => {
    const depth = 11;
    const weight = (layer: number) => 2 * layer;
    const sigmoid = makeChain("sigmoid", depth, 1, 0.3, 0);
    const slopes = linearizeLoss(sigmoid.task, sigmoid.theta);
    const shares = [slopes.layers[0]!.dz[0]!, slopes.layers.at(-1)!.dz[0]!];
    expect(shares[0]! / shares[1]!).toBeGreaterThan(0);
    expect(shares[0]! / shares[1]!).toBeLessThan(0.25 ** 10);
    const relu = makeChain("relu", depth, 2, 0.3, 0);
    const { gradient } = evaluateGradient(relu.task, relu.theta);
    expect(gradient[weight(0) + 1]! / gradient[weight(10) + 1]!).toBe(2 ** 10);
    const report = await reportNetwork(relu.task, relu.theta);
    expect(report.layers[0]!.gradient.bias / report.layers[10]!.gradient.bias).toBeCloseTo(1024, 9);
  });
});

/** A first layer of one unit of weight 1 and this bias, on samples at −1, 0 and 1. */
async function stateOf(activation: Activation, bias: number, leakySlope?: number): Promise<UnitState> {
  const layout = layoutNetwork({
    layers: [1, 1, 1],
    activation,
    output: "identity",
    residual: false,
    ...(leakySlope === undefined ? {} : { leakySlope }),
  });
  const data: Dataset = {
    samples: 3,
    inputs: 1,
    outputs: 1,
    x: Float64Array.of(-1, 0, 1),
    y: Float64Array.of(2, 3, 5),
    task: "given",
  };
  const theta = asParameters(layout, [1, bias, 1, 0]);
  const { layers } = await reportNetwork({ layout, loss: { kind: "mse", l2: 0.1 }, data }, theta);
  const [unit] = layers[0]!.units;
  if (unit!.state === "dead") expect(unit!.gradient).toBe(0);
  else expect(unit!.gradient).toBeGreaterThan(0);
  return unit!.state;
}

describe("the state of a unit", () => {
  it.each<readonly [Activation, number, UnitState]>([
    ["relu", -1, "dead"],
    ["relu", -0.999, "working"],
    ["relu", 50, "working"],
    ["leaky-relu", -50, "working"],
    ["sigmoid", 0, "working"],
    ["sigmoid", 6.98, "working"],
    ["sigmoid", 6.99, "saturated"],
    ["sigmoid", -6.99, "saturated"],
    ["sigmoid", -800, "dead"],
    ["tanh", 3.99, "working"],
    ["tanh", 4, "saturated"],
    ["elu", -6, "saturated"],
    ["softplus", 50, "working"],
    ["gelu", -60, "dead"],
    ["identity", 50, "working"],
  ])("%s with bias %d is %s", async (activation, bias, state) => {
    expect(await stateOf(activation, bias)).toBe(state);
  });

  it("is dead for a leaky ReLU of slope 0, which is a ReLU", async () => {
    expect(await stateOf("leaky-relu", -2, 0)).toBe("dead");
  });

  it.each([
    [89, "working"],
    [90, "mostly-saturated"],
    [99, "mostly-saturated"],
    [100, "saturated"],
  ] as const)("flat for %i of 100 samples is %s", (flat, state) => {
    const z = Float64Array.from({ length: 100 }, (_, s) => (s < flat ? -7 : 1));
    const unit = reportUnit({ activation: "sigmoid" }, 0, z, 0);
    expect(unit).toMatchObject({ state, flatShare: flat / 100, onShare: (100 - flat) / 100 });
  });

  it("counts every finite sample once, within the unit's own range", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e60, max: 1e60 }), { minLength: 1 }), (values) => {
        const { histogram, preactivation } = reportUnit({ activation: "tanh" }, 0, Float64Array.from(values), 0);
        expect(histogram.counts.reduce((sum, count) => sum + count)).toBe(values.length);
        expect(histogram.from).toBeLessThan(histogram.to);
        expect(histogram.from).toBeLessThanOrEqual(preactivation.least);
        expect(histogram.to).toBeGreaterThanOrEqual(preactivation.most);
      }),
    );
  });

  it("leaves samples that are not finite out of the histogram", () => {
    const values = Float64Array.of(Number.NaN, 1, Number.POSITIVE_INFINITY, 2);
    const { histogram } = reportUnit({ activation: "tanh" }, 0, values, 0);
    expect(histogram).toMatchObject({ from: 1, to: 2 });
    expect(histogram.counts.reduce((sum, count) => sum + count)).toBe(2);
  });
});

it("stops when it is aborted", async () => {
  const task = makeTrainingPlan({ samples: 10_000, network: { layers: [2, 48, 48, 48, 1] } });
  const abort = new AbortController();
  const report = reportNetwork(task, drawParameters(task, 1), abort.signal);
  abort.abort();
  await expect(report).rejects.toMatchObject({ name: "AbortError" });
});

it("the question's curve is largest over the integers at −1, least at 1, finite and of one sign on each side", () => {
  const known = oracle("07-seed-R-code");
  const integers = Array.from({ length: 201 }, (_, i) => i - 100);
  const values = integers.map(questionCurve);
  expect(integers[values.indexOf(Math.max(...values))]).toBe(-1);
  expect(integers[values.indexOf(Math.min(...values))]).toBe(1);
  for (const [x, { exact }] of Object.entries(known.values)) {
    expect(Math.abs(questionCurve(Number(x)) - exact)).toBeLessThanOrEqual(64 * 2 ** -53 * Math.abs(exact));
  }
  expect(values.every((value, i) => Math.sign(value) === -Math.sign(integers[i]!))).toBe(true);
});
