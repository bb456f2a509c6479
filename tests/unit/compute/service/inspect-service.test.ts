import { describe, expect, it } from "vitest";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import { profileCut } from "../../../../src/convexity/lines/cut-profile";
import { analyzePoint } from "../../../../src/convexity/points/analysis";
import { parseSpec } from "../../../../src/experiment/parse";
import { asParameters, layoutNetwork } from "../../../../src/model/network/layout";
import { planLandscape } from "../../../../src/slice/plan-landscape";

const SPEC = parseSpec({
  format: "losscape-spec",
  version: 1,
  dataset: { kind: "generated", name: "moons", samples: 24, noise: 0.1, seed: 4 },
  network: { layers: [2, 4, 1], activation: "relu" },
  loss: { kind: "bce" },
  weights: { kind: "trained", steps: 0, seed: 2 },
  plane: { kind: "random", normalization: "filter", seed: 5 },
});
const LAYOUT = layoutNetwork(SPEC.network);
const CENTER = asParameters(
  LAYOUT,
  Float64Array.from({ length: LAYOUT.parameterCount }, (_, k) => 2 * Math.sin(3 * k + 1)),
);
const SLICE = { spec: SPEC, parameters: CENTER };
const PLAN = planLandscape(SPEC, CENTER);

describe("points and cuts of the service", () => {
  const service = createReferenceService();

  it("are those of the slice of the spec", async () => {
    expect(await service.run("analyzePoint", { spec: SPEC, parameters: CENTER, x: 0.5, y: -0.25 })).toEqual(
      analyzePoint(PLAN, 0.5, -0.25),
    );
    const fractions: number[] = [];
    const cut = await service.run(
      "profileCut",
      { ...SLICE, from: [-1, -1], to: [1, 0.5] },
      { onProgress: (fraction) => fractions.push(fraction) },
    );
    expect(cut).toEqual(await profileCut(PLAN, [-1, -1], [1, 0.5]));
    expect(fractions.at(-1)).toBe(1);
  });

  it("go on beside one another, and each is ended by its own signal alone", async () => {
    const abort = new AbortController();
    const settled = Promise.allSettled([
      service.run("analyzePoint", { spec: SPEC, parameters: CENTER, x: 0.5, y: 0 }),
      service.run("profileChord", { ...SLICE, path: { kind: "slice", from: [-1, 0], to: [1, 0] } }),
      service.run("profileCut", { ...SLICE, from: [-1, 0], to: [1, 0] }, { signal: abort.signal }),
      service.run("analyzePoint", { spec: SPEC, parameters: CENTER, x: 0.25, y: 0 }),
      service.run("profileCut", { ...SLICE, from: [0, -1], to: [0, 1] }),
    ]);
    abort.abort();
    expect((await settled).map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
    ]);
  });
});
