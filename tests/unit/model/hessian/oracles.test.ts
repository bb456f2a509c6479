import { describe, expect, it } from "vitest";
import type { NetworkSpec } from "../../../../src/experiment/spec";
import { HessianOperator } from "../../../../src/model/hessian/product";
import { analyzeHessian, assembleHessian } from "../../../../src/model/hessian/spectrum";
import { JetEvaluator } from "../../../../src/model/jets/jet-evaluator";
import { evaluateGradient } from "../../../../src/model/network/evaluate";
import { asParameters, flattenWeights, layoutNetwork, type NetworkLayout } from "../../../../src/model/network/layout";
import { FLOAT64 } from "../../../../src/numeric/rounding";
import oracles from "../../../oracles.json";

const XOR = {
  samples: 4,
  inputs: 2,
  outputs: 1,
  x: Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1),
  y: Float64Array.of(0, 1, 1, 0),
  task: "given",
} as const;

function findCase(id: string) {
  const found = oracles.cases.find((entry) => entry.id === id);
  if (!found) throw new RangeError(`no oracle ${id}`);
  return found;
}

/** The oracles' kernels are out × in; ours are in × out. Entry p is the index of our p-th parameter in theirs. */
function oracleOrder(layout: NetworkLayout): number[] {
  return layout.layers.flatMap(({ inputs, units, kernel, bias }) => [
    ...Array.from({ length: inputs * units }, (_, at) => kernel + (at % units) * inputs + Math.floor(at / units)),
    ...Array.from({ length: units }, (_, j) => bias + j),
  ]);
}

describe.each(["13-xor-2-2-1-sigmoid-bce", "13-xor-2-2-1-relu-mse", "13-xor-2-2-1-relu-bce"] as const)("%s", (id) => {
  const oracle = findCase(id) as {
    hidden: "sigmoid" | "relu";
    loss: "bce" | "mse";
    theta: number[];
    d1: number[];
    d2: number[];
    slice_H: number[];
    full_grad: number[];
    full_eigs: number[];
    lambda_min: number;
    lambda_max: number;
    ratio: number;
    trace: number;
  };
  const layout = layoutNetwork({ layers: [2, 2, 1], activation: oracle.hidden, output: "identity", residual: false });
  const order = oracleOrder(layout);
  const arrange = (vector: readonly number[]) =>
    asParameters(
      layout,
      order.map((p) => vector[p]!),
    );
  const theta = arrange(oracle.theta);
  const loss = { kind: oracle.loss, l2: 0 } as const;
  const task = { layout, loss, data: XOR };
  // Entries of size up to 9 from sums of fewer than 64 rounded terms.
  const DIGITS = 14;

  it("has the oracle's gradient", () => {
    const { gradient } = evaluateGradient({ layout, loss, data: XOR }, theta);
    gradient.forEach((entry, p) => {
      expect(entry).toBeCloseTo(oracle.full_grad[order[p]!]!, DIGITS);
    });
  });

  it("has the oracle's spectrum, inertia, trace and ratio", async () => {
    const spectrum = await analyzeHessian(task, theta);
    spectrum.eigenvalues.forEach((eigenvalue, p) => {
      expect(Math.abs(eigenvalue - oracle.full_eigs[p]!)).toBeLessThanOrEqual(spectrum.tolerance);
    });
    expect(spectrum.tolerance).toBeLessThan(1e-11);
    expect(Math.abs(spectrum.min - oracle.lambda_min)).toBeLessThanOrEqual(spectrum.tolerance);
    expect(Math.abs(spectrum.max - oracle.lambda_max)).toBeLessThanOrEqual(spectrum.tolerance);
    expect(spectrum.trace).toBeCloseTo(oracle.trace, DIGITS - 1);
    expect(spectrum.ratio).toBeCloseTo(Math.abs(oracle.ratio), 12);
    const significant = (sign: number) => oracle.full_eigs.filter((entry) => sign * entry > 1e-20).length;
    expect([spectrum.negative, spectrum.zero, spectrum.positive]).toEqual([
      significant(-1),
      9 - significant(-1) - significant(1),
      significant(1),
    ]);
  });

  it("restricts to the slice: DᵀHD is the jets' curvature and the oracle's", () => {
    const [dx, dy] = [arrange(oracle.d1), arrange(oracle.d2)];
    const operator = new HessianOperator({ layout, loss, data: XOR }, theta);
    const [hx, hy] = [new Float64Array(9), new Float64Array(9)];
    operator.multiply(dx, hx);
    operator.multiply(dy, hy);
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, entry, p) => sum + entry * b[p]!, 0);
    const slice = { center: theta, dx, dy, xLimit: 0, yLimit: 0 };
    const jet = new JetEvaluator({ layout, loss, data: XOR }, slice, FLOAT64).evaluate(0, 0);
    const restricted = [dot(dx, hx), dot(dx, hy), dot(dy, hy)];
    [jet.xx, jet.xy, jet.yy].forEach((entry, i) => {
      expect(restricted[i]).toBeCloseTo(entry, DIGITS);
      expect(entry).toBeCloseTo(oracle.slice_H[i]!, DIGITS);
    });
  });
});

/** One sample x = 1, y = 1: the network w2·φ(w1·x + b1) + b2; the Hessian in (w1, w2) alone is the oracle's. */
async function weightHessian(activation: NetworkSpec["activation"], w: readonly number[]): Promise<number[]> {
  const layout = layoutNetwork({ layers: [1, 1, 1], activation, output: "identity", residual: false });
  const theta = flattenWeights(layout, [
    { kernel: [[w[0]!]], bias: [0] },
    { kernel: [[w[1]!]], bias: [0] },
  ]);
  const data = {
    samples: 1,
    inputs: 1,
    outputs: 1,
    x: Float64Array.of(1),
    y: Float64Array.of(1),
    task: "given",
  } as const;
  const operator = new HessianOperator({ layout, loss: { kind: "mse", l2: 0 }, data }, theta);
  const { matrix, size } = await assembleHessian(operator);
  return [matrix[0]!, matrix[2]!, matrix[2 * size + 2]!];
}

describe("two weights", () => {
  const relu = findCase("03-relu2-w2relu(w1)") as { points: { w: number[]; H: number[] }[] };
  it.each(relu.points)("03: w2·relu(w1) at $w", async ({ w, H }) => {
    (await weightHessian("relu", w)).forEach((entry, i) => {
      expect(entry).toBeCloseTo(H[i]!, 14);
    });
  });

  const linear = findCase("04-linear-product-saddle") as Record<"origin" | "at_1_1" | "at_2_m1", { H: number[] }>;
  it.each([
    [[0, 0], linear.origin.H],
    [[1, 1], linear.at_1_1.H],
    [[2, -1], linear.at_2_m1.H],
  ] as const)("04: w1·w2 at %j", async (w, H) => {
    expect(await weightHessian("identity", w)).toEqual(H);
  });
});
