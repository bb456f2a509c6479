import { describe, expect, it } from "vitest";
import { createReferenceService } from "../../../src/compute/reference-service";
import { profileCut } from "../../../src/convexity/lines/cut-profile";
import { analyzePoint } from "../../../src/convexity/points/analysis";
import { asParameters, layoutNetwork } from "../../../src/model/network/layout";
import { planLandscape } from "../../../src/slice/plan-landscape";
import { parseSpec } from "../../../src/spec/parse";

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
const PLAN = planLandscape(SPEC, CENTER);

describe("points and cuts of the service", () => {
  const service = createReferenceService();

  it("are those of the slice of the spec", async () => {
    expect(await service.analyzePoint(SPEC, CENTER, 0.5, -0.25)).toEqual(analyzePoint(PLAN, 0.5, -0.25));
    const fractions: number[] = [];
    const cut = await service.profileCut(SPEC, CENTER, [-1, -1], [1, 0.5], (fraction) => fractions.push(fraction));
    expect(cut).toEqual(await profileCut(PLAN, [-1, -1], [1, 0.5]));
    expect(fractions.at(-1)).toBe(1);
  });

  it("stand beside one another, but a cut takes the place of an older cut", async () => {
    const settled = await Promise.allSettled([
      service.analyzePoint(SPEC, CENTER, 0.5, 0),
      service.profileChord(SPEC, CENTER, { kind: "slice", from: [-1, 0], to: [1, 0] }),
      service.profileCut(SPEC, CENTER, [-1, 0], [1, 0], () => {}),
      service.analyzePoint(SPEC, CENTER, 0.25, 0),
      service.profileCut(SPEC, CENTER, [0, -1], [0, 1], () => {}),
    ]);
    expect(settled.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
    ]);
    const cancelled = service.profileCut(SPEC, CENTER, [-1, 0], [1, 0], () => {});
    await service.cancelCut();
    await expect(cancelled).rejects.toThrow("abort");
  });
});
