import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeLink, encodeLink } from "../../../../src/experiment/link";
import { parseSpec } from "../../../../src/experiment/parse";
import { ACTIVATIONS, type Spec } from "../../../../src/experiment/spec";
import { DEFAULT_VIEW } from "../../../../src/experiment/view";
import { flattenWeights, layoutNetwork, type Parameters, unflattenWeights } from "../../../../src/model/network/layout";
import { drawInitialParameters } from "../../../../src/model/training/initial-parameters";
import { makePlane } from "../../../../src/slice/plane/make-plane";
import {
  alignOther,
  compareWith,
  hasSameStart,
  hasSameWeights,
  needsFirst,
  otherSide,
  pairExperiments,
  withActivation,
} from "../../../../src/tools/compare/pair";
import {
  describeSharing,
  listDifferences,
  listWarnings,
  nameLosses,
  namePair,
} from "../../../../src/tools/compare/pair-text";
import { RANDOM_DEFAULT } from "../../../support/random-default";

const A = RANDOM_DEFAULT;
const change = (sections: object): Spec => parseSpec({ ...A, ...sections });
const layout = layoutNetwork(A.network);
const theta = drawInitialParameters(layout, "glorot-uniform", 5);
const given = change({ weights: { kind: "given", layers: unflattenWeights(layout, theta) } });
const wide = change({ network: { layers: [2, 5, 1], activation: "relu" } });
const other = (spec: Spec, rest = {}) => pairExperiments(A, { weights: "own", other: spec, ...rest });

describe("the other experiment", () => {
  it("is the same with ReLU beside anything else, and with sigmoid beside ReLU", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ACTIVATIONS), (activation) => {
        const a = withActivation(A, activation);
        const { b } = pairExperiments(a, undefined);
        expect(b.network.activation).toBe(activation === "relu" ? "sigmoid" : "relu");
        expect({ ...b, network: a.network }).toEqual(a);
        expect(withActivation(b, activation)).toEqual(a);
      }),
    );
    const mixed = change({ network: { ...A.network, activation: ["relu", "tanh"] } });
    expect(pairExperiments(mixed, undefined).b.network.activation).toBe("relu");
  });

  it("is what the view asks for, by a word or whole", () => {
    expect(pairExperiments(A, { weights: "own", other: "tanh" }).b).toEqual(withActivation(A, "tanh"));
    expect(other(wide).b).toBe(wide);
  });

  it("is said in a word where that is all, so that swapping twice leads back", () => {
    for (const b of [withActivation(A, "sin"), wide, given, A]) {
      const pair = other(b);
      const swapped = pairExperiments(b, compareWith(b, A, undefined));
      expect(swapped.a).toEqual(pair.b);
      expect(swapped.b).toEqual(A);
    }
    expect(compareWith(A, withActivation(A, "sin"), undefined).other).toBe("sin");
    expect(compareWith(A, wide, { weights: "initial" })).toEqual({ weights: "initial", other: wide });
  });

  it("takes data, loss, plane and grid from A when it is asked to, and stays an experiment", () => {
    const far = parseSpec({
      ...wide,
      dataset: { kind: "generated", name: "sine", samples: 16, noise: 0.1, seed: 1 },
      network: { layers: [1, 5, 1], activation: "tanh" },
      loss: { kind: "mse" },
      grid: { ...A.grid, columns: 9 },
    });
    const aligned = alignOther(other(far));
    expect([aligned.dataset, aligned.loss, aligned.grid, aligned.plane]).toEqual([A.dataset, A.loss, A.grid, A.plane]);
    expect(aligned.network).toMatchObject({ layers: [2, 5, 1], activation: "tanh" });
    expect(listWarnings(other(aligned))).toEqual([]);
  });
});

describe("the weights of a pair", () => {
  it("begin at the same numbers whatever the activation", () => {
    for (const activation of ACTIVATIONS) {
      const b = withActivation(A, activation);
      expect(hasSameStart(A, b)).toBe(true);
      const drawn = [A, b].map((spec) => drawInitialParameters(layoutNetwork(spec.network), "he-normal", 9));
      expect(drawn[0]).toEqual(drawn[1]);
    }
    for (const b of [wide, change({ weights: { ...A.weights, seed: 2 } }), given])
      expect(hasSameStart(A, b)).toBe(false);
    const slower = change({ weights: { ...A.weights, learningRate: 0.001, steps: 7 } });
    expect(hasSameStart(A, slower)).toBe(true);
  });

  it("are A's for both where that is asked for, in one plane", () => {
    const pair = pairExperiments(A, { weights: "shared" });
    expect([pair.onePlane, hasSameWeights(pair), needsFirst(pair)]).toEqual([true, true, true]);
    const plane = makePlane(A.plane, layout, theta);
    const b = otherSide(pair, { parameters: theta, plane });
    expect(parseSpec(b)).toEqual(b);
    if (b.weights.kind !== "given" || b.plane.kind !== "given") throw new Error("both must be given");
    expect(flattenWeights(layout, b.weights.layers)).toEqual(theta);
    expect(makePlane(b.plane, layout, theta)).toEqual(plane);
    expect({ ...b, weights: A.weights, plane: A.plane }).toEqual(withActivation(A, "sigmoid"));
  });

  it("are those before any step on both sides", () => {
    const pair = pairExperiments(A, { weights: "initial" });
    expect(pair.first).toEqual(change({ weights: { ...A.weights, steps: 0 } }));
    const b = otherSide({ ...pair, onePlane: false }, null);
    expect(b.weights).toEqual(pair.first.weights);
    expect(pair.onePlane).toBe(true);
  });

  it("stay each one's own where the choice is not possible, with the reason", () => {
    const pair = other(wide, { weights: "shared", onePlane: true });
    expect(pair).toMatchObject({ weights: "own", onePlane: false });
    expect(pair.obstacles.shared).toBe("The layers of the two networks have different sizes.");
    expect(other(given, { weights: "initial" })).toMatchObject({ weights: "own" });
    expect(other(given).obstacles.initial).toBe("Given weights have no initial weights.");
  });

  it("that are A's have no trajectory, so the plane is A's as well", () => {
    const a = change({ plane: { kind: "trajectory-pca" } });
    const pair = pairExperiments(a, { weights: "shared", onePlane: false });
    expect(pair.onePlane).toBe(true);
  });
});

describe("what differs", () => {
  it("is the activation alone, in the words of the page", () => {
    const pair = pairExperiments(A, undefined);
    expect(listDifferences(pair.a, pair.b)).toEqual([{ label: "Activation", a: "ReLU", b: "Sigmoid" }]);
    expect(listDifferences(A, A)).toEqual([]);
    expect(namePair(pair)).toEqual(["ReLU", "Sigmoid"]);
    expect(nameLosses(pair)).toEqual(["with ReLU", "with Sigmoid"]);
    expect(nameLosses(other(wide))).toEqual(["of A", "of B"]);
  });

  it("names every changed control once, with both values", () => {
    const b = change({
      dataset: { ...A.dataset, noise: 0.3 },
      weights: { ...A.weights, optimizer: "sgd", batchSize: 16 },
      grid: { ...A.grid, xRange: [-2, 1.5] },
      plane: { ...A.plane, normalization: "none" },
    });
    expect(listDifferences(A, b)).toEqual([
      { label: "Noise", a: "0.12", b: "0.3" },
      { label: "Optimiser", a: "Adam", b: "SGD" },
      { label: "Full batch", a: "yes", b: "no" },
      { label: "Normalisation", a: "Filter", b: "None" },
      { label: "x from", a: "−1.5", b: "−2" },
    ]);
  });

  it("is said of numbers that have no control", () => {
    const moved = parseSpec({
      ...given,
      weights: { kind: "given", layers: unflattenWeights(layout, theta.map((w) => 2 * w) as Parameters) },
    });
    expect(listDifferences(given, moved)).toEqual([{ label: "Weights", a: "its own numbers", b: "other numbers" }]);
    expect(listDifferences(A, given)[0]).toEqual({ label: "Weights", a: "trained", b: "given" });
  });
});

describe("what is shared", () => {
  const shared = (pair: ReturnType<typeof pairExperiments>) => describeSharing(pair).shared.join("; ");

  it("is stated for each choice of weights", () => {
    expect(shared(pairExperiments(A, undefined))).toBe(
      "data, loss and grid; the initial weights (seed 1), which do not depend on the activation; the training settings; " +
        "the random directions (plane seed 3), which filter normalisation scales to the weights of each side",
    );
    expect(shared(pairExperiments(A, { weights: "own", onePlane: true }))).toContain(
      "A’s two directions; each slice goes through its own weights",
    );
    expect(shared(pairExperiments(A, { weights: "shared" }))).toContain(
      "A’s trained weights; the plane and its centre",
    );
    expect(shared(pairExperiments(A, { weights: "initial" }))).toContain(
      "the initial weights (seed 1), before any training step",
    );
    expect(shared(pairExperiments(given, undefined))).toContain("the given weights; the plane and its centre");
  });

  it("is not claimed where it is not so", () => {
    const { shared: parts, apart } = describeSharing(other(wide));
    expect(parts).toEqual(["data, loss and grid"]);
    expect(apart).toEqual(["Each side has its own weights.", "Each slice has its own plane."]);
    const slower = change({ weights: { ...A.weights, steps: 7 } });
    expect(describeSharing(other(slower)).apart).toEqual(["The training settings of A and B differ."]);
  });

  it("brings a warning for each thing that should be and is not", () => {
    const far = change({
      dataset: { ...A.dataset, seed: 8 },
      loss: { kind: "hinge" },
      grid: { ...A.grid, rows: 9 },
      plane: { kind: "gradient" },
    });
    expect(listWarnings(other(far)).map((warning) => warning.split(" ").slice(0, 2).join(" "))).toEqual([
      "The data",
      "The losses",
      "The grids",
      "The planes",
    ]);
    expect(listWarnings(other(far, { onePlane: true }))).toHaveLength(3);
    const straight = change({ network: { layers: [2, 1] } });
    expect(listWarnings(pairExperiments(straight, undefined))).toEqual([
      "Without a hidden layer the activation has no effect.",
    ]);
    expect(listDifferences(straight, pairExperiments(straight, undefined).b)).toEqual([]);
  });
});

describe("the link of a comparison", () => {
  it("carries how the other differs, through the one parser", () => {
    for (const compare of [
      { weights: "own", other: "tanh" },
      { weights: "initial", onePlane: false, other: wide },
    ] as const) {
      const view = { ...DEFAULT_VIEW, tool: "compare", compare } as const;
      expect(decodeLink(encodeLink({ spec: A, view })).view).toEqual(view);
    }
    expect(decodeLink(encodeLink({ spec: A, view: DEFAULT_VIEW })).view.compare).toBeUndefined();
  });

  it.each([
    [{ other: "rellu" }, 'view.compare.other: "rellu" is not an activation'],
    [
      { other: { ...wide, network: { layers: [3, 1] } } },
      "view.compare.other: spec.network.layers[0]: 3 where the data has 2 inputs",
    ],
    [{ other: 3 }, "view.compare.other: spec: 3 is not an object"],
    [{ weights: "both" }, 'view.compare.weights: "both" is not own, shared or initial'],
    [{ activation: "relu" }, "view.compare.activation: is not a known field"],
  ])("refuses %j in one sentence", (compare, message) => {
    const view = { ...DEFAULT_VIEW, compare } as unknown as typeof DEFAULT_VIEW;
    expect(() => decodeLink(encodeLink({ spec: A, view }))).toThrow(message);
  });
});
