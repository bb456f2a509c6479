import { describe, expect, it } from "vitest";
import { NO_OVERLAYS } from "../../../../../src/drawing/overlays/scene-overlays";
import { layoutNetwork, zeroParameters } from "../../../../../src/model/network/layout";
import { hashSpec } from "../../../../../src/page/figure/spec-hash";
import { createState, reduce } from "../../../../../src/studio/state/reducer";
import type { StudioState } from "../../../../../src/studio/state/state";
import { captionFigure, describeFigure, LayersMemo } from "../../../../../src/studio/views/figure/figure-content";
import { evaluateSynthetic, SYNTHETIC_SLICES } from "../../../../render/synthetic-landscapes";
import { RANDOM_DEFAULT } from "../../../../support/random-default";
import { makeOutcome } from "../../landscapes";

const LANDSCAPE = evaluateSynthetic(SYNTHETIC_SLICES.network, 17);
const OUTCOME = { ...makeOutcome(LANDSCAPE), measure: { xNorm: 3, yNorm: 3, cosine: 0.1 } };

function settle(): StudioState {
  const opened = createState(RANDOM_DEFAULT);
  const parameters = zeroParameters(layoutNetwork(RANDOM_DEFAULT.network));
  const outcome = { status: "finished", parameters, step: 200, message: "", trajectory: [] } as const;
  const { trainingNumber, number } = opened.run;
  const trained = reduce(opened, { type: "report", run: trainingNumber, report: { kind: "training-ended", outcome } });
  return reduce(trained, { type: "report", run: number, report: { kind: "landscape-ended", outcome: OUTCOME } });
}

describe("what a figure of the page shows", () => {
  it("is nothing before there is a slice", () => {
    const opened = createState(RANDOM_DEFAULT);
    expect(describeFigure(opened, NO_OVERLAYS, new LayersMemo())).toBeNull();
    expect(captionFigure(opened)).toBe("");
  });

  it("names network, directions and the angle between them", () => {
    const content = describeFigure(settle(), NO_OVERLAYS, new LayersMemo())!;
    expect(content.title).toBe("ReLU 2–8–8–1");
    expect(content.axes).toEqual({
      x: "x · random direction, filter-normalised",
      y: "y · random direction, filter-normalised, at 84.3° to x",
    });
    expect(content.plane).toEqual(OUTCOME.measure);
  });

  it("drops creases, chord, verdict and lengths once another slice is computed", () => {
    const next = reduce(settle(), { type: "change", field: "samples", value: 64 });
    const content = describeFigure(next, NO_OVERLAYS, new LayersMemo())!;
    expect(content).toMatchObject({ creases: null, chord: null, plane: null });
    // The slice on screen still belongs to the previous experiment: it is drawn with that name and has no caption.
    expect(describeFigure(next, NO_OVERLAYS, new LayersMemo())!.title).toMatch(/, the previous (slice|experiment)$/);
    expect(captionFigure(next)).toBe("");
  });

  it("lays out the layers of a slice once for each view", () => {
    const memo = new LayersMemo();
    const state = settle();
    const layers = describeFigure(state, NO_OVERLAYS, memo)!.layers;
    expect(describeFigure({ ...state, message: null }, NO_OVERLAYS, memo)!.layers).toBe(layers);
    const other = reduce(state, { type: "look", view: { colorMap: "greys" } });
    expect(describeFigure(other, NO_OVERLAYS, memo)!.layers).not.toBe(layers);
  });
});

describe("the hash of an experiment", () => {
  it("is the start of the SHA-256 of its JSON, another for another experiment", async () => {
    const { createHash } = await import("node:crypto");
    const expected = createHash("sha256").update(JSON.stringify(RANDOM_DEFAULT)).digest("hex").slice(0, 12);
    expect(await hashSpec(RANDOM_DEFAULT)).toBe(expected);
    expect(await hashSpec({ ...RANDOM_DEFAULT, fullHessian: "center" })).not.toBe(expected);
  });
});
