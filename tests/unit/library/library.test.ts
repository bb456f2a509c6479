import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  evaluateLandscape,
  proveNotConvex,
  type SpecInput,
  train,
  verifyCertificate,
} from "../../../src/library/index";

const SPEC: SpecInput = {
  format: "losscape-spec",
  version: 1,
  dataset: { kind: "generated", name: "moons", samples: 32, seed: 7 },
  network: { layers: [2, 4, 1], activation: "relu" },
  loss: { kind: "bce" },
  weights: { kind: "trained", steps: 30, seed: 1 },
  plane: { kind: "random", seed: 3 },
  grid: { columns: 9, rows: 7 },
};
const LINEAR: SpecInput = { ...SPEC, network: { layers: [2, 1] } };

describe("train", () => {
  it("gives weights with which a spec starts where the training ended", async () => {
    const { status, end, trajectory } = await train(SPEC);
    expect(status).toBe("finished");
    expect(trajectory[0]!.step).toBe(0);
    expect(end).toEqual(trajectory.at(-1));
    expect(end.loss).toBeLessThan(trajectory[0]!.loss);
    const given = await train({ ...SPEC, weights: { kind: "given", layers: end.layers } });
    expect(given.trajectory).toEqual([{ step: 0, loss: end.loss, layers: end.layers }]);
  });

  it("says that a training diverged, and keeps the last finite weights", async () => {
    const network: SpecInput["network"] = { layers: [2, 4, 1], activation: "identity" };
    const steep: SpecInput = { ...SPEC, loss: { kind: "mse" }, network };
    const weights = { kind: "trained", optimizer: "sgd", learningRate: 10, steps: 400, seed: 1 } as const;
    const { status, message, end } = await train({ ...steep, weights });
    expect(status).toBe("diverged");
    expect(message).not.toBe("");
    expect(end.layers.flatMap(({ kernel, bias }) => [...kernel.flat(), ...bias]).every(Number.isFinite)).toBe(true);
    await expect(proveNotConvex({ ...steep, weights })).rejects.toThrow(message);
  });
});

describe("evaluateLandscape", () => {
  it("gives a result with a row for each y, the same with both engines within their bounds", async () => {
    const stages: string[] = [];
    const result = await evaluateLandscape(SPEC, { onProgress: ({ stage }) => stages.push(stage) });
    expect([result.loss.length, result.loss[0]!.length]).toEqual([7, 9]);
    expect(result.backend.kind).toBe("processor");
    expect([...new Set(stages)]).toEqual(["training", "landscape"]);
    const reference = await evaluateLandscape(SPEC, { engine: "reference" });
    expect(reference.backend.kind).toBe("reference");
    for (const [row, losses] of result.loss.entries()) {
      for (const [column, loss] of losses.entries()) {
        const bound = result.errorBounds.loss[row]![column]! + reference.errorBounds.loss[row]![column]!;
        expect(Math.abs(loss! - reference.loss[row]![column]!)).toBeLessThanOrEqual(bound);
      }
    }
  });

  it("names the wrong field, also of its options", async () => {
    const wide = { ...SPEC, grid: { columns: 5000 } };
    await expect(evaluateLandscape(wide)).rejects.toThrow("spec.grid.columns: 5000 is above 1025");
    const other = { engine: "webgl" as "processor" };
    await expect(evaluateLandscape(SPEC, other)).rejects.toThrow("options.engine: webgl is not processor or reference");
  });

  it("ends with its signal, and computes again afterwards", async () => {
    const abort = new AbortController();
    const onProgress = () => abort.abort(new Error("enough"));
    await expect(evaluateLandscape(SPEC, { signal: abort.signal, onProgress })).rejects.toThrow("enough");
    await expect(proveNotConvex(SPEC, { signal: abort.signal })).rejects.toThrow("enough");
    expect((await train(SPEC)).status).toBe("finished");
  });
});

describe("proveNotConvex and verifyCertificate", () => {
  it("find a proof that the verifier accepts, and refuse it where its numbers are others", async () => {
    const { verdict, certificate } = await proveNotConvex(SPEC);
    expect(verdict).toMatchObject({ kind: "not-convex", scope: "loss" });
    const read = JSON.parse(JSON.stringify(certificate));
    expect(await verifyCertificate(read)).toMatchObject({ proved: true });
    read.points[1] = read.points[0];
    expect(await verifyCertificate(read)).toMatchObject({ proved: false });
    await expect(verifyCertificate({})).rejects.toThrow("certificate.format");
  });

  it("say that a linear model is convex, by its theorem and without a certificate", async () => {
    expect(await proveNotConvex(LINEAR)).toMatchObject({
      verdict: { kind: "convex-by-theorem", scope: "loss" },
      certificate: null,
    });
  });

  it("do not depend on the plane", async () => {
    const file = path.resolve(import.meta.dirname, "../../cases/xor-221-sigmoid-zero.json");
    const spec: SpecInput = JSON.parse(readFileSync(file, "utf8"));
    const { certificate } = await proveNotConvex(spec);
    const moved = await proveNotConvex({ ...spec, plane: { kind: "random", seed: 9 } });
    expect(moved.certificate).toEqual(certificate);
  });
});
