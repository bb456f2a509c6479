import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ResultDocument } from "../../src/formats/files/result-file";
import { runLandscape, runLandscapeByNpm } from "../support/command-line";

const SPEC = {
  format: "losscape-spec",
  version: 1,
  dataset: { kind: "generated", name: "moons", samples: 32, noise: 0.1, seed: 7 },
  network: { layers: [2, 4, 3, 1], activation: "tanh" },
  loss: { kind: "bce" },
  weights: { kind: "trained", steps: 60, seed: 1 },
  plane: { kind: "trajectory-pca" },
  grid: { columns: 9, rows: 7, xRange: [-3, 3], yRange: [-1, 1] },
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "losscape-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, content: unknown) => writeFileSync(path.join(folder, name), JSON.stringify(content));
const read = (name: string): ResultDocument => JSON.parse(readFileSync(path.join(folder, name), "utf8"));

describe("the plane of a training's trajectory", () => {
  it("is in the result as directions, which run again to the same landscape", async () => {
    write("spec.json", SPEC);
    const options = ["--backend", "reference", "--quiet", "--out"];
    const first = await runLandscapeByNpm(["spec.json", ...options, "first.json"], { folder });
    expect([first.code, first.stderr]).toEqual([0, ""]);
    const result = read("first.json");
    expect([result.spec.plane.kind, result.spec.weights.kind]).toEqual(["given", "given"]);
    write("again.json", result.spec);
    const second = await runLandscape(["again.json", ...options, "second.json"], { folder });
    expect([second.code, second.stderr]).toEqual([0, ""]);
    const again = read("second.json");
    expect(again.loss).toEqual(result.loss);
    expect(again.curvature).toEqual(result.curvature);
    expect(again.spec).toEqual(result.spec);
  });

  it("is refused in one line where the weights are given, and where the training made no path", async () => {
    const layers = [{ kernel: [[1], [2]], bias: [0] }];
    write("given.json", { ...SPEC, network: { layers: [2, 1] }, weights: { kind: "given", layers } });
    const given = await runLandscape(["given.json", "--backend", "reference"], { folder });
    expect([given.code, given.stdout, given.stderr]).toEqual([
      2,
      "",
      "spec.plane.kind: trajectory-pca needs trained weights, and these are given\n",
    ]);
    write("still.json", { ...SPEC, weights: { kind: "trained", steps: 0 } });
    const still = await runLandscape(["still.json", "--backend", "reference", "--quiet"], { folder });
    expect([still.code, still.stdout, still.stderr]).toEqual([
      1,
      "",
      "plane: the training trajectory is one point, so it has no principal components\n",
    ]);
  });
});
