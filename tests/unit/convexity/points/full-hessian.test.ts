import { describe, expect, it } from "vitest";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import { runExperiment } from "../../../../src/compute/studies/run-experiment";
import {
  evaluateCenterHessian,
  evaluateHessianAt,
  findHessianChords,
} from "../../../../src/convexity/points/full-hessian";
import { parseSpec, SpecError } from "../../../../src/experiment/parse";
import type { Spec } from "../../../../src/experiment/spec";
import {
  type ResultDocument,
  readCreases,
  readFullHessian,
  writeResult,
} from "../../../../src/formats/files/result-file";
import { evaluateLoss } from "../../../../src/model/network/evaluate";
import { flattenWeights, layoutNetwork } from "../../../../src/model/network/layout";
import { makeProblem } from "../../../../src/model/problem";
import { findPlane, planLandscape } from "../../../../src/slice/plan-landscape";
import oracles from "../../../oracles.json";
import { EXAMPLE_SPEC } from "../../../support/example-spec";
import { makeRandomPlan } from "../../../support/random-plans";

const run = (spec: Spec) => runExperiment(spec, createReferenceService(), () => {});
const throughJson = (result: ResultDocument): ResultDocument => JSON.parse(JSON.stringify(result)) as ResultDocument;
const small = (changes: object) => parseSpec({ ...EXAMPLE_SPEC, grid: { columns: 5, rows: 4 }, ...changes });
const RELU = { ...EXAMPLE_SPEC.network, activation: "relu" };

const xor = (id: string) =>
  oracles.cases.find((entry) => entry.id === id) as unknown as { lambda_min: number; lambda_max: number };

describe("the whole Hessian of a result", () => {
  it.each([
    ["13-xor-2-2-1-sigmoid-bce", EXAMPLE_SPEC.network, "bce"],
    ["13-xor-2-2-1-relu-mse", RELU, "mse"],
    ["13-xor-2-2-1-relu-bce", RELU, "bce"],
  ] as const)("%s is the oracle's", async (id, network, kind) => {
    const { fullHessian } = await run(small({ network, loss: { kind } }));
    const { center, min, max } = fullHessian!;
    expect(center.min).toBeCloseTo(xor(id).lambda_min, 13);
    expect(center.max).toBeCloseTo(xor(id).lambda_max, 13);
    expect(center.provedNegative).toBe(true);
    expect([min, max]).toEqual([undefined, undefined]);
  });

  it("is null where none is requested", async () => {
    const result = await run(small({ fullHessian: "none" }));
    expect(result.fullHessian).toBeNull();
    expect(readFullHessian(throughJson(result))).toBeNull();
  });

  it("is mapped over a grid of the slice's ranges", async () => {
    const spec = small({ fullHessian: { columns: 3, rows: 5 } });
    const result = await run(spec);
    const { center, min, max } = result.fullHessian!;
    expect([min!.length, min![0]!.length, max!.length, max![0]!.length]).toEqual([5, 3, 5, 3]);
    // The middle of the 3 × 5 points is the centre of the slice.
    expect(min![2]![1]).toBeCloseTo(center.min!, 14);
    expect(max![2]![1]).toBeCloseTo(center.max!, 14);
    const theta = flattenWeights(layoutNetwork(spec.network), EXAMPLE_SPEC.weights.layers as never);
    const corner = await evaluateHessianAt(planLandscape(spec, theta), 1, -1);
    expect(min![0]![2]).toBeCloseTo(corner.min, 14);
    expect(max![0]![2]).toBeCloseTo(corner.max, 14);
  });

  it("is read back as it was written, creases too", async () => {
    const spec = small({ network: RELU, loss: { kind: "mse" }, fullHessian: { columns: 3, rows: 2 } });
    const result = throughJson(await run(spec));
    const [fullHessian, creases] = [readFullHessian(result), readCreases(result)];
    expect(creases.creases.length).toBeGreaterThan(0);
    expect(fullHessian!.map!.grid.columns).toBe(3);
    const service = createReferenceService();
    const theta = flattenWeights(layoutNetwork(spec.network), EXAMPLE_SPEC.weights.layers as never);
    const { landscape, measure } = await service.run("evaluate", { spec, parameters: theta, extent: "slice" });
    const { verdict, timings } = result;
    const again = throughJson(
      writeResult({
        landscape,
        verdict,
        certificate: result.certificate,
        creases,
        fullHessian,
        measure,
        timings,
        spec,
      }),
    );
    expect(again.creases).toEqual(result.creases);
    expect(again.creasesLeftOut).toEqual(result.creasesLeftOut);
    expect(again.fullHessian).toEqual(result.fullHessian);
  });

  it("may be absent from an older file", async () => {
    const { creases, creasesLeftOut, fullHessian, ...older } = await run(small({}));
    expect([creases, creasesLeftOut, fullHessian].every((part) => part !== undefined)).toBe(true);
    expect(readFullHessian(older)).toBeNull();
    expect(readCreases(older)).toEqual({ creases: [], omitted: 0, unexamined: 0 });
  });
});

describe("limits", () => {
  const wide = {
    dataset: { kind: "generated", name: "moons" },
    network: { layers: [2, 30, 30, 1] },
    weights: { kind: "trained" },
    plane: { kind: "random" },
  };

  it("names the field and the limit for a network that is too large", () => {
    const parse = (changes: object) => () => parseSpec({ ...EXAMPLE_SPEC, ...wide, ...changes });
    expect(parse({ fullHessian: "none" })).not.toThrow();
    const message = "the network has 1051 parameters, and the whole Hessian is for at most 1000";
    expect(parse({ fullHessian: "center" })).toThrow(new SpecError(`spec.fullHessian: ${message}`));
    expect(parse({ fullHessian: { columns: 3, rows: 3 } })).toThrow(`spec.fullHessian: ${message}`);
    expect(parse({ fullHessian: "none", plane: { kind: "hessian" } })).toThrow(`spec.plane.kind: ${message}`);
  });
});

describe("the plane of the extreme eigenvectors", () => {
  it("shows λmax along x and λmin along y where a random plane shows neither", async () => {
    const oracle = xor("13-xor-2-2-1-relu-mse");
    const spec = small({
      network: RELU,
      loss: { kind: "mse" },
      plane: { kind: "hessian" },
      grid: { columns: 3, rows: 3 },
    });
    const { curvature, spec: again } = await run(spec);
    expect(curvature.xx[1]![1]).toBeCloseTo(oracle.lambda_max, 13);
    expect(curvature.yy[1]![1]).toBeCloseTo(oracle.lambda_min, 13);
    expect(curvature.xy[1]![1]).toBeCloseTo(0, 13);
    expect(curvature.min[1]![1]).toBeCloseTo(oracle.lambda_min, 13);
    expect(again.plane).toEqual({ kind: "hessian" });
  });

  it("is the same twice", async () => {
    const spec = small({ plane: { kind: "hessian" } });
    const theta = flattenWeights(layoutNetwork(spec.network), EXAMPLE_SPEC.weights.layers as never);
    const find = () => findPlane(spec.plane, makeProblem(spec), theta, new AbortController().signal);
    expect(await find()).toEqual(await find());
  });
});

describe("chords along the eigenvector of λmin", () => {
  it("have one that lies below the loss in its middle", async () => {
    for (const seed of [1, 2, 3, 4]) {
      const plan = makeRandomPlan({ activation: "tanh", loss: "mse", hidden: [4, 4] }, seed);
      const hessian = (await evaluateCenterHessian(plan, "center"))!;
      expect(hessian.center.min).toBeLessThan(0);
      const loss = (theta: typeof plan.center) => evaluateLoss(plan, theta);
      const gaps = findHessianChords(plan, hessian).map(
        ({ from, to }) => loss(plan.center) - (loss(from) + loss(to)) / 2,
      );
      expect(Math.max(...gaps)).toBeGreaterThan(0);
    }
  });

  it("are none where the Hessian has no negative eigenvalue", async () => {
    const plan = makeRandomPlan({ activation: "relu", loss: "mse", hidden: [] }, 1);
    const hessian = (await evaluateCenterHessian(plan, "center"))!;
    expect(hessian.center).toMatchObject({ negative: 0, provedNegative: false });
    expect(findHessianChords(plan, hessian)).toEqual([]);
  });
});
