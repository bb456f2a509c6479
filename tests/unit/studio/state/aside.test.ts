import { describe, expect, it } from "vitest";
import { DEFAULT_SPEC } from "../../../../src/experiment/defaults";
import { parseSpec } from "../../../../src/experiment/parse";
import { layoutNetwork, zeroParameters } from "../../../../src/model/network/layout";
import type { Action } from "../../../../src/studio/state/actions";
import { createState, ownView, reduce } from "../../../../src/studio/state/reducer";
import type { StudioState } from "../../../../src/studio/state/state";
import { makeLandscape, makeOutcome } from "../landscapes";

const OUTCOME = makeOutcome(makeLandscape(2, ["convex", "convex", "convex", "convex"], [1, 1, 1, 1]));
const LESSON = parseSpec({
  ...DEFAULT_SPEC,
  network: { layers: [1, 1], activation: "relu" },
  dataset: { kind: "points", inputs: [[1]], targets: [[1]] },
  loss: { kind: "mse" },
  weights: { kind: "given", layers: [{ kernel: [[1]], bias: [0] }] },
  plane: { kind: "weights", x: 0, y: 1 },
});

function play(state: StudioState, ...actions: readonly Action[]): StudioState {
  return actions.reduce(reduce, state);
}

/** The reader's own experiment, trained and judged, with one change to undo. */
function finishOwn(): StudioState {
  const changed = reduce(createState(DEFAULT_SPEC), { type: "change", field: "seed", value: 5 });
  const parameters = zeroParameters(layoutNetwork(changed.spec.network));
  const ended = { status: "finished", parameters, step: 200, message: "", trajectory: [] } as const;
  return play(
    changed,
    { type: "report", run: changed.run.trainingNumber, report: { kind: "training-ended", outcome: ended } },
    { type: "report", run: changed.run.number, report: { kind: "landscape-ended", outcome: OUTCOME } },
  );
}

describe("an experiment that stands aside", () => {
  const own = finishOwn();
  const away = reduce(own, { type: "step-aside", spec: LESSON, view: { tool: "learn" } });

  it("leaves the page to another, which has no history", () => {
    expect(away.spec).toBe(LESSON);
    expect(away.history.past).toEqual([]);
    expect(away.run.landscape.outcome).toBeNull();
    expect(away.view.tool).toBe("learn");
  });

  it("comes back with its weights, its landscape and its history, and nothing is computed again", () => {
    const wandered = play(away, { type: "choose-activation", activation: "sigmoid" }, { type: "undo" });
    const back = reduce(wandered, { type: "come-back" });
    expect(back.spec).toBe(own.spec);
    expect(back.history).toBe(own.history);
    expect(back.run.training).toEqual(own.run.training);
    expect(back.run.landscape.phase).toBe("ready");
    expect(back.run.landscape.outcome).toBe(OUTCOME);
    expect(back.aside).toBeNull();
  });

  it("stays the one that comes back when a second lesson follows the first", () => {
    const second = play(away, { type: "step-aside", spec: DEFAULT_SPEC }, { type: "come-back" });
    expect(second.spec).toBe(own.spec);
    expect(second.history).toBe(own.history);
  });

  it("comes back with its weights after more was tried than is kept", () => {
    const many = Array.from(
      { length: 30 },
      (_, i): Action => ({
        type: "step-aside",
        spec: { ...LESSON, dataset: { kind: "points", inputs: [[1]], targets: [[i]] } },
      }),
    );
    const back = play(away, ...many, { type: "come-back" });
    expect(back.run.training).toEqual(own.run.training);
    expect(back.run.landscape.outcome).toBe(OUTCOME);
  });

  it("comes back with the chord of the evidence card, which the lesson did not have", () => {
    const looking = play(own, { type: "show-evidence", what: "chord" }, { type: "step-aside", spec: LESSON });
    expect(looking.evidence.open).toBeNull();
    const back = play(looking, { type: "show-evidence", what: "chord" }, { type: "come-back" });
    expect(back.evidence.open).toBe("chord");
    expect(back.evidence.ends).toEqual(reduce(own, { type: "show-evidence", what: "chord" }).evidence.ends);
  });

  it("is replaced by an experiment opened in the meantime, which can be undone", () => {
    const opened = play(away, { type: "open", spec: { ...own.spec, plane: { kind: "gradient" } } });
    expect(opened.aside).toBeNull();
    expect(opened.spec.plane.kind).toBe("gradient");
    expect(opened.run.training.parameters).toEqual(own.run.training.parameters);
    expect(reduce(opened, { type: "come-back" })).toBe(opened);
    expect(reduce(opened, { type: "undo" }).spec).toBe(own.spec);
  });

  it("keeps its camera, while the open tool and the theme stay", () => {
    const camera = { ...own.view.camera, azimuth: 2 };
    const back = play(away, { type: "look", view: { camera, theme: "dark" } }, { type: "come-back" });
    expect(back.view.camera).toEqual(own.view.camera);
    expect([back.view.tool, back.view.theme]).toEqual(["learn", "dark"]);
  });

  it("is what a link contains in the meantime, with the open lesson", () => {
    const lesson = play(away, { type: "look", view: { lesson: 3, height: "log", theme: "dark" } });
    expect(ownView(lesson)).toEqual({ ...own.view, tool: "learn", lesson: 3, theme: "dark" });
    expect(ownView(own)).toBe(own.view);
    expect(reduce(lesson, { type: "come-back" }).view.lesson).toBeNull();
  });

  it("has nothing to come back to when it never left", () => {
    expect(reduce(own, { type: "come-back" })).toBe(own);
  });
});
