import { describe, expect, it } from "vitest";
import { findCreases } from "../../../../src/convexity/creases/find-creases";
import { symmetricEigenvalues } from "../../../../src/convexity/points/curvature";
import { JetEvaluator } from "../../../../src/model/jets/jet-evaluator";
import { asParameters, layoutNetwork } from "../../../../src/model/network/layout";
import { FLOAT64 } from "../../../../src/numeric/rounding";
import { makeGrid } from "../../../../src/slice/grid";
import type { LandscapePlan } from "../../../../src/slice/landscape-plan";
import oracles from "../../../oracles.json";

/** One ReLU unit w2·relu(w·x + b) with squared error, sliced in two of θ = (w, b, w2, b2). */
function planNeuron(
  data: readonly (readonly [number, number])[],
  center: readonly number[],
  axes: readonly [number, number],
  reach: number,
): LandscapePlan {
  const layout = layoutNetwork({ layers: [1, 1, 1], activation: "relu", output: "identity", residual: false });
  const axis = (p: number) =>
    asParameters(
      layout,
      [0, 1, 2, 3].map((q) => Number(p === q)),
    );
  return {
    layout,
    loss: { kind: "mse", l2: 0 },
    data: {
      samples: data.length,
      inputs: 1,
      outputs: 1,
      x: Float64Array.from(data, ([x]) => x),
      y: Float64Array.from(data, ([, y]) => y),
      task: "given",
    },
    center: asParameters(layout, center),
    dx: axis(axes[0]),
    dy: axis(axes[1]),
    grid: makeGrid({ columns: 41, rows: 41, xRange: [-reach, reach], yRange: [-reach, reach] }),
  };
}

function evaluateAt({ layout, loss, data, center, dx, dy }: LandscapePlan, x: number, y: number) {
  return new JetEvaluator({ layout, loss, data }, { center, dx, dy, xLimit: 3, yLimit: 3 }, FLOAT64).evaluate(x, y);
}

const neuron = oracles.cases.find(({ id }) => id === "12-crease-slice-(w,b)") as unknown as {
  data: [number, number][];
  creases: {
    sample: [number, number];
    at: [number, number];
    direction: [number, number];
    jump: number;
    kind: string;
  }[];
  fd_identity: {
    at: [number, number];
    h: number;
    second_difference: number;
    smooth_part: number;
    crease_part: number;
    crease_positions: number[];
    crease_jumps: number[];
  };
  losses: Record<string, number>;
};
const blindSpot = oracles.cases.find(({ id }) => id === "18-ae-hessian-blind-spot") as unknown as {
  chords: { p: [number, number]; q: [number, number]; mid: [number, number]; L: number[]; gap: number }[];
};

describe("12: the creases of one ReLU unit in (w, b)", () => {
  const plan = planNeuron(neuron.data, [0, 0, 1, 0], [0, 1], 3);

  it("has the oracle's losses", () => {
    for (const [at, loss] of Object.entries(neuron.losses)) {
      const [w, b] = at.split(",").map(Number) as [number, number];
      expect(evaluateAt(plan, w, b).loss).toBeCloseTo(loss, 14);
    }
  });

  it("finds each crease with its jump and kind", async () => {
    const { creases, omitted, unexamined } = await findCreases(plan);
    expect([creases.length, omitted, unexamined]).toEqual([neuron.creases.length, 0, 0]);
    neuron.creases.forEach((oracle, sample) => {
      const crease = creases.find((found) => found.sample === sample)!;
      const [x] = oracle.sample;
      expect(crease).toMatchObject({ layer: 0, unit: 0, exact: true, kind: oracle.kind });
      // The oracle's jump is along (x, 1), ours along the unit normal.
      expect(crease.jump * Math.hypot(...oracle.direction)).toBeCloseTo(oracle.jump, 13);
      for (const [w, b] of crease.points) expect(x * w + b).toBeCloseTo(0, 14);
      const [from, to] = crease.points as [readonly [number, number], readonly [number, number]];
      const between = (a: number, b: number, t: number) => (t - a) * (t - b) <= 0;
      expect(between(from[0], to[0], oracle.at[0]) && between(from[1], to[1], oracle.at[1])).toBe(true);
    });
    const strengths = creases.map(({ jump }) => Math.abs(jump));
    expect(strengths).toEqual([...strengths].sort((a, b) => b - a));
  });

  it("adds up to the second difference: smooth part plus creases", async () => {
    const { at, h, ...identity } = neuron.fd_identity;
    const along = (t: number) => evaluateAt(plan, at[0] + t, at[1]);
    const { creases } = await findCreases(plan);
    const crossings = creases.map(({ sample, jump }) => {
      const [x] = neuron.data[sample]!;
      // |∇z·e_w| is |x|, and |∇z| is ‖(x, 1)‖.
      return { sample, position: -at[1] / x, jump: (jump * Math.abs(x)) / Math.hypot(x, 1) };
    });
    crossings.sort((a, b) => a.sample - b.sample);
    crossings.forEach((crossing, i) => {
      expect(crossing.position).toBeCloseTo(identity.crease_positions[i]!, 14);
      expect(crossing.jump).toBeCloseTo(identity.crease_jumps[i]!, 14);
    });
    const kernel = (s: number) => Math.max(0, h - Math.abs(s)) / h ** 2;
    const creasePart = crossings.reduce((sum, { position, jump }) => sum + kernel(position) * jump, 0);
    expect(creasePart).toBeCloseTo(identity.crease_part, 14);
    const nodes = [-h, 0, h, ...crossings.map(({ position }) => position)].sort((a, b) => a - b);
    // Between the nodes L'' is constant and the kernel is linear.
    const smoothPart = nodes.slice(1).reduce((sum, to, i) => {
      const from = nodes[i]!;
      return sum + (to - from) * kernel((from + to) / 2) * along((from + to) / 2).xx;
    }, 0);
    expect(smoothPart).toBeCloseTo(identity.smooth_part, 14);
    const difference = (along(h).loss - 2 * along(0).loss + along(-h).loss) / h ** 2;
    expect(difference).toBeCloseTo(identity.second_difference, 14);
    expect(smoothPart + creasePart).toBeCloseTo(difference, 14);
  });

  it("18: sees what no Hessian sees", async () => {
    for (let i = 0; i < 400; i++) {
      const jet = evaluateAt(plan, -2.93 + 0.3 * (i % 20), -2.87 + 0.29 * Math.floor(i / 20));
      expect(symmetricEigenvalues(jet.xx, jet.xy, jet.yy).min).toBeGreaterThanOrEqual(-1e-14);
    }
    const { creases } = await findCreases(plan);
    for (const { p, q, mid, L, gap } of blindSpot.chords) {
      [p, q, mid].forEach(([w, b], i) => {
        expect(evaluateAt(plan, w, b).loss).toBeCloseTo(L[i]!, 14);
      });
      // A chord above its middle point must cross a concave crease: everything else here is convex.
      const crossesConcave = creases.some(({ kind, sample }) => {
        const [x] = neuron.data[sample]!;
        return kind === "concave" && (x * p[0] + p[1]) * (x * q[0] + q[1]) < 0;
      });
      if (gap > 0) expect(crossesConcave).toBe(true);
    }
  });
});

describe("03: w2·relu(w1)", () => {
  // Center w1 = w2 = 0; the crease w1 = 0 has the jump −2·w2.
  const plan = planNeuron([[1, 1]], [0, 0, 0, 0], [0, 2], 2);

  it("is cut where the jump changes its sign", async () => {
    const { creases } = await findCreases(plan);
    expect(creases.map(({ kind }) => kind).sort()).toEqual(["concave", "convex"]);
    for (const { kind, jump, points } of creases) {
      const heights = points.map(([, w2]) => w2).sort((a, b) => a - b);
      const [low, high] = kind === "concave" ? [0, 2] : [-2, 0];
      expect(points.every(([w1]) => w1 === 0)).toBe(true);
      expect(heights[0]).toBeCloseTo(low, 8);
      expect(heights[1]).toBeCloseTo(high, 8);
      expect(jump).toBeCloseTo(kind === "concave" ? -2 : 2, 8);
    }
  });
});
