import { beforeAll, describe, expect, it } from "vitest";
import type { ComputeEngine } from "../../../../src/compute/engine/engine";
import { createProcessorEngine } from "../../../../src/compute/engine/processor-engine";
import { compareModes } from "../../../../src/compute/jobs/compare-modes";
import {
  type ConnectOptions,
  type ConnectProgress,
  connectModes,
  DEFAULT_CONNECT_OPTIONS,
} from "../../../../src/compute/jobs/connect-modes";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import { parseSpec } from "../../../../src/experiment/parse";
import type { Spec } from "../../../../src/experiment/spec";
import { predict } from "../../../../src/model/network/evaluate";
import { asParameters, layoutNetwork, type Parameters } from "../../../../src/model/network/layout";
import { CURVE_KINDS, placeOnCurve } from "../../../../src/model/training/curve";
import { measureLength } from "../../../../src/numeric/measure-length";
import { makeMinimaPlane } from "../../../../src/slice/plane/minima-plane";
import { projectOntoPlane } from "../../../../src/slice/plane/projection";
import { makeContext } from "../../../support/task-context";
import { describeMoons, type TrainedNetwork, trainNetwork } from "../../slice/plane/trained-network";

const MOONS = describeMoons();
let [one, two]: TrainedNetwork[] = [];
beforeAll(async () => {
  [one, two] = await Promise.all([1, 2].map((seed) => trainNetwork(describeMoons({}, { seed }))));
});

const connect = (spec: Spec, from: Parameters, to: Parameters, changes: Partial<ConnectOptions> = {}) =>
  connectModes({ spec, from, to, options: { ...DEFAULT_CONNECT_OPTIONS, ...changes } }, makeContext());

/** One sample (1, 1) and two hidden ReLU units without biases: L = (Σ v_j·relu(w_j) − 1)². */
const PAIR = parseSpec({
  format: "losscape-spec",
  version: 1,
  dataset: { kind: "points", inputs: [[1]], targets: [[1]] },
  network: { layers: [1, 2, 1], activation: "relu" },
  loss: { kind: "mse" },
  weights: { kind: "trained" },
  plane: { kind: "random" },
});
const pairAt = (w: readonly [number, number], v: readonly [number, number]) =>
  asParameters(layoutNetwork(PAIR.network), [...w, 0, 0, ...v, 0]);

describe.each(CURVE_KINDS)("a %s curve between two solutions", (kind) => {
  it("avoids the barrier on the straight line", async () => {
    const { curve, lineProfile, curveProfile, step, message } = await connect(MOONS, one!.center, two!.center, {
      kind,
      steps: 200,
    });
    expect(message).toBe("");
    expect(step).toBeGreaterThan(0);
    expect(curve.from).toEqual(one!.center);
    expect(curve.to).toEqual(two!.center);
    expect(lineProfile.barrier.value).toBeGreaterThan(lineProfile.barrier.error);
    expect(curveProfile.mean).toBeLessThan(lineProfile.mean / 2);
    expect(curveProfile.highest.value + curveProfile.highest.error).toBeLessThan(lineProfile.highest.value);
    for (const { losses } of [lineProfile, curveProfile]) {
      expect(losses[0]).toBe(one!.lossOf(one!.center));
      // The other end is from + (to − from), rounded twice; each entry of the gradient is below 1.
      expect(Math.abs(losses.at(-1)! - two!.lossOf(two!.center))).toBeLessThan(1e-13);
    }
  });

  it("is measured where it is, within the bounds", async () => {
    const { curve, curveProfile } = await connect(MOONS, one!.center, two!.center, { kind, steps: 20 });
    curveProfile.places.forEach((t, i) => {
      const difference = Math.abs(curveProfile.losses[i]! - one!.lossOf(placeOnCurve(curve, t)));
      // Both have errors, and the placed point is rounded once more.
      expect(difference).toBeLessThanOrEqual(2 * curveProfile.errors[i]! + 1e-13);
      expect(curveProfile.errors[i]).toBeLessThan(1e-10);
    });
  });

  it("lies with its three points in their plane, at their true distances", async () => {
    const { curve } = await connect(MOONS, one!.center, two!.center, { kind, steps: 60 });
    const plane = makeMinimaPlane(curve.from, curve.to, curve.bend);
    const size = measureLength(curve.from) + measureLength(curve.to) + measureLength(curve.bend);
    for (const t of [0, 0.2, 0.5, 0.9, 1]) {
      const { distance } = projectOntoPlane(plane, curve.from, placeOnCurve(curve, t));
      // Projections are sums of 39 products, and each point was rounded a few times.
      expect(distance).toBeLessThan(64 * Number.EPSILON * size);
    }
    const bend = projectOntoPlane(plane, curve.from, curve.bend);
    const [x, y] = [bend.x * measureLength(plane.dx), bend.y * measureLength(plane.dy)];
    const away = measureLength(curve.bend.map((entry, p) => entry - curve.from[p]!));
    expect(Math.abs(Math.hypot(x, y) / away - 1)).toBeLessThan(1e-13);
  });

  it("is the same for the same seed", async () => {
    const run = () => connect(MOONS, one!.center, two!.center, { kind, steps: 30, seed: 5 });
    expect(await run()).toEqual(await run());
  });
});

describe("a connection", () => {
  it("is no worse than the straight line, whatever the steps do", async () => {
    const wild = await connect(MOONS, one!.center, two!.center, { steps: 40, learningRate: 50 });
    // The profile computes each loss in another order of operations than the training.
    expect(wild.curveProfile.mean).toBeLessThanOrEqual(wild.lineProfile.mean + 1e-12);
    const still = await connect(MOONS, one!.center, two!.center, { steps: 0 });
    expect(still.step).toBe(0);
    expect(still.curveProfile.mean).toBeCloseTo(still.lineProfile.mean, 12);
  });

  it("finds no barrier where the loss is convex", async () => {
    const spec = describeMoons({ network: { layers: [2, 1] } });
    const layout = layoutNetwork(spec.network);
    const [from, to] = [asParameters(layout, [3, -1, 0.5]), asParameters(layout, [-2, 4, -1])];
    const { lineProfile } = await connect(spec, from, to, { steps: 5 });
    expect(lineProfile.barrier.value).toBeLessThanOrEqual(lineProfile.barrier.error);
  });

  it("has the known barrier between two copies of one solution", async () => {
    // Halfway, both units have half their weights: the output is 2·½·½, and the loss ¼.
    const { lineProfile } = await connect(PAIR, pairAt([1, 0], [1, 0]), pairAt([0, 1], [0, 1]), { steps: 0 });
    expect(lineProfile.barrier).toMatchObject({ place: 0.5, value: 0.25 });
    expect(lineProfile.highest).toMatchObject({ place: 0.5, value: 0.25 });
    expect(lineProfile.barrier.error).toBeLessThan(1e-12);
  });

  it("reports rising steps and a mean that never rises, and is cancelled by its signal", async () => {
    const reports: ConnectProgress[] = [];
    const options = { ...DEFAULT_CONNECT_OPTIONS, steps: 50 };
    const request = { spec: MOONS, from: one!.center, to: two!.center, options };
    await connectModes(request, makeContext({ report: (news: ConnectProgress) => reports.push(news) }));
    expect(reports.map(({ step }) => step)).toEqual([0, 20, 40, 50]);
    reports.slice(1).forEach(({ mean }, i) => {
      expect(mean).toBeLessThanOrEqual(reports[i]!.mean);
    });
    const abort = new AbortController();
    const cancelled = connectModes(
      { ...request, options: { ...options, steps: 10_000 } },
      makeContext({ report: () => abort.abort(), signal: abort.signal }),
    );
    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
  });

  it("is cancelled through the service, which then takes the next", async () => {
    const service = createReferenceService();
    const options = { ...DEFAULT_CONNECT_OPTIONS, steps: 10_000 };
    let begin = (): void => {};
    const started = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const abort = new AbortController();
    const modes = { spec: MOONS, from: one!.center, to: two!.center };
    const long = service.run("connectModes", { ...modes, options }, { signal: abort.signal, onProgress: begin });
    const cancelled = expect(long).rejects.toMatchObject({ name: "AbortError" });
    await started;
    abort.abort();
    await cancelled;
    const { distance } = await service.run("compareModes", modes);
    expect(distance).toBeGreaterThan(0);
  });

  it("reports in one sentence that the loss is not finite", async () => {
    const { message, step } = await connect(PAIR, pairAt([1, 0], [1, 0]), pairAt([1e200, 0], [1e200, 0]), {
      steps: 40,
    });
    expect([step, message]).toEqual([
      0,
      "The loss along the curve was not finite at step 1, so its training ended there.",
    ]);
  });

  it.each([
    ["steps", { steps: 10_001 }, "connection.steps: 10001 is above 10000"],
    ["steps", { steps: 1.5 }, "connection.steps: 1.5 is not a whole number"],
    ["learning rate", { learningRate: Number.NaN }, "connection.learningRate: NaN is below 1e-7"],
    ["seed", { seed: -1 }, "connection.seed: -1 is below 0"],
  ])("refuses %s outside the limits", async (_, changes, message) => {
    await expect(connect(MOONS, one!.center, two!.center, changes)).rejects.toThrow(new RangeError(message));
  });

  it("refuses to connect a solution with itself", async () => {
    await expect(connect(MOONS, one!.center, one!.center.slice() as Parameters)).rejects.toThrow(
      new RangeError("connection: the two solutions are the same, so there is nothing to connect"),
    );
  });
});

describe("a comparison of two solutions", () => {
  it("has each one's loss, accuracy and length, and what lies between them", async () => {
    const { from, to, distance, cosine, line, matched } = await compareModes(
      { spec: MOONS, from: one!.center, to: two!.center },
      makeContext(),
    );
    expect(from.loss).toBe(one!.lossOf(one!.center));
    expect(to.loss).toBe(two!.lossOf(two!.center));
    expect(Math.max(from.lossError, to.lossError)).toBeLessThan(1e-12);
    const countRight = ({ layout, data, center }: TrainedNetwork) =>
      predict(layout, center, data).filter((logit, s) => Number(logit > 0) === data.y[s]).length;
    expect([from.accuracy, to.accuracy]).toEqual([one!, two!].map((network) => countRight(network) / 40));
    const lengths = [Math.hypot(...one!.center), Math.hypot(...two!.center)] as const;
    expect(from.length).toBeCloseTo(lengths[0], 12);
    const dot = one!.center.reduce((sum, entry, p) => sum + entry * two!.center[p]!, 0);
    expect(cosine).toBeCloseTo(dot / (lengths[0] * lengths[1]), 12);
    // The law of cosines.
    expect(distance ** 2).toBeCloseTo(lengths[0] ** 2 + lengths[1] ** 2 - 2 * dot, 9);
    expect(line.barrier.value).toBeGreaterThan(line.barrier.error);
    expect(matched!.distance).toBeLessThan(distance);
  });

  it("matches a copy with exchanged units to no distance and no barrier", async () => {
    const { distance, line, matched, cosine } = await compareModes(
      { spec: PAIR, from: pairAt([1, 0], [1, 0]), to: pairAt([0, 1], [0, 1]) },
      makeContext(),
    );
    expect([distance, cosine, line.barrier.value]).toEqual([2, 0, 0.25]);
    expect([matched!.distance, matched!.line.barrier.value]).toEqual([0, 0]);
  });

  it("leaves out what there is not: units without a hidden layer, an angle with zero, classes of a curve", async () => {
    const spec = describeMoons({
      dataset: { kind: "generated", name: "linear", samples: 8 },
      network: { layers: [1, 1] },
      loss: { kind: "mse" },
    });
    const layout = layoutNetwork(spec.network);
    const { matched, cosine, from } = await compareModes(
      { spec, from: asParameters(layout, [0, 0]), to: asParameters(layout, [1, 1]) },
      makeContext(),
    );
    expect([matched, cosine, from.accuracy]).toEqual([null, null, null]);
  });
});

it("measures the same means with the evaluator of the processor", async () => {
  const request = {
    spec: MOONS,
    from: one!.center,
    to: two!.center,
    options: { ...DEFAULT_CONNECT_OPTIONS, steps: 40 },
  };
  const run = async (engine?: ComputeEngine) => {
    const means: number[] = [];
    const context = makeContext({ report: ({ mean }: ConnectProgress) => means.push(mean) });
    return { means, connection: await connectModes(request, context, engine) };
  };
  const [plain, quick] = [await run(), await run(await createProcessorEngine())];
  expect(quick.means).toHaveLength(plain.means.length);
  for (const [i, mean] of plain.means.entries()) expect(quick.means[i]).toBeCloseTo(mean, 12);
  expect(quick.connection.curve.bend).toEqual(plain.connection.curve.bend);
});
