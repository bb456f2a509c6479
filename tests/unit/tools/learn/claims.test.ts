import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import { parseSpec } from "../../../../src/experiment/parse";
import type { Spec } from "../../../../src/experiment/spec";
import { JetEvaluator } from "../../../../src/model/jets/jet-evaluator";
import { asParameters, flattenWeights, layoutNetwork, type Parameters } from "../../../../src/model/network/layout";
import { averageParameters, permuteUnits } from "../../../../src/model/network/permutation";
import { makeProblem } from "../../../../src/model/problem";
import { FLOAT64 } from "../../../../src/numeric/rounding";
import { createState, reduce } from "../../../../src/studio/state/reducer";
import { FIRST_LESSON, settingsOf, withSetting } from "../../../../src/tools/learn/learn-state";
import type { Lesson, Settings, SettledMoment } from "../../../../src/tools/learn/lesson";
import { oneUnit, samplesOf } from "../../../../src/tools/learn/lesson-spec";
import { composition, squareOfSquare } from "../../../../src/tools/learn/lessons/composing";
import { criterion, oneNeuron, readSamples } from "../../../../src/tools/learn/lessons/one-neuron";
import { countCreases, creases, curvatureSteps } from "../../../../src/tools/learn/lessons/the-creases";
import { questionCurve, theCurve } from "../../../../src/tools/learn/lessons/the-curve";
import { evaluateCollapsed, theSwap } from "../../../../src/tools/learn/lessons/the-swap";
import { CONVEX_PRODUCTS, twoWeights } from "../../../../src/tools/learn/lessons/two-weights";
import { HIDING, whatASliceHides } from "../../../../src/tools/learn/lessons/what-a-slice-hides";
import { VARIANTS, whatIsConvex } from "../../../../src/tools/learn/lessons/what-is-convex";
import { measureGap } from "../../../../src/tools/learn/plots/lesson-plot";
import { readNearest, shareNotConvex } from "../../../../src/tools/learn/readings";
import { makeLoss } from "../../../../src/tools/learn/reference-loss";
import { readCurvature } from "../../../../src/tools/learn/slice-curvature";
import { fileRounding, oneLayerSpec, oracle, xorSpec } from "../../../support/oracles";
import { resetOnPage, type SettledPage, settleOnPage } from "../../../support/settle-lesson";

/*
 * Every number and every "exactly where" of the lessons, from the float64 engine itself.
 */

/** The unit roundoff of float64. */
const U = 2 ** -53;

/** The second derivatives of an experiment's loss in its slice, at a place of it. */
function jetAt(spec: Spec, x: number, y: number) {
  const problem = makeProblem(spec);
  const { layout } = problem;
  if (spec.weights.kind !== "given" || spec.plane.kind !== "weights") throw new Error("no such slice");
  const axis = (index: number): Parameters =>
    asParameters(
      layout,
      Array.from({ length: layout.parameterCount }, (_, p) => (p === index ? 1 : 0)),
    );
  const slice = {
    center: flattenWeights(layout, spec.weights.layers),
    dx: axis(spec.plane.x),
    dy: axis(spec.plane.y),
    xLimit: Math.abs(x),
    yLimit: Math.abs(y),
  };
  return new JetEvaluator(problem, slice, FLOAT64).evaluate(x, y);
}

function moment({ state, outcome }: SettledPage, settings: Settings = {}): SettledMoment {
  return { state, outcome, settings };
}

function isDone(lesson: Lesson, task: number, page: SettledPage, settings: Settings = {}): boolean {
  return lesson.tasks[task]!.isDone(moment(page, settings));
}

/** What a control of the page makes of an experiment. */
function set(lesson: Lesson, spec: Spec, name: string, value: number): Spec {
  const home = lesson.controls.find((control) => control.name === name)?.home;
  if (home?.kind !== "page") throw new Error(`${name} is no control of the page`);
  return parseSpec(home.write(spec, value));
}

function withActivation(spec: Spec, activation: "identity" | "relu" | "sigmoid"): Spec {
  return parseSpec({ ...spec, network: { ...spec.network, activation } });
}

describe("the curve of the question", () => {
  it("has the known values, finite from −100 to 100, above 0 left of 0 and below 0 right of it", () => {
    const known = oracle("07-seed-R-code");
    for (const [x, { exact }] of Object.entries(known.values)) {
      expect(Math.abs(questionCurve(Number(x)) - exact)).toBeLessThan(8 * U);
    }
    // The power of a number raises its own rounding to the hundredth.
    expect(Math.abs(questionCurve(-100) / known.exact_m100 - 1)).toBeLessThan(200 * U);
    expect(Math.abs(questionCurve(100) / known.exact_p100 - 1)).toBeLessThan(200 * U);
    for (let x = -100; x <= 100; x++) expect(Math.sign(questionCurve(x))).toBe(Math.sign(-x) + 0);
  });

  it("is largest over the whole numbers at −1, with 0.0908540843, and least at 1: the task asks for that", async () => {
    const values = Array.from({ length: 201 }, (_, i) => questionCurve(i - 100));
    expect(values.indexOf(Math.max(...values)) - 100).toBe(-1);
    expect(values.indexOf(Math.min(...values)) - 100).toBe(1);
    expect(Math.max(...values).toFixed(10)).toBe("0.0908540843");
    const page = await settleOnPage(theCurve.experiment);
    for (const x of [-2, -1, 0, 1]) expect(isDone(theCurve, 0, page, { x })).toBe(x === -1);
    expect(theCurve.reading(moment(page, { x: -1 }))).toBe(
      "σ″(−1) = 0.0908540843. On the page: the loss is convex, by theorem; nowhere is this slice shown to be not convex.",
    );
  });

  it("(σ(w) − 1)² is not convex exactly for w < −ln 2, and −log σ nowhere", () => {
    const squared = oneLayerSpec("mse", "sigmoid", [[1, 1]], "w,b");
    const entropy = oneLayerSpec("bce", "identity", [[1, 1]], "w,b");
    fc.assert(
      fc.property(fc.double({ min: -8, max: 8, noNaN: true }), (w) => {
        fc.pre(Math.abs(w + Math.LN2) > 1e-9);
        // b stays 0: only the curvature along w is asked for.
        const along = (spec: Spec) => jetAt({ ...spec, plane: { kind: "weights", x: 0, y: 1 } }, w, 0).xx;
        expect(along(squared) < 0).toBe(w < -Math.LN2);
        expect(along(entropy)).toBeGreaterThan(0);
      }),
    );
  });

  it("with the squared error the verdict turns, which is the task", async () => {
    const squared = await settleOnPage(set(theCurve, theCurve.experiment, "loss", 1));
    expect(squared.outcome.verdict.kind).toBe("not-convex");
    expect(isDone(theCurve, 1, squared)).toBe(true);
  });
});

describe("the rule of composition", () => {
  const place = fc.double({ min: -3, max: 3, noNaN: true });
  const sign = fc.double({ min: -2, max: 2, noNaN: true });
  const loss = makeLoss(composition.experiment);
  const neuron = (s: number) => (w: number) => loss([w, 0, s, 0]);

  it("the page's loss is relu(1 − s·relu(w)), bit by bit", () => {
    fc.assert(
      fc.property(place, sign, (w, s) => {
        expect(neuron(s)(w)).toBe(Math.max(0, 1 - s * Math.max(0, w)));
      }),
    );
  });

  it("for s ≤ 0 no chord of either example lies below its middle, for s > 0 one does", () => {
    fc.assert(
      fc.property(place, place, sign, (from, to, s) => {
        const root = Math.sqrt(Math.max(0, s));
        for (const [value, reach] of [
          [neuron(s), 1],
          [squareOfSquare(s), root],
        ] as const) {
          // A few roundings of numbers up to these.
          const rounding = 64 * U * (1 + value(from) + value(to));
          if (s <= 0) expect(measureGap(value, from, to)).toBeLessThanOrEqual(rounding);
          // Of a smaller s the squares leave less than rounding.
          else if (s > 1e-3) expect(measureGap(value, -reach, reach)).toBeGreaterThan(0);
        }
      }),
    );
  });

  it("at s = 1 the gap of the first is ½, and (x² − 1)² has two minima with a hill of 1 between them", () => {
    expect(measureGap(neuron(1), -1, 1)).toBe(0.5);
    const quartic = squareOfSquare(1);
    expect([quartic(-1), quartic(0), quartic(1)]).toEqual([0, 1, 0]);
  });

  it("the tasks: a sign above 0, and then an affine inner function, around which h need not rise", async () => {
    const page = await settleOnPage(composition.experiment);
    for (let s = -2; s <= 2; s += 0.25) expect(isDone(composition, 0, page, { s }), `s = ${s}`).toBe(s > 0);
    expect(composition.reading(moment(page, { s: 1 }))).toMatch(
      /lies at least 0\.499 above it: not convex\. Over all s, [\d.]+/,
    );
    const affine = await settleOnPage(withActivation(composition.experiment, "identity"));
    expect(isDone(composition, 1, affine, { s: 1 })).toBe(true);
    expect(isDone(composition, 1, affine, { s: -1 })).toBe(false);
    expect(isDone(composition, 1, page, { s: 1 })).toBe(false);
  });
});

describe("one neuron", () => {
  const quarter = fc.integer({ min: -12, max: 12 }).map((n) => n / 4);
  const samples = fc.array(fc.tuple(quarter, quarter), { minLength: 1, maxLength: 5 });

  function lossOf(pairs: readonly (readonly [number, number])[]): (w: number) => number {
    const loss = makeLoss({ ...oneNeuron.experiment, dataset: samplesOf(pairs) });
    return (w) => loss([w, 0, 1, 0]);
  }

  it("(relu(w) − 1)²: 1, 1, 0 along the chord from −1 to 1, a gap of ½", () => {
    const value = lossOf([[1, 1]]);
    expect([value(-1), value(0), value(1)]).toEqual([1, 1, 0]);
    expect(measureGap(value, -1, 1)).toBe(0.5);
  });

  it("L is convex exactly if Σ yᵢ|xᵢ| is not above 0", () => {
    fc.assert(
      fc.property(samples, quarter, quarter, (pairs, from, to) => {
        const value = lossOf(pairs);
        const sum = criterion(pairs);
        const squares = pairs.reduce((total, [x]) => total + x * x, 0);
        if (sum > 0) {
          // The half length at which the crease outweighs the curvature most.
          const reach = sum / squares;
          expect(measureGap(value, -reach, reach)).toBeGreaterThan(0);
        } else {
          // Quarters are exact in float64 but for the division by N.
          const rounding = 4 * U * Math.max(value(from), value(to), value((from + to) / 2));
          expect(measureGap(value, from, to)).toBeLessThanOrEqual(rounding);
        }
      }),
    );
  });

  it("the slope jumps by −(2/N) Σ yᵢ|xᵢ| at w = 0", () => {
    fc.assert(
      fc.property(samples, (pairs) => {
        const value = lossOf(pairs);
        // One-sided differences of second order are exact on each side, a parabola.
        const slope = (h: number): number => (-3 * value(0) + 4 * value(h) - value(2 * h)) / (2 * h);
        const size = value(0) + value(1) + value(-1) + value(2) + value(-2);
        const expected = (-2 / pairs.length) * criterion(pairs);
        expect(Math.abs(slope(1) - slope(-1) - expected)).toBeLessThanOrEqual(32 * U * (1 + size));
      }),
    );
  });

  it("the bias c of the output lowers every target by c", () => {
    fc.assert(
      fc.property(samples, quarter, quarter, (pairs, w, c) => {
        const loss = makeLoss({ ...oneNeuron.experiment, dataset: samplesOf(pairs) });
        expect(loss([w, 0, 1, c])).toBe(lossOf(pairs.map(([x, y]) => [x, y - c]))(w));
      }),
    );
  });

  it("on the page the slice is found not convex exactly where the sum is above 0", async () => {
    const targets = [
      [1, -0.5, 0.5],
      [1, -1, 0],
      [0.25, -1, 0.5],
      [-0.25, 0.5, 0],
      [-1, -1, 1],
      [0, 0, 0.25],
    ];
    let spec = set(oneNeuron, oneNeuron.experiment, "samples", 1);
    for (const [y1, y2, y3] of targets) {
      spec = [y1, y2, y3].reduce<Spec>((made, y, i) => set(oneNeuron, made, `y${i + 1}`, y!), spec);
      const page = await settleOnPage(spec);
      const pairs = readSamples(spec)!;
      const sum = criterion(pairs);
      expect(shareNotConvex(page.outcome) > 0, `Σ = ${sum}`).toBe(sum > 0);
    }
  });

  it("the tasks: one target at most 0; three of which one is above 0", async () => {
    const low = await settleOnPage(set(oneNeuron, oneNeuron.experiment, "y1", 0));
    expect(isDone(oneNeuron, 0, low)).toBe(true);
    expect(isDone(oneNeuron, 1, low)).toBe(false);
    const three = await settleOnPage(set(oneNeuron, oneNeuron.experiment, "samples", 1));
    expect(isDone(oneNeuron, 1, three)).toBe(false);
    const mixed = await settleOnPage(set(oneNeuron, three.state.spec, "y2", -2));
    expect(criterion(readSamples(mixed.state.spec)!)).toBe(0);
    expect(isDone(oneNeuron, 1, mixed)).toBe(true);
    const sigmoid = await settleOnPage(withActivation(mixed.state.spec, "sigmoid"));
    expect(isDone(oneNeuron, 1, sigmoid)).toBe(false);
  });
});

describe("two weights", () => {
  const [third, one] = CONVEX_PRODUCTS;
  const weight = fc.double({ min: -2, max: 2, noNaN: true });

  it("bend downwards exactly where p < ⅓ or p > 1, and the determinant is −4(3p − 1)(p − 1)", () => {
    const relu = withActivation(twoWeights.experiment, "relu");
    fc.assert(
      fc.property(weight, weight, (w1, w2) => {
        const p = w1 * w2;
        const { xx, xy, yy } = jetAt(twoWeights.experiment, w1, w2);
        const determinant = xx * yy - xy * xy;
        expect(Math.abs(determinant + 4 * (3 * p - 1) * (p - 1))).toBeLessThan(1e4 * U);
        // Nearer to the two thresholds rounding decides.
        fc.pre(Math.min(Math.abs(p - third), Math.abs(p - one)) > 1e-9);
        expect(determinant < 0).toBe(p < third || p > one);
        const half = jetAt(relu, w1, w2);
        if (w1 > 0) expect([half.xx, half.xy, half.yy]).toEqual([xx, xy, yy]);
        else expect([half.xx + 0, half.xy + 0, half.yy + 0]).toEqual([0, 0, 0]);
      }),
    );
  });

  it("have a saddle at the origin, with curvatures −2 and 2", async () => {
    const { origin } = oracle("04-linear-product-saddle");
    const page = await settleOnPage(twoWeights.experiment);
    const { curvatureMin, curvatureMax } = readNearest(page.outcome.landscape, 0, 0);
    expect([curvatureMin, curvatureMax]).toEqual([...origin.eig]);
    expect(twoWeights.reading(moment(page, { w1: 0, w2: 0 }))).toContain("At p = 0 the curvatures are −2 and 2:");
  });

  it("are classed on the page as the formula says, and the tasks follow the page", async () => {
    const page = await settleOnPage(twoWeights.experiment);
    const { x, y } = page.outcome.landscape.grid;
    for (const w1 of x) {
      for (const w2 of y) {
        const p = w1 * w2;
        const { pointClass } = readNearest(page.outcome.landscape, w1, w2);
        if (p < third - 1e-9 || p > one + 1e-9) expect(pointClass).toBe("nonconvex-curvature");
        else if (p > third + 1e-9 && p < one - 1e-9) expect(pointClass).toBe("convex");
      }
    }
    expect(isDone(twoWeights, 0, page, { w1: 1, w2: 0.5 })).toBe(true);
    expect(isDone(twoWeights, 0, page, { w1: 1, w2: 0.25 })).toBe(false);
    expect(isDone(twoWeights, 1, await settleOnPage(withActivation(twoWeights.experiment, "relu")))).toBe(true);
  });
});

describe("the exchange of two units", () => {
  let page: SettledPage;

  beforeAll(async () => {
    page = await settleOnPage(theSwap.experiment);
  });

  it("leaves the loss as it is, and half way stands a bump, whichever pair is exchanged", async () => {
    for (const pair of [0, 1, 2]) {
      const { outcome } = await settleOnPage(set(theSwap, theSwap.experiment, "pair", pair), page.state);
      const at = (x: number) => readNearest(outcome.landscape, x, 0).loss;
      // The same terms in another order.
      expect(Math.abs(at(1) - at(0))).toBeLessThan(1e-12);
      expect(at(0.5)).toBeGreaterThan(at(0) + 0.1);
    }
  });

  it("the collapsed average is that over all 24 orders, and L(θ) beats it once trained, not before", async () => {
    const { spec, run } = page.state;
    const layout = layoutNetwork(spec.network);
    const theta = run.training.parameters!;
    const mean = averageParameters(
      layout,
      listOrders([0, 1, 2, 3]).map((order) => permuteUnits(layout, theta, [0], order)),
    );
    const trained = evaluateCollapsed(page.state)!;
    expect(Math.abs(makeLoss(spec)(mean) - trained.collapsed)).toBeLessThan(1e-12);
    expect(trained.collapsed).toBeGreaterThan(trained.loss + 1);
    expect(theSwap.reading(moment(page))).toMatch(/above L\(θ\), so the two evaluations prove it\.$/);

    const first = await resetOnPage(page.state);
    expect(first.state.run.training.step).toBe(0);
    const untrained = evaluateCollapsed(first.state)!;
    expect(untrained.collapsed).toBeLessThan(untrained.loss);
    expect(theSwap.reading(moment(first))).toMatch(/not above L\(θ\), so here they prove nothing\.$/);
    expect(isDone(theSwap, 1, first)).toBe(true);
    expect(isDone(theSwap, 1, page)).toBe(false);
  });

  it("the other task: another pair", async () => {
    const other = await settleOnPage(set(theSwap, theSwap.experiment, "pair", 2), page.state);
    expect(isDone(theSwap, 0, other)).toBe(true);
  });
});

function listOrders(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => listOrders(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

describe("what is convex", () => {
  const found = [
    ["convex-by-theorem", "loss"],
    ["not-convex", "loss"],
    ["not-convex", "loss"],
    ["convex-by-theorem", "slice"],
  ];

  it("is found as the lesson says, remembered beside each experiment, and ticked", async () => {
    let state = createState(whatIsConvex.experiment);
    const [control] = whatIsConvex.controls;
    if (control?.kind !== "choice") throw new Error("no choice");
    for (const [i, { spec }] of VARIANTS.entries()) {
      const page = await settleOnPage(spec, state);
      const { kind, scope } = page.outcome.verdict;
      expect([kind, scope], VARIANTS[i]!.label).toEqual(found[i]);
      expect(isDone(whatIsConvex, 0, page)).toBe(i === 3);
      expect(isDone(whatIsConvex, 1, page)).toBe(i === 1);
      if (kind === "convex-by-theorem") expect(shareNotConvex(page.outcome)).toBe(0);
      state = page.state;
      expect(control.remark?.(i, moment(page))).toMatch(/(convex, by theorem|not convex, proved)$/);
      if (i < 3) expect(control.remark?.(3, moment(page))).toBe("not looked at yet");
    }
  });

  it("the loss around the convex slice is not convex, as its certificate proves", async () => {
    const { outcome } = await settleOnPage(VARIANTS[3]!.spec);
    expect(outcome.finding?.verification.proved).toBe(true);
  });
});

describe("what a slice hides", () => {
  const known = oracle("13-xor-2-2-1-relu-mse");
  const lambdaMin = -0.8820822006908274;

  it("is the known experiment, with the known curvatures", async () => {
    const same = xorSpec("13-xor-2-2-1-relu-mse");
    const { weights, plane, dataset, network, loss } = whatASliceHides.experiment;
    expect({ weights, plane, dataset, network, loss }).toEqual({
      weights: same.weights,
      plane: same.plane,
      dataset: same.dataset,
      network: same.network,
      loss: same.loss,
    });
    const page = await settleOnPage(whatASliceHides.experiment);
    const { curvatureMin, curvatureMax } = readNearest(page.outcome.landscape, 0, 0);
    expect(Math.abs(curvatureMin - known.slice_eig[0])).toBeLessThan(fileRounding(known.slice_eig[1]));
    expect(Math.abs(curvatureMax - known.slice_eig[1])).toBeLessThan(fileRounding(known.slice_eig[1]));
    const { own, perWeight } = readCurvature(page.outcome, 0, 0);
    expect(own).toEqual([curvatureMin, curvatureMax]);
    known.orthonormalised_slice_eig.forEach((value, i) => {
      expect(Math.abs(perWeight![i]! - value)).toBeLessThan(64 * U * known.slice_eig[1]);
    });
    const center = page.outcome.fullHessian!.center;
    expect(Math.abs(center.min - lambdaMin)).toBeLessThanOrEqual(center.tolerance);
    expect(center.provedNegative).toBe(true);
    expect(whatASliceHides.reading(moment(page))).toBe(
      "In the middle this slice bends by 0.921 to 5.94 in its own units, by 0.492 to 1.64 per unit of weight; the whole Hessian by −0.882 to 8.49, 2 of 9 below 0. This plane hides it.",
    );
  });

  it("bends upwards at every point of the slice, downwards at every one of the eigenvectors' plane", async () => {
    const slice = await settleOnPage(whatASliceHides.experiment);
    expect(slice.outcome.landscape.summary.convex).toBe(1);
    expect(slice.outcome.verdict.kind).toBe("not-convex");
    const plane = await settleOnPage(set(whatASliceHides, whatASliceHides.experiment, "plane", 1));
    expect(plane.outcome.landscape.summary["nonconvex-curvature"]).toBe(1);
    const { curvatureMin } = readNearest(plane.outcome.landscape, 0, 0);
    expect(Math.abs(curvatureMin - lambdaMin)).toBeLessThan(1e-12);
    expect(isDone(whatASliceHides, 0, plane)).toBe(true);
    expect(whatASliceHides.reading(moment(plane))).toContain("This plane shows it.");
  });

  it("the trained network has λmin below 0, by proof, and none of the planes on offer shows it in the middle", async () => {
    const trained = await settleOnPage(HIDING[1]!);
    expect(trained.outcome.fullHessian!.center.provedNegative).toBe(true);
    expect(isDone(whatASliceHides, 1, trained)).toBe(false);
    const seed = whatASliceHides.controls.find(({ name }) => name === "seed")!;
    if (seed.kind !== "slider") throw new Error("no slider");
    const service = createReferenceService();
    for (let value = seed.min; value <= seed.max; value++) {
      const spec = parseSpec({
        ...set(whatASliceHides, HIDING[1]!, "seed", value),
        grid: { columns: 3, rows: 3, xRange: [-0.25, 0.25], yRange: [-0.25, 0.25] },
        fullHessian: "none",
      });
      const outcome = await service.run("evaluate", {
        spec,
        parameters: trained.state.run.training.parameters!,
        extent: "slice",
      });
      expect(readNearest(outcome.landscape, 0, 0).pointClass, `seed ${value}`).toBe("convex");
      // Per unit of weight no slice bends less, or more, than the whole Hessian somewhere does.
      const { min, max, tolerance } = trained.outcome.fullHessian!.center;
      const [least, most] = readCurvature(outcome, 0, 0).perWeight!;
      expect(least).toBeGreaterThan(min - tolerance);
      expect(most).toBeLessThan(max + tolerance);
    }
    const other = await settleOnPage(set(whatASliceHides, HIDING[1]!, "seed", 8), trained.state);
    expect(isDone(whatASliceHides, 1, other)).toBe(true);
  });
});

describe("creases", () => {
  let page: SettledPage;

  beforeAll(async () => {
    page = await settleOnPage(creases.experiment);
  });

  it("hold all that is not convex: nothing by curvature, a part by chords, two concave and one convex", () => {
    const { summary } = page.outcome.landscape;
    expect(summary["nonconvex-curvature"]).toBe(0);
    expect(summary["nonconvex-chord"]).toBeGreaterThan(0.1);
    expect(countCreases(page.outcome.creases)).toEqual({ concave: 2, convex: 1 });
    const pairs = readSamples(creases.experiment)!;
    for (const { sample, kind } of page.outcome.creases.creases) {
      expect(kind).toBe(pairs[sample]![1] > 0 ? "concave" : "convex");
    }
  });

  it("have the known chords", () => {
    const loss = makeLoss(creases.experiment);
    for (const { p, q, mid, gap } of oracle("18-ae-hessian-blind-spot").chords) {
      const at = ([w, b]: readonly [number, number]): number => loss([w, b, 1, 0]);
      expect(Math.abs(at(mid) - (at(p) + at(q)) / 2 - gap)).toBeLessThan(fileRounding(4));
    }
  });

  it("leave the second derivative where the figure draws it, nowhere below 0", () => {
    const pairs = readSamples(creases.experiment)!;
    const sides = fc.double({ min: -2.4, max: 2.4, noNaN: true });
    fc.assert(
      fc.property(sides, sides, (w, b) => {
        fc.pre(pairs.every(([x]) => Math.abs(w * x + b) > 1e-9));
        const steps = curvatureSteps(pairs, w);
        const step = steps.findLastIndex(([from], i) => i % 2 === 0 && from <= b);
        const { yy } = jetAt(creases.experiment, w, b);
        expect(Math.abs(steps[step]![1] - yy)).toBeLessThan(8 * U);
        expect(yy).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("the tasks: a chord that says something, and a sigmoid, whose curvature does", async () => {
    const { chord } = creases;
    const looking = [
      { type: "show-evidence", what: "chord" } as const,
      { type: "move-chord", ends: chord! } as const,
    ].reduce(reduce, page.state);
    const profile = async (ends: NonNullable<typeof chord>) => {
      const found = await createReferenceService().run("profileChord", {
        spec: creases.experiment,
        parameters: looking.run.training.parameters!,
        path: { kind: "slice", ...ends },
      });
      const state = reduce(looking, { type: "evidence-found", found: { kind: "chord", profile: found, ends } });
      return { gap: found.gap, page: { ...page, state } };
    };
    const begun = await profile(chord!);
    expect(Math.abs(begun.gap + 7 / 24)).toBeLessThan(fileRounding(4));
    expect(isDone(creases, 0, begun.page)).toBe(false);
    const moved = await profile({ from: [1, -1.5], to: [1, -0.5] });
    expect(Math.abs(moved.gap - 1 / 24)).toBeLessThan(fileRounding(4));
    expect(isDone(creases, 0, moved.page)).toBe(true);

    const sigmoid = await settleOnPage(withActivation(creases.experiment, "sigmoid"));
    expect(sigmoid.outcome.creases.creases).toEqual([]);
    expect(sigmoid.outcome.verdict.kind).toBe("not-convex");
    expect(isDone(creases, 1, sigmoid)).toBe(true);
  });
});

it("settings that were moved are the lesson's own", () => {
  const moved = withSetting(FIRST_LESSON, composition, "s", 1);
  expect(settingsOf(moved, composition)).toEqual({ s: 1 });
  expect(settingsOf(moved, twoWeights)).toEqual({ w1: 0, w2: 0 });
  expect(oneUnit(1, 0)).toEqual({ kernel: [[1]], bias: [0] });
});
