import { describe, expect, it } from "vitest";
import { placeChord } from "../../../../src/convexity/lines/chord-profile";
import { classifyLandscape } from "../../../../src/convexity/points/classify";
import { propagateShapes } from "../../../../src/convexity/verdict/composition-rule";
import { findConvexityTheorem } from "../../../../src/convexity/verdict/verdict";
import type { Dataset } from "../../../../src/data/dataset";
import { ACTIVATIONS, LOSSES, type LossKind, type NetworkSpec } from "../../../../src/experiment/spec";
import { asParameters, layoutNetwork, type Parameters } from "../../../../src/model/network/layout";
import { createRandom, type Random } from "../../../../src/numeric/random";
import { makeGrid } from "../../../../src/slice/grid";
import type { LandscapePlan } from "../../../../src/slice/landscape-plan";
import { ReferenceEvaluator } from "../../../../src/slice/reference-evaluator";
import { verifyClaim } from "../certificate/certificates";

interface Case {
  readonly layers: number[];
  readonly activation: NetworkSpec["activation"];
  readonly loss: LossKind;
  /** Layers that the slice moves. */
  readonly moves: readonly number[];
  /** The sign of all weights of the layers behind the moving ones; random by default. */
  readonly sign?: 1 | -1;
  /** The class of every sample; random by default. */
  readonly target?: number;
  readonly residual?: boolean;
  readonly l2?: number;
}

const network = ({ layers, activation, residual = false }: Case): NetworkSpec => ({
  layers,
  activation,
  output: "identity",
  residual,
});

function makePlan(one: Case, random: Random): LandscapePlan {
  const layout = layoutNetwork(network(one));
  const layerOf = (p: number) => layout.layers.findLastIndex(({ kernel }) => kernel <= p);
  const last = Math.max(...one.moves);
  const draw = (p: number) => {
    const entry = random.normal();
    return one.sign && layerOf(p) > last ? one.sign * Math.abs(entry) : entry;
  };
  const vector = (entry: (p: number) => number) =>
    asParameters(
      layout,
      Array.from({ length: layout.parameterCount }, (_, p) => entry(p)),
    );
  const move = () => vector((p) => (one.moves.includes(layerOf(p)) ? random.normal() : 0));
  const samples = 5;
  const y = new Float64Array(samples * layout.outputs);
  for (let s = 0; s < samples; s++) {
    const chosen = one.target ?? random.below(Math.max(2, layout.outputs));
    for (let j = 0; j < layout.outputs; j++) {
      const isOne = layout.outputs > 1 ? j === chosen : chosen === 1;
      y[s * layout.outputs + j] = one.loss === "mse" ? random.normal() : Number(isOne);
    }
  }
  const data: Dataset = {
    samples,
    inputs: layout.inputs,
    outputs: layout.outputs,
    x: Float64Array.from({ length: samples * layout.inputs }, () => random.normal()),
    y,
    task: "given",
  };
  return {
    layout,
    loss: { kind: one.loss, l2: one.l2 ?? 0 },
    data,
    center: vector(draw),
    dx: move(),
    dy: move(),
    grid: makeGrid({ columns: 11, rows: 11, xRange: [-3, 3], yRange: [-3, 3] }),
  };
}

const theoremOf = (one: Case) => findConvexityTheorem(makePlan(one, createRandom(1, "composition")));
const CONVEX = { kind: "convex-by-theorem", scope: "slice" };

describe("an affine slice", () => {
  it.each(LOSSES)("moves one layer of linear ones, with %s", (loss) => {
    const layers = loss === "softmax-ce" ? [2, 3, 3, 3] : [2, 3, 3, 1];
    for (const moved of [0, 1, 2]) {
      const one: Case = { layers, activation: "identity", loss, moves: [moved] };
      expect(theoremOf(one)).toMatchObject(CONVEX);
      expect(theoremOf({ ...one, residual: true })).toMatchObject(CONVEX);
      expect(theoremOf({ ...one, moves: [moved, (moved + 1) % 3] })).toBeNull();
    }
  });

  it("may have anything before the layer that moves, and nothing but linear layers behind it", () => {
    const one: Case = { layers: [2, 3, 3, 1], activation: ["tanh", "identity"], loss: "mse", moves: [1] };
    expect(theoremOf(one)).toMatchObject(CONVEX);
    expect(theoremOf({ ...one, moves: [0] })).toBeNull();
    expect(theoremOf({ ...one, activation: ["identity", "relu"] })).toBeNull();
  });

  it("has a reason of one sentence", () => {
    const one: Case = { layers: [2, 3, 3, 1], activation: "identity", loss: "mse", moves: [0], l2: 0.5 };
    expect(theoremOf(one)!.reason).toMatch(
      /^In this slice the output is affine[^.]*, and the l2 penalty is convex too\.$/,
    );
  });
});

describe("the composition rule with signs", () => {
  const bent: Case = { layers: [2, 4, 1], activation: "relu", loss: "bce", moves: [0] };

  it.each(["relu", "leaky-relu", "elu", "softplus"] as const)(
    "holds for %s where signs and targets fit",
    (activation) => {
      for (const loss of ["bce", "hinge"] as const) {
        const one = { ...bent, activation, loss };
        expect(theoremOf({ ...one, sign: 1, target: 0 })).toMatchObject(CONVEX);
        expect(theoremOf({ ...one, sign: -1, target: 1 })).toMatchObject(CONVEX);
        expect(theoremOf({ ...one, sign: 1, target: 1 })).toBeNull();
        expect(theoremOf({ ...one, sign: -1, target: 0 })).toBeNull();
        expect(theoremOf({ ...one, sign: 1 })).toBeNull();
        expect(theoremOf({ ...one, target: 0 })).toBeNull();
      }
      expect(theoremOf({ ...bent, activation, loss: "mse", sign: 1 })).toBeNull();
    },
  );

  it.each(["sigmoid", "tanh", "silu", "gelu", "sin"] as const)(
    "does not hold for %s, which bends both ways",
    (activation) => {
      expect(theoremOf({ ...bent, activation, sign: 1, target: 0 })).toBeNull();
    },
  );

  it("holds through several layers of one sign", () => {
    const deep: Case = { ...bent, layers: [2, 3, 3, 1], sign: 1, target: 0 };
    expect(theoremOf(deep)).toMatchObject(CONVEX);
    expect(theoremOf({ ...deep, residual: true })).toMatchObject(CONVEX);
    // A negative sign turns convex units into concave arguments, and relu of a concave argument is neither convex nor concave.
    expect(theoremOf({ ...deep, sign: -1, target: 1 })).toBeNull();
  });

  it("compares softmax's outputs with that of the target", () => {
    const plan = makePlan({ ...bent, layers: [2, 3, 3], loss: "softmax-ce", target: 0 }, createRandom(2, "softmax"));
    const output = plan.layout.layers[1]!;
    const withSigns = (signs: readonly number[]) => {
      const center = plan.center.slice() as Parameters;
      for (let i = 0; i < 3; i++) {
        for (const [j, sign] of signs.entries()) {
          const p = output.kernel + 3 * i + j;
          center[p] = sign * Math.abs(center[p]!);
        }
      }
      return { ...plan, center };
    };
    expect(findConvexityTheorem(withSigns([0, 1, 1]))).toMatchObject(CONVEX);
    expect(findConvexityTheorem(withSigns([-1, 1, 1]))).toMatchObject(CONVEX);
    expect(findConvexityTheorem(withSigns([1, 1, 1]))).toBeNull();
    expect(findConvexityTheorem(withSigns([0, -1, 1]))).toBeNull();
  });

  it("has constants: numbers that do not move, and numbers that move behind a weight of 0", () => {
    const plan = makePlan({ ...bent, layers: [2, 2, 2] }, createRandom(3, "constant"));
    const output = plan.layout.layers[1]!;
    const center = plan.center.slice() as Parameters;
    for (let i = 0; i < 2; i++) center[output.kernel + 2 * i] = 0;
    expect(propagateShapes({ ...plan, center })[0]).toBe("constant");
    const still = plan.dx.map(() => 0) as Parameters;
    expect(propagateShapes({ ...plan, dx: still, dy: still })).toEqual(["constant", "constant"]);
  });
});

describe("a slice with a theorem", () => {
  it("has no point that is not convex and no chord that verifies, over random networks", {
    timeout: 120_000,
  }, async () => {
    const random = createRandom(4, "composition cases");
    const evaluator = new ReferenceEvaluator();
    let held = 0;
    for (let k = 0; k < 600; k++) {
      const pick = <Item>(items: readonly Item[]): Item => items[random.below(items.length)]!;
      const depth = random.below(3);
      const loss = pick(LOSSES);
      const width = 1 + random.below(3);
      const hidden = Array.from({ length: depth }, () => width);
      const outputs = loss === "softmax-ce" ? 3 : 1 + random.below(2);
      const signed = random.below(3) > 0;
      const one: Case = {
        layers: [2, ...hidden, outputs],
        activation: hidden.map(() => pick([...ACTIVATIONS, "identity", "relu", "elu", "softplus"] as const)),
        loss,
        moves: [random.below(depth + 1)],
        residual: random.below(2) === 0,
        l2: pick([0, 0.1]),
        ...(signed ? { sign: pick([1, -1] as const) } : {}),
        ...(random.below(3) > 0 ? { target: random.below(Math.max(2, outputs)) } : {}),
      };
      const plan = makePlan(one, random);
      if (!findConvexityTheorem(plan)) continue;
      held++;
      const { summary } = classifyLandscape(await evaluator.evaluate(plan), plan.grid, evaluator.backend);
      expect(summary["nonconvex-curvature"] + summary["nonconvex-chord"], JSON.stringify(one)).toBe(0);
      const place = () => [6 * random.normal(), 6 * random.normal()] as const;
      const { from, to } = placeChord(plan, place(), place());
      const split = (values: Float64Array, size: number) =>
        Array.from({ length: values.length / size }, (_, s) => [...values.subarray(s * size, (s + 1) * size)]);
      const { proved } = verifyClaim({
        inputs: split(plan.data.x, plan.data.inputs),
        targets: split(plan.data.y, plan.data.outputs),
        network: network(one),
        loss: plan.loss,
        points: [[...from], [...to]],
      });
      expect(proved, JSON.stringify(one)).toBe(false);
    }
    expect(held).toBeGreaterThan(150);
  });
});
