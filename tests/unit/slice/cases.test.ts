import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createReferenceService } from "../../../src/compute/service/reference-service";
import { runExperiment } from "../../../src/compute/studies/run-experiment";
import { findCreases } from "../../../src/convexity/creases/find-creases";
import { analyzePoint } from "../../../src/convexity/points/analysis";
import { parseSpec } from "../../../src/experiment/parse";
import type { NetworkWeights, Spec } from "../../../src/experiment/spec";
import { analyzeHessian } from "../../../src/model/hessian/spectrum";
import { JetEvaluator } from "../../../src/model/jets/jet-evaluator";
import {
  asParameters,
  flattenWeights,
  layoutNetwork,
  type Parameters,
  zeroParameters,
} from "../../../src/model/network/layout";
import { makeProblem } from "../../../src/model/problem";
import { FLOAT64 } from "../../../src/numeric/rounding";
import { planLandscape } from "../../../src/slice/plan-landscape";
import { measureJump, placeSwitch } from "../../support/crease-oracle";

/** Each case has right values known from elsewhere: theory, a paper, or another program. */
function readCase(name: string): Spec {
  return parseSpec(JSON.parse(readFileSync(new URL(`../../cases/${name}.json`, import.meta.url), "utf8")));
}

function weightsOf({ network, weights }: Spec): Parameters {
  if (weights.kind !== "given") throw new TypeError("A case gives its weights.");
  return flattenWeights(layoutNetwork(network), weights.layers);
}

/** Half a unit of the last printed digit: "0.0756" represents every number within it. */
function halfDigit(printed: string): number {
  const [mantissa = "", exponent = "0"] = printed.toLowerCase().split("e");
  const decimals = mantissa.split(".")[1]?.length ?? 0;
  return 0.5 * 10 ** (Number(exponent) - decimals);
}

/** A computed number within its own error bound and the printed number's last digit. */
function expectValue(computed: number, bound: number, printed: string): void {
  const value = Number(printed);
  const allowed = bound + halfDigit(printed) + Math.abs(value) * FLOAT64.unit;
  expect(Math.abs(computed - value), `${computed} ± ${bound} against ${printed}`).toBeLessThanOrEqual(allowed);
  // With a very large bound every number would pass.
  expect(bound).toBeLessThan(1e-9 * (1 + Math.abs(value)));
}

/** The loss and its slice derivatives at θ + t·direction, with bounds. */
function evaluateAlong(spec: Spec, theta: Parameters, direction: Parameters, t: number) {
  const problem = makeProblem(spec);
  const none = zeroParameters(problem.layout);
  const slice = { center: theta, dx: direction, dy: none, xLimit: Math.abs(t), yLimit: 0 };
  return new JetEvaluator(problem, slice, FLOAT64).evaluate(t, 0);
}

/** Along one parameter. */
function evaluateParameter(spec: Spec, parameter: number, t: number) {
  const theta = weightsOf(spec);
  const axis = asParameters(
    layoutNetwork(spec.network),
    theta.map((_, p) => Number(p === parameter)),
  );
  return evaluateAlong(spec, theta, axis, t);
}

function planCase(spec: Spec) {
  const theta = weightsOf(spec);
  const axis = (p: number) =>
    asParameters(
      layoutNetwork(spec.network),
      theta.map((_, q) => Number(p === q)),
    );
  if (spec.plane.kind !== "weights") throw new TypeError("This case lies in the plane of two weights.");
  return planLandscape(spec, theta, { dx: axis(spec.plane.x), dy: axis(spec.plane.y) });
}

async function spectrumOf(spec: Spec) {
  return analyzeHessian(makeProblem(spec), weightsOf(spec));
}

describe("auer-four-minima: one neuron without hidden layers, four minima (Auer, Herbster & Warmuth 1996)", () => {
  const plan = planCase(readCase("auer-four-minima"));
  const [low, high] = [0.0756548877432379, 1.098609645438947];

  it.each([
    [low, low, ".0269102620756439626"],
    [low, high, ".0290801281339391393"],
    [high, low, ".0290801281339391393"],
    [high, high, ".0312499941922343159"],
    [0, 0, ".0625"],
  ])("has its loss at (%f, %f)", (x, y, printed) => {
    const { loss, lossError } = analyzePoint(plan, x, y);
    expectValue(loss, lossError, printed);
  });

  it.each([
    [low, low],
    [low, high],
    [high, low],
    [high, high],
  ])("has a minimum within the digits given of (%f, %f)", (x, y) => {
    const { gradient, xx, xy, yy, curvatureError } = analyzePoint(plan, x, y);
    // The minimum is at most half a unit of the 16th digit away: the slope there is at most the curvature times that.
    const reach = 1e-15;
    expect(Math.abs(gradient.x)).toBeLessThanOrEqual(gradient.error + reach * (Math.abs(xx) + Math.abs(xy)));
    expect(Math.abs(gradient.y)).toBeLessThanOrEqual(gradient.error + reach * (Math.abs(yy) + Math.abs(xy)));
    expect(xx * yy - xy * xy).toBeGreaterThan(curvatureError * (xx + yy + 2 * Math.abs(xy)));
    expect(xx).toBeGreaterThan(curvatureError);
  });

  it("has a saddle on the ridge between two of them", () => {
    const { loss, lossError, gradient, xx, yy, curvatureError } = analyzePoint(plan, 0.2767106273273332, low);
    expectValue(loss, lossError, ".035853196382463889");
    expect(Math.abs(gradient.x)).toBeLessThanOrEqual(gradient.error + 1e-15 * Math.abs(xx));
    expect(xx).toBeLessThan(-curvatureError);
    expect(yy).toBeGreaterThan(curvatureError);
  });
});

describe("cvxpy-2148: a ReLU network that is not convex", () => {
  it("breaks Jensen's inequality by exactly a half", () => {
    const plan = planCase(readCase("cvxpy-2148-relu-nonconvex"));
    const at = (x: number) => analyzePoint(plan, x, x).loss;
    expect([at(-1), at(0), at(1)]).toEqual([1, 1, 0]);
    expect(at(0) - (at(-1) + at(1)) / 2).toBe(0.5);
  });
});

describe("mtcars-bce-glm: a logistic regression that R's glm fits", () => {
  const spec = readCase("mtcars-bce-glm");

  it("has its deviance and eigenvalues, and is nowhere called not convex", async () => {
    const spectrum = await spectrumOf(spec);
    const { loss, lossError } = evaluateParameter(spec, 0, 0);
    expectValue(loss, lossError, ".2685039881799762");
    expectValue(64 * loss, 64 * lossError, "17.184");
    const printed = ["2.01696091e-4", ".108604346", "34.0332415"];
    printed.forEach((text, i) => {
      expectValue(spectrum.eigenvalues[i]!, spectrum.tolerance, text);
    });
    const { verdict, summary } = await runExperiment(spec, createReferenceService(), () => {});
    expect(verdict.kind).toBe("convex-by-theorem");
    expect([summary["nonconvex-curvature"], summary["nonconvex-chord"]]).toEqual([0, 0]);
  });
});

describe("tf-7403: softmax with equal logits", () => {
  it("has an exact Hessian, in which no sign is rounding", async () => {
    const spec = readCase("tf-7403-softmax-hessian");
    const { loss, curvature, classes, verdict, fullHessian, errorBounds } = await runExperiment(
      spec,
      createReferenceService(),
      () => {},
    );
    const at = 32;
    const [lossError, error] = [errorBounds!.loss[at]![at]!, errorBounds!.curvature[at]![at]!];
    expect(Math.abs(loss[at]![at]! - Math.LN2)).toBeLessThanOrEqual(lossError);
    expect(Math.abs(curvature.xx[at]![at]! - 0.25)).toBeLessThanOrEqual(error);
    expect(Math.abs(curvature.xy[at]![at]! + 0.25)).toBeLessThanOrEqual(error);
    expect(Math.abs(curvature.yy[at]![at]! - 0.25)).toBeLessThanOrEqual(error);
    expect(Math.abs(curvature.min[at]![at]!)).toBeLessThanOrEqual(2 * error);
    expect(Math.abs(curvature.max[at]![at]! - 0.5)).toBeLessThanOrEqual(2 * error);
    expect(new Set(classes.flat())).toEqual(new Set(["undecided"]));
    expect(verdict.kind).toBe("convex-by-theorem");
    expect(fullHessian!.center).toMatchObject({ min: 0, negative: 0, zero: 3, positive: 1, provedNegative: false });
    expect(Math.abs(fullHessian!.center.max! - 1)).toBeLessThanOrEqual(fullHessian!.center.tolerance!);
  });
});

describe("winvector: the squared error of a sigmoid", () => {
  const spec = readCase("winvector-square-sigmoid");

  it.each([
    [-1, ".363206631786136621"],
    [-0.625, ".377298077351150191"],
    [-0.25, ".37652672523670706"],
    [0, ".25"],
  ])("has its loss at w = %f", (w, printed) => {
    const { loss, lossError } = evaluateParameter(spec, 0, w);
    expectValue(loss, lossError, printed);
  });

  it.each([
    [-0.25, "-2.59570151089733"],
    [0, "3.78571428571429"],
  ])("has its second derivative at w = %f", (w, printed) => {
    const { xx, curvatureError } = evaluateParameter(spec, 0, w);
    expectValue(xx, curvatureError, printed);
  });

  it("has a maximum between", () => {
    const { x, gradientError, xx, curvatureError } = evaluateParameter(spec, 0, -0.3811878679693676);
    // The place is given to half a unit of the 16th decimal.
    expect(Math.abs(x)).toBeLessThanOrEqual(gradientError + Math.abs(xx) * 5e-17);
    expect(xx).toBeLessThan(-curvatureError);
  });
});

describe("whole Hessians of points known in closed form", () => {
  it.each([
    ["xor-221-sigmoid-zero", ".25", [0, 8, 1], [[8, ".1875"]]],
    [
      "yun-sigmoid-min",
      "2",
      [0, 6, 3],
      [
        [6, ".0546765218643139"],
        [7, ".0923235808009779"],
        [8, "2.32211736530076"],
      ],
    ],
    [
      "yun-sigmoid-saddle",
      "2",
      [2, 6, 1],
      [
        [0, "-.0552299982046545"],
        [1, "-.0255302307688556"],
        [8, "4.76953999173231"],
      ],
    ],
    [
      "yun-relu-spurious",
      "2",
      [0, 7, 2],
      [
        [7, "1.333333333333333"],
        [8, "12"],
      ],
    ],
  ] as const)("%s", async (name, loss, inertia, eigenvalues) => {
    const spec = readCase(name);
    const { negative, zero, positive, tolerance, eigenvalues: found } = await spectrumOf(spec);
    expect([negative, zero, positive]).toEqual(inertia);
    for (const [index, printed] of eigenvalues) expectValue(found[index]!, tolerance, printed);
    for (let p = 0; p < found.length; p++) {
      const jet = evaluateParameter(spec, p, 0);
      expectValue(jet.loss, jet.lossError, loss);
      // The saddle's and the minimum's biases are given to 16 digits.
      expect(Math.abs(jet.x)).toBeLessThanOrEqual(jet.gradientError + 1e-15);
    }
  });

  it("is 0 for xor at 0, also in the result", async () => {
    const spec = {
      ...readCase("xor-221-sigmoid-zero"),
      grid: { columns: 3, rows: 3, xRange: [-1, 1], yRange: [-1, 1] },
    };
    const { fullHessian } = await runExperiment(spec as Spec, createReferenceService(), () => {});
    const { min, computedMin, tolerance, negative, zero, positive, provedNegative } = fullHessian!.center;
    expect([min, negative, zero, positive, provedNegative]).toEqual([0, 0, 8, 1, false]);
    expect(Math.abs(computedMin!)).toBeLessThanOrEqual(tolerance!);
  });
});

describe("yun-relu-spurious: the straight line to a global minimum (Yun, Sra & Jadbabaie 2019)", () => {
  it("rises first", () => {
    const spec = readCase("yun-relu-spurious");
    if (spec.plane.kind !== "interpolation") throw new TypeError("This case lies between two networks.");
    const theta = weightsOf(spec);
    const { to } = spec.plane as { to: NetworkWeights };
    const other = flattenWeights(layoutNetwork(spec.network), to.layers);
    const direction = asParameters(
      layoutNetwork(spec.network),
      theta.map((entry, p) => other[p]! - entry),
    );
    const known = [2, 2.390625, 3, 3.265625, 3, 2.296875, 4 / 3, 0.421875, 0];
    known.forEach((value, eighth) => {
      const { loss, lossError } = evaluateAlong(spec, theta, direction, eighth / 8);
      expect(Math.abs(loss - value)).toBeLessThanOrEqual(lossError + value * FLOAT64.unit);
      expect(lossError).toBeLessThan(1e-12);
    });
  });
});

describe("crease-k8: a unit whose line bends, and is cut off", () => {
  it("is drawn where the slope jumps, and nowhere else", async () => {
    const spec = readCase("crease-k8");
    if (spec.plane.kind !== "given") throw new TypeError("This case gives its directions.");
    const layout = layoutNetwork(spec.network);
    const [dx, dy] = [flattenWeights(layout, spec.plane.x.layers), flattenWeights(layout, spec.plane.y.layers)];
    const plan = planLandscape(spec, weightsOf(spec), { dx, dy });
    const { creases } = await findCreases(plan);
    const own = creases.filter(({ layer, unit, sample }) => layer === 1 && unit === 0 && sample === 1);
    let compared = 0;
    for (const crease of own) {
      crease.points.slice(1).forEach((to, i) => {
        const from = crease.points[i]!;
        const along = [to[0] - from[0], to[1] - from[1]] as const;
        const length = Math.hypot(...along);
        const v = [along[1] / length, -along[0] / length] as const;
        for (let step = 1; step < 20; step++) {
          const place = [from[0] + (step / 20) * along[0], from[1] + (step / 20) * along[1]] as const;
          const side = (reach: number) => [place[0] + reach * v[0], place[1] + reach * v[1]] as const;
          const found = placeSwitch(plan, crease, side(-0.004), side(0.004));
          expect(found, `${place}`).not.toBeNull();
          const measured = measureJump(plan, crease, found!, v);
          if (!measured) continue;
          compared++;
          expect(measured.jump < -measured.bound).toBe(crease.kind === "concave");
          expect(measured.jump > measured.bound).toBe(crease.kind === "convex");
        }
      });
    }
    expect(compared).toBeGreaterThan(30);
  });
});
