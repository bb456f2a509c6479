import { describe, expect, it } from "vitest";
import type { Crease } from "../../../../src/convexity/creases/crease-set";
import { findCreases } from "../../../../src/convexity/creases/find-creases";
import { CreaseProbe } from "../../../../src/convexity/creases/probe";
import { LOSSES } from "../../../../src/experiment/spec";
import { asParameters, layoutNetwork } from "../../../../src/model/network/layout";
import { createRandom } from "../../../../src/numeric/random";
import { makeGrid } from "../../../../src/slice/grid";
import type { LandscapePlan } from "../../../../src/slice/landscape-plan";
import { measureJump, placeSwitch } from "../../../support/crease-oracle";
import { makeRandomPlan, type PlanRequest } from "../../../support/random-plans";

function readJump(plan: LandscapePlan, { sample, layer, unit }: Crease, x: number, y: number) {
  const probe = new CreaseProbe(plan);
  const jump = probe.findJump(sample, x, y, layer, unit);
  return { found: probe, jump };
}

const REQUESTS: readonly PlanRequest[] = [
  ...LOSSES.map((loss): PlanRequest => ({ activation: "relu", loss, hidden: [4, 4] })),
  { activation: "relu", loss: "mse", hidden: [5], outputs: 2, output: "sigmoid", l2: 0.1 },
  { activation: "leaky-relu", loss: "bce", hidden: [4] },
  { activation: "relu", loss: "mse", hidden: [4, 4, 4], residual: true },
];

describe.each(REQUESTS)("$activation $loss $hidden", (request) => {
  const plan = makeRandomPlan({ ...request, samples: 7 }, 21);
  const random = createRandom(21, "points on creases");

  it("states the sum of the one-sided derivatives across every exact line", async () => {
    const { creases } = await findCreases(plan);
    const exact = creases.filter((crease) => crease.exact);
    let compared = 0;
    for (const crease of exact) {
      const [from, to] = crease.points as [readonly [number, number], readonly [number, number]];
      const share = random.uniform(0.1, 0.9);
      const [x, y] = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
      const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
      const normal = [(to[1] - from[1]) / length, (from[0] - to[0]) / length] as const;
      const { found, jump } = readJump(plan, crease, x, y);
      expect(Math.abs(found.value)).toBeLessThan(1e-13);
      expect(Math.sign(jump)).toBe(crease.kind === "concave" ? -1 : 1);
      const measured = measureJump(plan, crease, [x, y], normal);
      if (!measured) continue;
      expect(Math.abs(measured.jump - jump)).toBeLessThanOrEqual(measured.bound);
      compared++;
    }
    expect(compared).toBeGreaterThan(10);
  });

  it("keeps one sign along each exact line, with the mean it states", async () => {
    const { creases } = await findCreases(plan);
    for (const crease of creases.filter(({ exact }) => exact)) {
      const [from, to] = crease.points as [readonly [number, number], readonly [number, number]];
      const jumps = Array.from({ length: 400 }, (_, i) => {
        const share = (i + 0.5) / 400;
        return readJump(plan, crease, from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])).jump;
      });
      const sign = crease.kind === "concave" ? -1 : 1;
      const wrong = jumps.filter((jump) => sign * jump < -1e-6 * Math.abs(crease.jump)).length;
      expect(wrong).toBe(0);
      const mean = jumps.reduce((sum, jump) => sum + jump, 0) / jumps.length;
      // A jump that is a parabola from 0 to 0, looked at once between, has two thirds of its largest as its mean; two straight lines, a half.
      expect(Math.abs(mean - crease.jump)).toBeLessThan(Math.max(...jumps.map(Math.abs)) / 6);
    }
  });

  it("traces deeper lines near the true ones", async () => {
    const { creases } = await findCreases({
      ...plan,
      grid: makeGrid({ columns: 65, rows: 65, xRange: [-1, 1], yRange: [-1, 1] }),
    });
    const traced = creases.filter(({ exact }) => !exact);
    expect(traced.length > 0).toBe(request.hidden.length > 1 || request.loss === "hinge");
    const cell = 2 / 64;
    const distances = traced.flatMap((crease) =>
      crease.points.map(([x, y]) => {
        const { found } = readJump(plan, crease, x, y);
        return Math.abs(found.value) / Math.hypot(found.slopeX, found.slopeY) / cell;
      }),
    );
    distances.sort((a, b) => a - b);
    // One Newton step leaves almost nothing but where the line bends at another kink within the cell.
    if (distances.length > 0) expect(distances[Math.floor(0.95 * distances.length)]).toBeLessThan(0.02);
    if (distances.length > 0) expect(distances.at(-1)).toBeLessThan(1);
  });
});

describe("the report of the search", () => {
  const plan = makeRandomPlan({ activation: "relu", loss: "mse", hidden: [4, 4], samples: 20 }, 2);

  it("lists the strongest and counts the rest", async () => {
    const all = await findCreases(plan);
    const some = await findCreases(plan, { limit: 10 });
    expect(all.omitted).toBe(0);
    expect(some.creases).toHaveLength(10);
    expect(some.omitted).toBeGreaterThan(0);
    expect(Math.abs(some.creases[0]!.jump)).toBeCloseTo(Math.abs(all.creases[0]!.jump), 12);
  });

  it("counts the pairs that it did not examine", async () => {
    const { unexamined, creases } = await findCreases(plan, { effort: 1e5 });
    expect(unexamined).toBeGreaterThan(0);
    expect(unexamined).toBeLessThan(20 * 8);
    expect(creases.length).toBeGreaterThan(0);
  });

  it("can be stopped", async () => {
    const large = makeRandomPlan(
      { activation: "relu", loss: "mse", hidden: [32, 32], samples: 400, columns: 65, rows: 65 },
      2,
    );
    const abort = new AbortController();
    const search = findCreases(large, { signal: abort.signal, onProgress: () => abort.abort() });
    await expect(search).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
  });

  it.each(["tanh", "elu", "identity"] as const)("finds none in a network of %s", async (activation) => {
    const smooth = makeRandomPlan({ activation, loss: "bce", hidden: [4, 4] }, 2);
    expect(await findCreases(smooth)).toEqual({ creases: [], omitted: 0, unexamined: 0 });
  });
});

it("draws a hinge's own kinks, all convex, without hidden layers as exact lines", async () => {
  const plan = makeRandomPlan({ activation: "relu", loss: "hinge", hidden: [], samples: 9 }, 4);
  const { creases } = await findCreases(plan);
  expect(creases.length).toBeGreaterThan(2);
  for (const crease of creases) {
    const [from, to] = crease.points as [readonly [number, number], readonly [number, number]];
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const normal = [(to[1] - from[1]) / length, (from[0] - to[0]) / length] as const;
    expect(crease).toMatchObject({ layer: 0, exact: true, kind: "convex" });
    const [x, y] = [0.4 * from[0] + 0.6 * to[0], 0.4 * from[1] + 0.6 * to[1]];
    const measured = measureJump(plan, crease, [x, y], normal)!;
    expect(Math.abs(measured.jump - crease.jump)).toBeLessThanOrEqual(measured.bound);
  }
});

it("traces a straight line of a deeper layer to rounding, with its jump", async () => {
  const layout = layoutNetwork({
    layers: [1, 1, 1, 1],
    activation: ["identity", "relu"],
    output: "identity",
    residual: false,
  });
  // z of the second layer is x·a + y at input a = 2: the line y = −2x.
  const plan: LandscapePlan = {
    layout,
    loss: { kind: "mse", l2: 0 },
    data: { samples: 1, inputs: 1, outputs: 1, x: Float64Array.of(2), y: Float64Array.of(1), task: "given" },
    center: asParameters(layout, [1, 0, 0, 0, 3, 0]),
    dx: asParameters(layout, [0, 0, 1, 0, 0, 0]),
    dy: asParameters(layout, [0, 0, 0, 1, 0, 0]),
    grid: makeGrid({ columns: 10, rows: 10, xRange: [-1, 1], yRange: [-1, 1] }),
  };
  const { creases } = await findCreases(plan);
  expect(creases).toHaveLength(1);
  const [crease] = creases as [Crease];
  expect(crease).toMatchObject({ layer: 1, unit: 0, sample: 0, exact: false, kind: "concave" });
  expect(crease.points).toHaveLength(2);
  for (const [x, y] of crease.points) expect(y + 2 * x).toBeCloseTo(0, 14);
  // ∂L/∂a = 2·(0 − 1)·3 and |∇z| = √5.
  expect(crease.jump).toBeCloseTo(-6 * Math.sqrt(5), 13);
});

it("traces a kinked layer above a smooth one", async () => {
  const relu = makeRandomPlan(
    { activation: "relu", loss: "mse", hidden: [4, 4], samples: 6, inputs: 2, columns: 33, rows: 33 },
    3,
  );
  const network = {
    layers: [2, 4, 4, 1],
    activation: ["tanh", "relu"] as const,
    output: "identity",
    residual: false,
  } as const;
  const plan = {
    ...relu,
    layout: layoutNetwork({ ...network, layers: [...network.layers], activation: [...network.activation] }),
  };
  const { creases, omitted } = await findCreases(plan);
  expect(omitted).toBe(0);
  const cell = 2 / 32;
  let compared = 0;
  for (const crease of creases) {
    expect(crease).toMatchObject({ layer: 1, exact: false });
    const at = Math.floor((crease.points.length - 1) / 2);
    const [from, to] = [crease.points[at]!, crease.points[at + 1]!];
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    if (length < cell / 10) continue;
    const v = [(to[1] - from[1]) / length, (from[0] - to[0]) / length] as const;
    const side = (t: number) => [(from[0] + to[0]) / 2 + t * v[0], (from[1] + to[1]) / 2 + t * v[1]] as const;
    const found = placeSwitch(plan, crease, side(-0.1 * cell), side(0.1 * cell));
    expect(found).not.toBeNull();
    const measured = measureJump(plan, crease, found!, v);
    if (!measured || Math.abs(crease.jump) < 1000 * measured.bound) continue;
    compared++;
    expect(Math.sign(measured.jump)).toBe(crease.kind === "concave" ? -1 : 1);
  }
  expect(compared).toBeGreaterThan(10);
});
