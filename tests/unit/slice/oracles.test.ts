import { describe, expect, it } from "vitest";
import { createReferenceService } from "../../../src/compute/service/reference-service";
import { runExperiment } from "../../../src/compute/studies/run-experiment";
import type { Spec } from "../../../src/experiment/spec";
import type { ResultDocument } from "../../../src/formats/files/result-file";
import { JetEvaluator } from "../../../src/model/jets/jet-evaluator";
import { activationRule } from "../../../src/model/network/activations";
import { evaluateGradient, evaluateLoss } from "../../../src/model/network/evaluate";
import { asParameters, flattenWeights, layoutNetwork } from "../../../src/model/network/layout";
import { makeProblem } from "../../../src/model/problem";
import { FLOAT64 } from "../../../src/numeric/rounding";
import { sliceOfPlan } from "../../../src/slice/landscape-plan";
import { ReferenceEvaluator } from "../../../src/slice/reference-evaluator";
import { expectKnownSlice } from "../../support/expect-known-slice";
import {
  fileRounding,
  KNOWN_SLICES,
  oneLayerSpec,
  oneNeuronSpec,
  oracle,
  planThroughKnownPoints,
  XOR_CASES,
  xorGradient,
  xorSpec,
} from "../../support/oracles";

const run = (spec: Spec): Promise<ResultDocument> => runExperiment(spec, createReferenceService(), () => {});

/** The class at slice coordinates that are grid points. */
function classAt(result: ResultDocument, x: number, y: number): string | undefined {
  return result.classes[result.y.indexOf(y)]?.[result.x.indexOf(x)];
}

describe("values known to 50 digits", () => {
  for (const slice of KNOWN_SLICES) {
    it(`the float64 evaluator meets ${slice.title}`, () => expectKnownSlice(new ReferenceEvaluator(), slice));
  }

  for (const slice of KNOWN_SLICES) {
    it(`the slice gradient of the jets meets ${slice.title}`, () => {
      const { plan } = planThroughKnownPoints(slice);
      const jets = new JetEvaluator(plan, sliceOfPlan(plan), FLOAT64);
      for (const { x, y, gradient } of slice.points) {
        if (gradient === undefined) continue;
        const jet = jets.evaluate(x, y);
        // Slopes carry no bound of their own: a few dozen roundings of numbers below 20.
        expect(Math.abs(jet.x - gradient[0])).toBeLessThan(100 * 20 * FLOAT64.unit);
        expect(Math.abs(jet.y - gradient[1])).toBeLessThan(100 * 20 * FLOAT64.unit);
      }
    });
  }

  it("the full gradient of the 13-xor networks, in the contract's order", () => {
    for (const id of XOR_CASES) {
      const spec = xorSpec(id);
      const layout = layoutNetwork(spec.network);
      if (spec.weights.kind !== "given") throw new TypeError("given weights");
      const theta = flattenWeights(layout, spec.weights.layers);
      const { loss, gradient } = evaluateGradient(makeProblem(spec), theta);
      expect(Math.abs(loss - oracle(id).L)).toBeLessThan(1e-15);
      for (const [p, expected] of xorGradient(id).entries()) {
        expect(Math.abs(gradient[p]! - expected), `${id}, parameter ${p}`).toBeLessThan(1e-14);
      }
    }
  });

  it("the loss at the average over the permutations of the 13-xor networks' hidden units", () => {
    for (const id of XOR_CASES) {
      const { theta, L } = oracle(id).collapsed_average;
      const spec = xorSpec(id, theta);
      const layout = layoutNetwork(spec.network);
      if (spec.weights.kind !== "given") throw new TypeError("given weights");
      const center = asParameters(layout, flattenWeights(layout, spec.weights.layers));
      expect(Math.abs(evaluateLoss(makeProblem(spec), center) - L)).toBeLessThan(1e-15);
    }
  });

  it("07: the seed's curve is the logistic function's second derivative in base 2.718", () => {
    const known = oracle("07-seed-R-code");
    const rule = activationRule("sigmoid", 0);
    const expectAt = (x: number, exact: number) => {
      const z = x * Math.log(2718 / 1000);
      // The rule's own error, and z rounded twice: |σ'''| ≤ σ' everywhere.
      const bound = FLOAT64.unit * (rule.librarySecond(z) + 3 * Math.abs(z) * rule.first(z) + Math.abs(exact));
      expect(Math.abs(rule.second(z) - exact)).toBeLessThanOrEqual(bound);
    };
    for (const [x, { exact }] of Object.entries(known.values)) expectAt(Number(x), exact);
    expectAt(-100, known.exact_m100);
    expectAt(100, known.exact_p100);
    for (let x = 1; x <= 100; x++) {
      expect(rule.second(-x)).toBeGreaterThan(0);
      expect(rule.second(x)).toBeLessThan(0);
    }
  });
});

describe("classes known by theory, from spec to result document", () => {
  it("01: the chord from −1 to 1 breaks convexity and curvature never does", async () => {
    const result = await run(
      oneNeuronSpec("relu", [[1, 1]], "w", { columns: 13, rows: 2, xRange: [-1, 2], yRange: [0, 1] }),
    );
    expect(result.x).toEqual(Array.from({ length: 13 }, (_, i) => -1 + i / 4));
    for (const { mid } of oracle("01-relu1-midpoint").chords.filter(({ gap }) => gap > 0)) {
      expect(classAt(result, mid, 0)).toBe("nonconvex-chord");
    }
    expect(result.summary["nonconvex-curvature"]).toBe(0);
  });

  it("03: the counts of the 41 × 41 grid", async () => {
    const known = oracle("03-relu2-w2relu(w1)")["grid_counts_41x41_step0.1_[-2,2]^2"];
    const grid = { columns: 41, rows: 41, xRange: [-2, 2], yRange: [-2, 2] } satisfies Spec["grid"];
    const result = await run(oneNeuronSpec("relu", [[1, 1]], "w,w2", grid));
    const counts = { nonconvex: 0, pd: 0, singular: 0, flat: 0, crease: 0 };
    const unexpected: string[] = [];
    result.y.forEach((w2, row) => {
      result.x.forEach((w1, column) => {
        const kind = kindOfPoint(Math.round(10 * w1), Math.round(10 * w2));
        counts[kind]++;
        const found = result.classes[row]![column]!;
        if (!ALLOWED[kind].includes(found)) unexpected.push(`(${w1}, ${w2}): ${found} where the point is ${kind}`);
      });
    });
    expect(counts).toEqual(known);
    expect(unexpected).toEqual([]);
  });

  it("06: curvature is negative beyond the roots and nowhere else", async () => {
    for (const { y, w_roots } of oracle("06-sigmoid1-mse").by_y) {
      const grid = { columns: 161, rows: 2, xRange: [-8, 8], yRange: [0, 1] } satisfies Spec["grid"];
      const result = await run(oneLayerSpec("mse", "sigmoid", [[1, y]], "w", grid));
      const [low, high] = [w_roots[0] ?? Number.NEGATIVE_INFINITY, w_roots[1] ?? Number.POSITIVE_INFINITY];
      result.x.forEach((w, column) => {
        // The slice moves w along both axes, so xx = xy = yy = L''.
        expect(Math.sign(result.curvature.xx[0]![column]!)).toBe(w < low || w > high ? -1 : 1);
        const isNegative = result.classes[0]![column] === "nonconvex-curvature";
        expect(isNegative, `y = ${y}, w = ${w}`).toBe(w < low || w > high);
      });
      for (const root of w_roots) if (root !== null) await expectRoot(y, root);
    }
    const { p, q, mid, gap } = oracle("06-sigmoid1-mse").chord;
    const result = await run(
      oneLayerSpec("mse", "sigmoid", [[1, 1]], "w", { columns: 3, rows: 2, xRange: [p, q], yRange: [0, 1] }),
    );
    const [left, middle, right] = result.loss[0]! as [number, number, number];
    expect(result.x[1]).toBe(mid);
    expect(middle - (left + right) / 2).toBeCloseTo(gap, 14);
  });

  it("12: the second difference over a crease is the exact 29/12", async () => {
    const { data, fd_identity } = oracle("12-crease-slice-(w,b)");
    const result = await run(
      oneNeuronSpec("relu", data, "w,b", { columns: 3, rows: 2, xRange: [-1, 1], yRange: [0.5, 1.5] }),
    );
    const [left, middle, right] = result.loss[0]! as [number, number, number];
    expect(left - 2 * middle + right).toBeCloseTo(fd_identity.second_difference, 14);
  });

  it("18: chords prove what the almost-everywhere Hessian cannot see", async () => {
    const { data } = oracle("12-crease-slice-(w,b)");
    const grid = { columns: 33, rows: 33, xRange: [-4, 4], yRange: [-4, 4] } satisfies Spec["grid"];
    const result = await run(oneNeuronSpec("relu", data, "w,b", grid));
    expect(result.summary["nonconvex-curvature"]).toBe(0);
    for (const row of result.curvature.min) for (const entry of row) expect(entry).toBeGreaterThanOrEqual(-1e-14);
    expect(result.summary["nonconvex-chord"]).toBeGreaterThan(0.1);
    for (const { mid, nonconvex_proved } of oracle("18-ae-hessian-blind-spot").chords) {
      if (nonconvex_proved) expect(classAt(result, mid[0], mid[1])).toBe("nonconvex-chord");
    }
  });

  it("08 and 09: nothing of logistic and of linear regression is called not convex", async () => {
    const logistic = oracle("08-control-logistic-bce").data;
    const linear = oracle("09-control-linreg-mse").data;
    for (const reach of [1e-6, 1e-3, 1, 10, 1000]) {
      const grid = { columns: 33, rows: 33, xRange: [-reach, reach], yRange: [-reach, reach] } satisfies Spec["grid"];
      for (const spec of [
        oneLayerSpec("bce", "identity", logistic, "w,b", grid),
        oneLayerSpec("mse", "identity", linear, "w,b", grid),
      ]) {
        const result = await run(spec);
        expect(result.summary["nonconvex-curvature"] + result.summary["nonconvex-chord"]).toBe(0);
        expect(result.verdict.kind).toBe("convex-by-theorem");
      }
    }
  });

  it("04: weight decay lifts the saddle at 0 and not what lies beyond", async () => {
    const { lam, t, det } = oracle("04-linear-product-saddle").weight_decay_check;
    const grid = { columns: 5, rows: 5, xRange: [-t, t], yRange: [-t, t] } satisfies Spec["grid"];
    const result = await run(oneNeuronSpec("identity", [[1, 1]], "w,w2", grid, lam));
    const { xx, xy, yy } = result.curvature;
    expect(xx[4]![4]! * yy[4]![4]! - xy[4]![4]! ** 2).toBeCloseTo(det, 10);
    expect(classAt(result, t, t)).toBe("nonconvex-curvature");
    expect(classAt(result, 0, 0)).not.toBe("nonconvex-curvature");
    const bare = await run(oneNeuronSpec("identity", [[1, 1]], "w,w2", grid, 0));
    expect(classAt(bare, 0, 0)).toBe("nonconvex-curvature");
    const { p, q, mid, gap } = oracle("04-linear-product-saddle").chord;
    const lossAt = (point: readonly [number, number]) =>
      bare.loss[bare.y.indexOf(point[1])]![bare.x.indexOf(point[0])]!;
    expect(lossAt(mid) - (lossAt(p) + lossAt(q)) / 2).toBe(gap);
  });

  it("13: the values and the eigenvalues reach the result document", async () => {
    for (const id of XOR_CASES) {
      const result = await run(xorSpec(id));
      const known = oracle(id);
      for (const [key, loss] of Object.entries(known.grid_h0_5)) {
        const [x, y] = key.split(",").map(Number) as [number, number];
        const found = result.loss[result.y.indexOf(y)]![result.x.indexOf(x)]!;
        expect(Math.abs(found - loss)).toBeLessThanOrEqual(fileRounding(loss));
      }
      expect(result.curvature.min[1]![1]).toBeCloseTo(known.slice_eig[0], 13);
      expect(result.curvature.max[1]![1]).toBeCloseTo(known.slice_eig[1], 13);
      expect(classAt(result, 0, 0) === "nonconvex-curvature").toBe(known.slice_eig[0] < 0);
    }
  });
});

type PointKind = "nonconvex" | "pd" | "singular" | "flat" | "crease";

/** Of (w₂·relu(w₁) − 1)² at w = (a, b) / 10: its Hessian is singular where 3p = 1 or p = 1, with p = w₁w₂ = ab / 100. */
function kindOfPoint(a: number, b: number): PointKind {
  if (a === 0) return "crease";
  if (a < 0) return "flat";
  const product = a * b;
  if (product === 100 || 3 * product === 100) return "singular";
  return 3 * product < 100 || product > 100 ? "nonconvex" : "pd";
}

/** The classes that are true of each kind; where the point can be decided, one of them is required. */
const ALLOWED: Record<PointKind, readonly string[]> = {
  nonconvex: ["nonconvex-curvature"],
  pd: ["convex", "nonconvex-chord"],
  singular: ["undecided", "nonconvex-chord"],
  flat: ["undecided", "nonconvex-chord"],
  crease: ["undecided", "nonconvex-chord"],
};

/** L'' changes its sign within a rounding-sized step of a root. */
async function expectRoot(y: number, root: number): Promise<void> {
  const step = 1e-9;
  const grid = { columns: 3, rows: 2, xRange: [root - step, root + step], yRange: [0, 1] } satisfies Spec["grid"];
  const result = await run(oneLayerSpec("mse", "sigmoid", [[1, y]], "w", grid));
  const [left, , right] = result.curvature.xx[0]! as [number, number, number];
  expect(left * right).toBeLessThan(0);
}
