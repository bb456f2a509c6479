import { describe, expect, it } from "vitest";
import type { TrainingOutcome, TrainingProgress } from "../../../../src/compute/jobs/training/training-outcome";
import { layoutNetwork, zeroParameters } from "../../../../src/model/network/layout";
import type { FieldName } from "../../../../src/studio/fields/all-fields";
import type { Action, RunReport } from "../../../../src/studio/state/actions";
import { isOutdated } from "../../../../src/studio/state/belonging";
import { createState, reduce, shownSpec } from "../../../../src/studio/state/reducer";
import type { StudioState } from "../../../../src/studio/state/state";
import { EMPTY_CURVE, extendCurve } from "../../../../src/studio/views/plots/loss-curve-data";
import { RANDOM_DEFAULT } from "../../../support/random-default";
import { makeLandscape, makeOutcome } from "../landscapes";

const THETA = zeroParameters(layoutNetwork(RANDOM_DEFAULT.network));
const OUTCOME = makeOutcome(makeLandscape(2, ["convex", "convex", "convex", "convex"], [1, 1, 1, 1]));

function progress(step: number): TrainingProgress {
  return { step, steps: 200, losses: [{ step, loss: 1 / step }], parameters: THETA, secondsLeft: 3 };
}

function ended(status: TrainingOutcome["status"], step: number, message = ""): RunReport {
  return { kind: "training-ended", outcome: { status, parameters: THETA, step, message, trajectory: [] } };
}

function play(state: StudioState, ...actions: readonly Action[]): StudioState {
  return actions.reduce(reduce, state);
}

/** Reports to whatever run is current. */
function tell(state: StudioState, ...reports: readonly RunReport[]): StudioState {
  return reports.reduce((now, report) => {
    const run = report.kind.startsWith("training-") ? now.run.trainingNumber : now.run.number;
    return reduce(now, { type: "report", run, report });
  }, state);
}

const opened = createState(RANDOM_DEFAULT);
const trained = tell(opened, { kind: "training-progress", progress: progress(10) }, ended("finished", 200));
const finished = tell(trained, { kind: "landscape-started" }, { kind: "landscape-ended", outcome: OUTCOME });

describe("the reducer", () => {
  it("clamps numbers to the limits and rounds whole ones", () => {
    const samples = (value: number) => {
      const { dataset } = reduce(opened, { type: "change", field: "samples", value }).spec;
      return dataset.kind === "generated" ? dataset.samples : null;
    };
    expect(samples(1e9)).toBe(10_000);
    expect(samples(-5)).toBe(1);
    expect(samples(63.6)).toBe(64);
  });

  it("says that a number is needed and changes nothing", () => {
    const state = reduce(opened, { type: "change", field: "samples", value: Number.NaN });
    expect(state.spec).toBe(opened.spec);
    expect(state.notes.samples).toBe("This needs a number, so it stays 128.");
    const typed = reduce(opened, { type: "change", field: "learningRate", value: "abc" });
    expect(typed.spec).toBe(opened.spec);
    expect(typed.notes.learningRate).toBe("“abc” is not a number, so it stays 0.03.");
  });

  it("says how it clamped a number, also where the clamped value is the old one", () => {
    const note = (field: FieldName, value: number) => reduce(opened, { type: "change", field, value }).notes[field];
    expect(note("learningRate", -5)).toBe("−5 is below 10⁻⁷, so it is 10⁻⁷.");
    expect(note("samples", 1e9)).toBe("1,000,000,000 is above 10,000, so it is 10,000.");
    expect(note("samples", 63.6)).toBe("63.6 is not whole, so it is 64.");
    expect(note("samples", 64)).toBeUndefined();
    const least = reduce(opened, { type: "change", field: "samples", value: 1 });
    const again = reduce(least, { type: "change", field: "samples", value: 0 });
    expect([again.spec, again.notes.samples]).toEqual([least.spec, "0 is below 1, so it is 1."]);
    expect(reduce(again, { type: "change", field: "samples", value: 5 }).notes.samples).toBeUndefined();
  });

  it("gives frozen states, and the same one where nothing changed", () => {
    const state = reduce(opened, { type: "change", field: "samples", value: 64 });
    expect(Object.isFrozen(state) && Object.isFrozen(state.spec) && Object.isFrozen(state.run)).toBe(true);
    expect(reduce(state, { type: "change", field: "samples", value: 64 })).toBe(state);
    expect(reduce(opened, { type: "undo" })).toBe(opened);
  });

  it("starts a new run after a change of the experiment, but not of the view", () => {
    expect(reduce(opened, { type: "look", view: { coloring: "curvature" } }).run).toBe(opened.run);
    expect(reduce(opened, { type: "change", field: "seed", value: 5 }).run.number).toBe(opened.run.number + 1);
  });

  it("leaves a training running when only the plane moves", () => {
    const running = tell(opened, { kind: "training-progress", progress: progress(10) });
    const moved = reduce(running, { type: "change", field: "planeSeed", value: 9 });
    expect(moved.run.number).toBe(running.run.number + 1);
    expect(moved.run.trainingNumber).toBe(running.run.trainingNumber);
    expect(moved.run.training).toBe(running.run.training);
    expect(tell(moved, { kind: "training-progress", progress: progress(11) }).run.training.step).toBe(11);
  });

  it("drops the reports of an earlier run", () => {
    const old = opened.run.trainingNumber;
    const changed = reduce(opened, { type: "change", field: "seed", value: 5 });
    const late: Action = { type: "report", run: old, report: { kind: "training-progress", progress: progress(10) } };
    expect(reduce(changed, late)).toBe(changed);
  });

  it("brings an activation's training and landscape back at once", () => {
    const away = play(finished, { type: "choose-activation", activation: "sigmoid" });
    expect(away.run.training.phase).toBe("waiting");
    expect(away.run.landscape.shown).toBe(OUTCOME.landscape);
    expect(isOutdated(away) && !isOutdated(finished)).toBe(true);
    const back = play(away, { type: "choose-activation", activation: "relu" });
    expect(back.run.training).toBe(finished.run.training);
    expect(back.run.landscape).toEqual(finished.run.landscape);
  });

  it("keeps the camera, the seeds and the plane when the activation changes", () => {
    const away = play(finished, { type: "choose-activation", activation: "gelu" });
    expect(away.view).toBe(finished.view);
    expect({ ...away.spec, network: null }).toEqual({ ...finished.spec, network: null });
  });

  it("evaluates again around other weights, and keeps the weights when only the grid changed", () => {
    const coarser = reduce(finished, { type: "change", field: "columns", value: 33 });
    expect(coarser.run.training).toBe(finished.run.training);
    expect(coarser.run.landscape).toMatchObject({ phase: "waiting", outcome: null, shown: OUTCOME.landscape });
    expect(reduce(coarser, { type: "change", field: "columns", value: 97 }).run.landscape.phase).toBe("ready");
  });

  it("trains again from the seed, or goes back to the initial weights", () => {
    const again = reduce(finished, { type: "retrain" });
    expect(again.run).toMatchObject({ untrained: false, training: { phase: "waiting", step: 0 } });
    const reset = tell(reduce(finished, { type: "reset-training" }), ended("finished", 0));
    expect(reset.run.training).toMatchObject({ phase: "stopped", step: 0 });
    expect(shownSpec(reset).weights).toMatchObject({ kind: "trained", steps: 0 });
  });

  it("shows a stopped training as one of fewer steps", () => {
    const stopped = tell(opened, { kind: "training-progress", progress: progress(57) }, ended("stopped", 57));
    expect(shownSpec(stopped).weights).toMatchObject({ steps: 57 });
    expect(stopped.spec.weights).toMatchObject({ steps: 200 });
  });

  it("keeps the last finite weights of a divergence, and its message", () => {
    const message = "The loss stopped being finite at step 12.";
    const { training } = tell(opened, ended("diverged", 11, message)).run;
    expect(training).toMatchObject({ phase: "diverged", step: 11, message, parameters: THETA });
  });

  it("shows a live slice only until the full one starts", () => {
    const { landscape } = OUTCOME;
    const live = tell(opened, { kind: "landscape-live", landscape, step: 3 });
    expect(live.run.landscape).toMatchObject({ phase: "live", step: 3 });
    const started = tell(trained, { kind: "landscape-started" });
    expect(tell(started, { kind: "landscape-live", landscape, step: 3 })).toEqual(started);
  });

  it("undoes all changes of one slider at once, and choices one by one", () => {
    const slid = [10, 20, 30].reduce((s, value) => reduce(s, { type: "change", field: "samples", value }), opened);
    expect(reduce(slid, { type: "undo" }).spec).toBe(opened.spec);
    const chosen = play(
      opened,
      { type: "choose-activation", activation: "tanh" },
      { type: "choose-activation", activation: "elu" },
    );
    const undone = reduce(chosen, { type: "undo" });
    expect(undone.spec.network.activation).toBe("tanh");
    expect(reduce(undone, { type: "redo" }).spec).toBe(chosen.spec);
  });
});

describe("the loss curve", () => {
  it("thins itself and keeps its ends in order", () => {
    let curve = EMPTY_CURVE;
    for (let step = 0; step <= 100_000; step++) curve = extendCurve(curve, [{ step, loss: step }]);
    expect(curve.steps.length).toBeLessThanOrEqual(2048);
    expect(curve.steps.length).toBeGreaterThan(1000);
    expect(curve.steps[0]).toBe(0);
    expect(curve.losses).toEqual(curve.steps);
  }, 20_000);
});
