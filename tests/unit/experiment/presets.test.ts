import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { LandscapeOutcome } from "../../../src/compute/jobs/landscape-outcome";
import type { TrainingOutcome } from "../../../src/compute/jobs/training/training-outcome";
import { createReferenceService } from "../../../src/compute/service/reference-service";
import { parseSpec, parseSpecText } from "../../../src/experiment/parse";
import { PRESETS } from "../../../src/experiment/presets";
import type { Spec } from "../../../src/experiment/spec";
import { readPngText, SPEC_KEYWORD } from "../../../src/formats/pictures/png-text";
import { settlePlane } from "../../../src/slice/settle-plane";

interface Played {
  readonly spec: Spec;
  readonly training: TrainingOutcome;
  readonly outcome: LandscapeOutcome;
}

/** A preset by the float64 reference, on a grid of `side` points a side. */
async function play(name: string, points = 21): Promise<Played> {
  const { spec } = PRESETS.find((preset) => preset.name === name)!;
  const service = createReferenceService();
  const training = await service.run("train", spec);
  const settled = settlePlane(spec, training.trajectory).spec;
  const coarse = parseSpec({ ...settled, grid: { ...settled.grid, columns: points, rows: points } });
  return {
    spec: coarse,
    training,
    outcome: await service.run("evaluate", { spec: coarse, parameters: training.parameters }),
  };
}

describe("the examples", () => {
  it.each(PRESETS.map(({ name, spec }) => [name, spec] as const))("%s has a picture of its own spec", (name, spec) => {
    const file = readFileSync(`src/tools/examples/thumbnails/${name}.png`);
    expect(parseSpecText(readPngText(new Uint8Array(file), SPEC_KEYWORD)!)).toEqual(spec);
  });

  it.each(["relu-moons", "sigmoid-moons", "squared-sigmoid", "sine"])("%s is proved not convex", async (name) => {
    const { outcome } = await play(name);
    expect(outcome.verdict).toMatchObject({ kind: "not-convex", scope: "loss" });
    expect(outcome.finding).not.toBeNull();
  });

  it("logistic regression is convex by theorem, and no point of its slice contradicts it", async () => {
    const { outcome } = await play("logistic");
    expect(outcome.verdict.kind).toBe("convex-by-theorem");
    const { summary } = outcome.landscape;
    expect(summary["nonconvex-curvature"] + summary["nonconvex-chord"]).toBe(0);
  });

  it("a product of two weights has a saddle at 0", async () => {
    const { outcome } = await play("product");
    const center = (outcome.landscape.loss.length - 1) / 2;
    expect(outcome.landscape.loss[center]).toBe(1);
    expect(outcome.landscape.curvatureMin[center]).toBeCloseTo(-2, 12);
    expect(outcome.landscape.curvatureMax[center]).toBeCloseTo(2, 12);
  });

  it.each(["relu-moons", "sigmoid-moons"])("%s shows two equal valleys with a rise between them", async (name) => {
    const { outcome } = await play(name, 33);
    const { grid, loss } = outcome.landscape;
    const row = (grid.rows - 1) / 2;
    const at = (x: number): number => {
      const column = [...grid.x].findIndex((place) => Math.abs(place - x) < 1e-9);
      return loss[row * grid.columns + column]!;
    };
    expect(at(1)).toBeCloseTo(at(0), 10);
    expect(at(0.5)).toBeGreaterThan(2 * at(0));
    expect(outcome.finding?.slice).toMatchObject({ from: [0, 0], to: [1, 0] });
  });

  it("a chord of two random directions proves the loss not convex", async () => {
    const { outcome } = await play("random-directions", 33);
    expect(outcome.finding?.method).toBe("grid-chord");
    expect(outcome.finding?.slice).not.toBeNull();
  });

  it("a slice of the first layer bends down in its creases alone", async () => {
    const { outcome } = await play("first-layer", 41);
    const { summary } = outcome.landscape;
    expect(summary["nonconvex-curvature"]).toBe(0);
    expect(summary["nonconvex-chord"]).toBeGreaterThan(0);
  });

  it("the eigenvectors' plane bends down at the trained weights", async () => {
    const { outcome } = await play("hidden-curvature");
    const center = (outcome.landscape.loss.length - 1) / 2;
    const { curvatureMin, curvatureError } = outcome.landscape;
    expect(curvatureMin[center]! + curvatureError[center]!).toBeLessThan(0);
    expect(outcome.fullHessian!.center.provedNegative).toBe(true);
  });
});
