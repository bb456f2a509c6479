import { beforeAll, describe, expect, it } from "vitest";
import { ACTIVATIONS, LOSSES } from "../../src/experiment/spec";
import { createWebglBackend, type WebglBackend } from "../../src/gpu/backend";
import { type ActivationRule, activationRule } from "../../src/model/network/activations";
import { SCALAR_LOSS_RULES } from "../../src/model/network/losses";
import { FLOAT32_GPU } from "../../src/numeric/rounding";
import type { LandscapeFields } from "../../src/slice/landscape-fields";
import type { LandscapePlan } from "../../src/slice/landscape-plan";
import { ReferenceEvaluator } from "../../src/slice/reference-evaluator";
import { describeRequest, makeRandomPlan, type PlanRequest } from "../support/random-plans";
import { RULE_SHADERS, type RuleName, sweepElementary, sweepRule } from "../support/rule-program";
import { WebglGrids } from "../support/webgl-grids";

let backend: WebglBackend;
let webgl: WebglGrids;
const reference = new ReferenceEvaluator();
const { unit: U, underflow: UNDERFLOW } = FLOAT32_GPU;

beforeAll(async () => {
  backend = await createWebglBackend();
  webgl = new WebglGrids(backend);
});

/** Points dense in [−40, 40], dense around 0 on a logarithmic scale, and up to the ends of float32. */
function sweepPoints(): Float32Array {
  const even = Array.from({ length: 32_001 }, (_, i) => -40 + (80 * i) / 32_000 + 1e-4 * Math.sin(i));
  const magnitudes = Array.from({ length: 8_000 }, (_, i) => 2 ** (-60 + (76 * i) / 8_000));
  const far = Array.from({ length: 8_000 }, (_, i) => 2 ** (16 + (44 * i) / 8_000));
  return Float32Array.from([0, ...even, ...[...magnitudes, ...far].flatMap((z) => [z, -z])]);
}

/** The largest |error| / bound over the points, and its point. */
function worstRatio(
  points: Float32Array,
  found: Float32Array,
  truth: (z: number) => number,
  bound: (z: number) => number,
): { ratio: number; z: number; found: number; truth: number } {
  let worst = { ratio: 0, z: 0, found: 0, truth: 0 };
  points.forEach((z, i) => {
    const error = Math.abs(found[i]! - truth(z));
    const allowed = bound(z);
    const ratio = error === 0 ? 0 : error / allowed;
    if (!(ratio <= worst.ratio)) worst = { ratio, z, found: found[i]!, truth: truth(z) };
  });
  return worst;
}

function expectWithin(worst: { ratio: number }): void {
  expect(worst.ratio, JSON.stringify(worst)).toBeLessThanOrEqual(1);
}

const ruleOf = (name: RuleName): ActivationRule =>
  name === "square" ? SCALAR_LOSS_RULES.mse : activationRule(name, 0.01);

describe("the shader library against float64", () => {
  const points = sweepPoints();

  for (const name of Object.keys(RULE_SHADERS) as RuleName[]) {
    const rule = ruleOf(name);
    it(`${name} keeps its own error bounds`, async () => {
      const sweep = await sweepRule(backend, name, points, 0.01);
      // The slope of leaky-relu is stored in float32.
      const expectMember = (
        found: Float32Array,
        library: Float32Array,
        truth: (z: number) => number,
        bound: (z: number) => number,
      ) => {
        expectWithin(worstRatio(points, found, truth, (z) => U * bound(z) + UNDERFLOW));
        // The bound that the GPU states equals the model's.
        expectWithin(worstRatio(points, library, bound, (z) => 0.02 * bound(z) + UNDERFLOW));
      };
      expectMember(sweep.value, sweep.libraryValue, rule.value, rule.libraryValue);
      expectMember(sweep.first, sweep.libraryFirst, rule.first, rule.libraryFirst);
      expectMember(sweep.second, sweep.librarySecond, rule.second, rule.librarySecond);
    });
  }

  it("e^z for z ≤ 0", async () => {
    const below = points.filter((z) => z <= 0);
    const found = await sweepElementary(backend, "expNonPositive(z)", below);
    expectWithin(worstRatio(below, found, Math.exp, (z) => (6 + Math.abs(z)) * U * Math.exp(z) + 2e-38));
  });

  it("log(1 + z) for 0 ≤ z ≤ 1 and log z for 1 ≤ z ≤ 16", async () => {
    const small = points.filter((z) => z >= 0 && z <= 1);
    const logOnePlus = await sweepElementary(backend, "logOnePlus(z)", small);
    expectWithin(worstRatio(small, logOnePlus, Math.log1p, (z) => 8 * U * Math.log1p(z) + UNDERFLOW));
    const moderate = points.filter((z) => z >= 1 && z <= 16);
    const log = await sweepElementary(backend, "logModerate(z)", moderate);
    expectWithin(worstRatio(moderate, log, Math.log, (z) => (4 + 4 * Math.log(z)) * U));
  });
});

/** Every activation with every loss. The shapes take turns, so that each pair is compiled once; six inputs make a projected first layer. */
const NARROW: readonly PlanRequest[] = ACTIVATIONS.flatMap((activation, a) =>
  LOSSES.map((loss, l): PlanRequest => {
    const shape = [[4, 3], [5], [3, 3, 3], [4, 4]][(a + l) % 4]!;
    return {
      activation,
      loss,
      hidden: shape,
      residual: shape.length > 1 && shape[0] === shape[1],
      ...(loss === "mse" && a % 2 === 0 ? { output: "sigmoid", outputs: 2 } : {}),
      l2: a % 3 === 0 ? 0.01 : 0,
      inputs: (a + l) % 3 === 0 ? 6 : 3,
      samples: 11,
      columns: 5,
      rows: 5,
    };
  }),
);

/** Networks so wide that the kernel has loops. */
const WIDE: readonly PlanRequest[] = ACTIVATIONS.map((activation, a) => ({
  activation,
  loss: LOSSES[a % LOSSES.length]!,
  hidden: a % 2 === 0 ? [18, 18] : [21, 16],
  residual: a % 2 === 0,
  ...(a === 4 ? { output: "sigmoid", outputs: 2 } : {}),
  samples: 11,
  columns: 5,
  rows: 5,
}));

const SHAPES = [...NARROW, ...WIDE];

interface Magnitudes {
  readonly weights: number;
  readonly inputs: number;
  readonly reach: number;
}

const MAGNITUDES: readonly Magnitudes[] = [
  { weights: 1e-3, inputs: 1, reach: 1e-3 },
  { weights: 0.3, inputs: 1, reach: 1e-6 },
  { weights: 1, inputs: 1, reach: 1 },
  { weights: 10, inputs: 3, reach: 1e-2 },
  { weights: 1e3, inputs: 1, reach: 1 },
  { weights: 1e6, inputs: 1e3, reach: 1e3 },
  { weights: 1e12, inputs: 1e9, reach: 1 },
  { weights: 1e-12, inputs: 1e-9, reach: 1 },
];

function makeScaledPlan(shape: PlanRequest, { weights, inputs, reach }: Magnitudes, seed: number): LandscapePlan {
  const plan = makeRandomPlan({ ...shape, scale: weights, reach }, seed);
  return { ...plan, data: { ...plan.data, x: plan.data.x.map((entry) => entry * inputs) } };
}

/** Checks each error against the sum of the kernel's and the reference's bounds. A point without a bound must have no loss. */
function expectBounds(gpu: LandscapeFields, truth: LandscapeFields, where: string): number {
  let known = 0;
  const faults: string[] = [];
  gpu.loss.forEach((loss, i) => {
    const expectNear = (found: number, expected: number, bound: number, what: string) => {
      if (!(Math.abs(found - expected) <= bound)) faults.push(`${what}[${i}] ${found} for ${expected} ± ${bound}`);
    };
    if (gpu.lossError[i] === Number.POSITIVE_INFINITY) {
      if (!Number.isNaN(loss)) faults.push(`loss[${i}] is ${loss} with no bound`);
    } else {
      known++;
      expectNear(loss, truth.loss[i]!, gpu.lossError[i]! + truth.lossError[i]!, "loss");
    }
    if (gpu.curvatureError[i] === Number.POSITIVE_INFINITY) return;
    const bound = gpu.curvatureError[i]! + truth.curvatureError[i]!;
    for (const field of ["xx", "xy", "yy"] as const) expectNear(gpu[field][i]!, truth[field][i]!, bound, field);
  });
  expect(faults, where).toEqual([]);
  return known;
}

describe(`the kernel keeps its bounds: ${SHAPES.length * MAGNITUDES.length} random networks of all magnitudes`, () => {
  for (const [s, shape] of SHAPES.entries()) {
    it(describeRequest(shape), async () => {
      let known = 0;
      for (const [m, magnitudes] of MAGNITUDES.entries()) {
        const plan = makeScaledPlan(shape, magnitudes, 1000 * s + m);
        const gpu = await webgl.evaluate(plan);
        known += expectBounds(gpu, await reference.evaluate(plan), JSON.stringify(magnitudes));
      }
      expect(known).toBeGreaterThanOrEqual(25 * 6);
    });
  }
});

describe("numbers at the ends of float32", () => {
  it("weights that are too small for a float and have very large factors", async () => {
    const base = makeRandomPlan({ activation: "relu", loss: "mse", hidden: [2, 2, 2], samples: 5 }, 1);
    const tiny = {
      ...base,
      data: { ...base.data, x: base.data.x.map((entry) => entry * 1e18), y: base.data.y.fill(0) },
    };
    const scaleLayer = (values: LandscapePlan["center"], layer: number, factor: number) => {
      const { kernel, bias, units } = base.layout.layers[layer]!;
      for (let p = kernel; p < bias; p++) values[p]! *= factor;
      values.fill(0, bias, bias + units);
    };
    for (const moved of ["center", "dx", "dy"] as const) {
      const plan = { ...tiny, center: tiny.center.slice(), dx: tiny.dx.slice(), dy: tiny.dy.slice() } as typeof tiny;
      for (const name of ["center", "dx", "dy"] as const) {
        scaleLayer(plan[name], 0, 1e10);
        // A float stores 1e-44 with three bits, or as 0; the outputs of the previous layer are about 1e28.
        scaleLayer(plan[name], 1, name === moved ? 1e-44 : 0);
        scaleLayer(plan[name], 2, 1e15);
        scaleLayer(plan[name], 3, 1e5);
      }
      expectBounds(await webgl.evaluate(plan), await reference.evaluate(plan), moved);
    }
  });

  it("a grid that is too narrow for a float, in a very long direction", async () => {
    const base = makeRandomPlan({ activation: "softplus", loss: "mse", hidden: [3, 3], reach: 1e-40 }, 2);
    const grow = (values: LandscapePlan["dx"]) => values.map((entry) => entry * 1e18) as LandscapePlan["dx"];
    const inner = base.layout.layers[1]!.kernel;
    const plan = { ...base, dx: grow(base.dx), dy: grow(base.dy) };
    for (const direction of [plan.dx, plan.dy]) direction.fill(0, 0, inner);
    expectBounds(await webgl.evaluate(plan), await reference.evaluate(plan), "narrow");
  });
});
