import { describe, expect, it } from "vitest";
import type { EvaluationExtent, LandscapeProgress } from "../../../../src/compute/jobs/landscape-outcome";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import { parseSpec } from "../../../../src/experiment/parse";
import type { Spec } from "../../../../src/experiment/spec";
import { layoutNetwork, type Parameters, zeroParameters } from "../../../../src/model/network/layout";

function describeExperiment(changes: object = {}): Spec {
  return parseSpec({
    format: "losscape-spec",
    version: 1,
    dataset: { kind: "generated", name: "moons", samples: 40, noise: 0.1, seed: 3 },
    network: { layers: [2, 4, 1], activation: "relu" },
    loss: { kind: "bce" },
    weights: { kind: "trained", steps: 60, learningRate: 0.05, seed: 2 },
    plane: { kind: "random", seed: 1, normalization: "filter" },
    grid: { columns: 33, rows: 33 },
    ...changes,
  });
}

async function train(spec: Spec): Promise<Parameters> {
  return (await createReferenceService().run("train", spec)).parameters;
}

const evaluate = (
  spec: Spec,
  parameters: Parameters,
  onProgress: (progress: LandscapeProgress) => void,
  extent?: EvaluationExtent,
) => createReferenceService().run("evaluate", { spec, parameters, extent }, { onProgress });

describe("an evaluation", () => {
  it("settles what the weights alone settle before it has a grid, and keeps the proof where the slice shows it", async () => {
    const spec = describeExperiment({
      plane: { kind: "permutation", seed: 1 },
      grid: { columns: 33, rows: 33, xRange: [-0.5, 1.5] },
    });
    const news: LandscapeProgress[] = [];
    const outcome = await evaluate(spec, await train(spec), (progress) => news.push(progress));
    const settled = news.findIndex(({ settlement }) => settlement);
    const drawn = news.findIndex(({ landscape }) => landscape);
    expect(settled).toBeGreaterThanOrEqual(0);
    expect(settled).toBeLessThan(drawn);
    expect(news.filter(({ settlement }) => settlement)).toHaveLength(1);
    const { settlement } = news[settled]!;
    expect(settlement!.verdict).toMatchObject({ kind: "not-convex", scope: "loss" });
    expect(settlement!.finding!.verification.proved).toBe(true);
    expect([outcome.verdict, outcome.finding]).toEqual([settlement!.verdict, settlement!.finding]);
    expect(settlement!.finding).toMatchObject({ method: "exchange", exchange: outcome.plane!.exchange });
    expect(settlement!.finding!.slice).toMatchObject({ from: [0, 0], to: [1, 0] });
    const fractions = news.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  });

  it("ends with a chord of the slice where the first proof lies outside it and the slice proves the same", async () => {
    const spec = describeExperiment();
    let first: LandscapeProgress["settlement"];
    const outcome = await evaluate(spec, await train(spec), ({ settlement }) => {
      first ??= settlement;
    });
    expect(first!.finding).toMatchObject({ method: "exchange", slice: null });
    expect(outcome.finding).toMatchObject({ method: "grid-chord", verification: { proved: true } });
    const { x, y } = outcome.landscape.grid;
    for (const [u, v] of [outcome.finding!.slice!.from, outcome.finding!.slice!.to]) {
      expect([...x].some((place) => Math.abs(place - u) < 1e-9)).toBe(true);
      expect([...y].some((place) => Math.abs(place - v) < 1e-9)).toBe(true);
    }
    expect(outcome.verdict.reason).toContain("two points of this slice");
  });

  it("keeps what it has settled when it is cancelled", async () => {
    const spec = describeExperiment({ grid: { columns: 257, rows: 257 } });
    const service = createReferenceService();
    const kinds: string[] = [];
    const abort = new AbortController();
    const onProgress = ({ settlement }: LandscapeProgress): void => {
      if (!settlement) return;
      kinds.push(settlement.verdict.kind);
      abort.abort();
    };
    const request = { spec, parameters: await train(spec) };
    const evaluation = service.run("evaluate", request, { signal: abort.signal, onProgress });
    await expect(evaluation).rejects.toMatchObject({ name: "AbortError" });
    expect(kinds).toEqual(["not-convex"]);
  });

  it("settles what holds of the whole loss where the plane cannot be made, and then fails", async () => {
    const spec = describeExperiment({ network: { layers: [2, 1] } });
    const zero = zeroParameters(layoutNetwork(spec.network));
    const kinds: string[] = [];
    const evaluation = evaluate(spec, zero, ({ settlement }) => {
      if (settlement) kinds.push(settlement.verdict.kind);
    });
    await expect(evaluation).rejects.toThrow(/direction is zero/);
    expect(kinds).toEqual(["convex-by-theorem"]);
  });

  it("searches for nothing where only the slice is requested", async () => {
    const spec = describeExperiment();
    const news: LandscapeProgress[] = [];
    await evaluate(spec, await train(spec), (progress) => news.push(progress), "slice");
    expect(news.some(({ settlement, search }) => settlement !== undefined || search !== undefined)).toBe(false);
  });
});
