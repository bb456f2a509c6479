import { describe, expect, it } from "vitest";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import { runExperiment } from "../../../../src/compute/studies/run-experiment";
import { POINT_CLASSES } from "../../../../src/convexity/points/point-class";
import { parseSpec } from "../../../../src/experiment/parse";
import { type ResultDocument, readLandscape } from "../../../../src/formats/files/result-file";
import { EXAMPLE_SPEC } from "../../../support/example-spec";

const run = (spec: unknown): Promise<ResultDocument> =>
  runExperiment(parseSpec(spec), createReferenceService(), () => {});
const throughJson = (result: ResultDocument): ResultDocument => JSON.parse(JSON.stringify(result)) as ResultDocument;

describe("the result document", () => {
  it("has the contract's fields, each of the grid's shape", async () => {
    const result = await run(EXAMPLE_SPEC);
    expect(result).toMatchObject({ format: "losscape-result", version: 1 });
    expect([result.x.length, result.y.length]).toEqual([41, 31]);
    expect([result.x[0], result.x[40], result.y[0], result.y[30]]).toEqual([-1, 1, -0.5, 1.5]);
    const { curvature, errorBounds } = result;
    for (const field of [result.loss, ...Object.values(curvature), ...Object.values(errorBounds)]) {
      expect(field.length).toBe(31);
      for (const row of field) {
        expect(row.length).toBe(41);
        for (const entry of row) expect(Number.isFinite(entry)).toBe(true);
      }
    }
    const counted = result.classes.flat().length;
    expect(counted).toBe(41 * 31);
    for (const name of POINT_CLASSES) {
      const count = result.classes.flat().filter((found) => found === name).length;
      expect(result.summary[name]).toBeCloseTo(count / counted, 14);
    }
    for (const duration of Object.values(result.timings)) expect(duration).toBeGreaterThanOrEqual(0);
  });

  it("is JSON with the same numbers, and is read back as the same landscape", async () => {
    const result = await run(EXAMPLE_SPEC);
    expect(throughJson(result)).toEqual(result);
    const landscape = readLandscape(throughJson(result));
    expect(landscape.grid.columns * landscape.grid.rows).toBe(landscape.loss.length);
    expect(landscape.loss[5 * 41 + 7]).toBe(result.loss[5]![7]);
    expect(POINT_CLASSES[landscape.classes[5 * 41 + 7]!]).toBe(result.classes[5]![7]);
    expect(landscape.curvatureMin[3]).toBe(result.curvature.min[0]![3]);
  });

  it("can be run again from its own spec, to the same numbers", async () => {
    const spec = {
      ...EXAMPLE_SPEC,
      weights: { kind: "trained", steps: 7, seed: 2 },
      plane: { kind: "random", seed: 4 },
      grid: { columns: 9, rows: 9 },
    };
    const first = await run(spec);
    expect(first.spec.weights.kind).toBe("given");
    const second = await run(throughJson(first).spec);
    expect(second.loss).toEqual(first.loss);
    expect(second.curvature).toEqual(first.curvature);
    expect(second.classes).toEqual(first.classes);
    expect(second.spec).toEqual(first.spec);
  });

  it("holds null where a number is not finite, and reads it back as a hole", async () => {
    // Seven layers of 1e18 on an input of 1e18 make 1e144, and its square 1e288; a weight of 1e18 ± 1e18·1e6 passes float64's end.
    const layer = (factor: number) => ({ kernel: [[factor]], bias: [0] });
    const weights = (factors: readonly number[]) => ({ layers: factors.map(layer) });
    const result = await run({
      ...EXAMPLE_SPEC,
      dataset: { kind: "points", inputs: [[1e18]], targets: [[0]] },
      network: { layers: [1, 1, 1, 1, 1, 1, 1, 1], activation: "identity" },
      loss: { kind: "mse" },
      weights: { kind: "given", ...weights([1e18, 1e18, 1e18, 1e18, 1e18, 1e18, 1e18]) },
      plane: { kind: "given", x: weights([1e18, 1e18, 1e18, 0, 0, 0, 0]), y: weights([0, 0, 0, 1e18, 0, 0, 0]) },
      grid: { columns: 5, rows: 3, xRange: [-1, 1e6], yRange: [0, 1] },
      fullHessian: "none",
    });
    expect(result.loss.flat()).toContain(null);
    expect(result.loss.flat().some((entry) => entry !== null)).toBe(true);
    const landscape = readLandscape(throughJson(result));
    landscape.loss.forEach((loss, i) => {
      const isHole = result.loss.flat()[i] === null;
      expect(Number.isNaN(loss)).toBe(isHole);
      expect(result.classes.flat()[i] === "not-finite").toBe(isHole);
    });
  });
});
