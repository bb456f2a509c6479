import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TrainingOutcome } from "../../../../src/compute/jobs/training/training-outcome";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import { parseSpec } from "../../../../src/experiment/parse";
import type { Spec } from "../../../../src/experiment/spec";
import type { Parameters } from "../../../../src/model/network/layout";
import { placeAt } from "../../../../src/page/timeline/playback";
import { findNearest, targetOfKey } from "../../../../src/page/timeline/timeline-slider";
import type { Action, RunReport } from "../../../../src/studio/state/actions";
import { belongingOf, isOutdated, nameBelonging } from "../../../../src/studio/state/belonging";
import { followOf } from "../../../../src/studio/state/follow";
import { createState, reduce, shownSpec } from "../../../../src/studio/state/reducer";
import type { StudioState } from "../../../../src/studio/state/state";
import { canScrub, leaveTimeline, pointInSight, weightsInSight } from "../../../../src/studio/state/timeline";
import { makeLandscape, makeOutcome } from "../landscapes";

const LANDSCAPE = makeLandscape(2, ["convex", "convex", "convex", "convex"], [1, 1, 1, 1]);
const OUTCOME = makeOutcome(LANDSCAPE);

function describeExperiment(changes: object = {}, training: object = {}): Spec {
  return parseSpec({
    format: "losscape-spec",
    version: 1,
    dataset: { kind: "generated", name: "moons", samples: 20, noise: 0.1, seed: 3 },
    network: { layers: [2, 3, 1], activation: "tanh" },
    loss: { kind: "bce" },
    weights: { kind: "trained", steps: 12, seed: 2, ...training },
    plane: { kind: "random", seed: 1 },
    grid: { columns: 3, rows: 3 },
    ...changes,
  });
}

const train = (spec: Spec): Promise<TrainingOutcome> => createReferenceService().run("train", spec);

function play(state: StudioState, ...actions: readonly Action[]): StudioState {
  return actions.reduce(reduce, state);
}

function tell(state: StudioState, ...reports: readonly RunReport[]): StudioState {
  return reports.reduce((now, report) => {
    const run = report.kind.startsWith("training-") ? now.run.trainingNumber : now.run.number;
    return reduce(now, { type: "report", run, report });
  }, state);
}

async function finish(spec: Spec): Promise<StudioState> {
  const outcome = await train(spec);
  return tell(
    createState(spec),
    { kind: "training-ended", outcome },
    { kind: "landscape-started" },
    { kind: "landscape-ended", outcome: OUTCOME },
  );
}

const scrub = (index: number | null): Action => ({ type: "scrub", index });

describe("a slice that follows the timeline", () => {
  const spec = describeExperiment();

  it("shows an earlier step as a training of fewer steps, whose weights are just those", async () => {
    const end = await finish(spec);
    const back = play(end, scrub(5));
    expect(back.run.training).toMatchObject({ phase: "stopped", step: 5, steps: 12 });
    expect(back.run.landscape).toMatchObject({ phase: "waiting", outcome: null, shown: LANDSCAPE });
    // The surface on screen belongs to the end, and its label says so.
    expect([belongingOf(back), isOutdated(back), nameBelonging(back)]).toEqual(["step", true, "step 12"]);
    expect(back.run.number).toBeGreaterThan(end.run.number);
    expect(shownSpec(back).weights).toMatchObject({ kind: "trained", steps: 5, seed: 2 });
    const again = await train(shownSpec(back));
    expect(again.parameters).toEqual(back.run.training.parameters);
    expect(weightsInSight(back)).toBe(back.run.training.parameters);
    expect(shownSpec(leaveTimeline(back))).toEqual(spec);
  });

  it("returns to the end, and to earlier steps, with their results", async () => {
    const end = await finish(spec);
    const other = makeOutcome(makeLandscape(2, ["convex", "convex", "convex", "undecided"], [1, 1, 1, 1]));
    const back = tell(play(end, scrub(5)), { kind: "landscape-started" }, { kind: "landscape-ended", outcome: other });
    expect(back.run.landscape).toMatchObject({ phase: "ready", step: 5, outcome: other });
    const left = play(back, scrub(null));
    expect(left.run.training).toBe(end.run.training);
    expect(left.run.landscape).toEqual(end.run.landscape);
    expect([left.scrub, left.run.whole]).toEqual([null, null]);
    expect(shownSpec(left)).toEqual(spec);
    expect(play(left, scrub(5)).run.landscape).toEqual(back.run.landscape);
    expect(play(back, scrub(12)).scrub).toBeNull();
  });

  it("keeps the slice of the end, however many others are computed", async () => {
    const end = await finish(spec);
    const large = { ...LANDSCAPE, loss: new Float64Array(400_000) };
    let state = end;
    for (let index = 0; index < 8; index++) {
      state = tell(play(state, scrub(index)), { kind: "landscape-ended", outcome: makeOutcome(large) });
    }
    expect(play(state, scrub(null)).run.landscape).toEqual(end.run.landscape);
  });

  it("drops a late full slice of another step, and takes a coarse one of the present run", async () => {
    const five = play(await finish(spec), scrub(5));
    const six = play(five, scrub(6));
    const late: Action = {
      type: "report",
      run: five.run.number,
      report: { kind: "landscape-ended", outcome: OUTCOME },
    };
    expect(reduce(six, late)).toBe(six);
    const coarse = tell(six, { kind: "landscape-live", landscape: LANDSCAPE, step: 5 });
    expect(coarse.run.landscape).toMatchObject({ phase: "live", step: 5 });
  });

  it("stays where it is when the plane or the grid changes, and ends with a new training", async () => {
    const back = play(await finish(spec), scrub(5));
    const moved = play(back, { type: "change", field: "planeSeed", value: 9 });
    expect([moved.scrub, moved.run.training.step]).toEqual([5, 5]);
    expect(moved.run.landscape.phase).toBe("waiting");
    expect(play(moved, scrub(null)).run.landscape.phase).toBe("waiting");
    for (const action of [
      { type: "retrain" },
      { type: "change", field: "seed", value: 7 },
      { type: "choose-activation", activation: "relu" },
    ] as const) {
      const anew = play(back, { type: "play", playing: true }, action);
      expect([anew.scrub, anew.playing, anew.run.whole, anew.run.training.phase]).toEqual([
        null,
        false,
        null,
        "waiting",
      ]);
    }
  });

  it("keeps the whole training while another experiment stands aside", async () => {
    const back = play(await finish(spec), scrub(5));
    const away = play(back, { type: "step-aside", spec: describeExperiment({}, { seed: 8 }) });
    expect(away.aside?.shown.weights).toMatchObject({ steps: 5 });
    const home = play(away, { type: "come-back" });
    expect(home.run.training).toMatchObject({ phase: "finished", step: 12 });
    expect(home.run.landscape).toMatchObject({ phase: "ready", step: 12 });
  });

  it("shows a training that was stopped or diverged as it was, once the timeline is left", async () => {
    const outcome = await train(describeExperiment({}, { steps: 8 }));
    for (const status of ["stopped", "diverged"] as const) {
      const ended = tell(createState(spec), {
        kind: "training-ended",
        outcome: { ...outcome, status, message: "Why." },
      });
      const left = play(ended, scrub(2), scrub(null));
      expect(left.run.training).toBe(ended.run.training);
    }
  });
});

describe("a fixed plane", () => {
  it("keeps the slice, its spec and its verdict, and changes only the weights on screen", async () => {
    const end = play(await finish(describeExperiment()), { type: "look", view: { follow: "plane" } });
    const back = play(end, scrub(5));
    expect(back.run).toBe(end.run);
    expect(shownSpec(back)).toEqual(end.spec);
    expect(pointInSight(back)?.step).toBe(5);
    expect(weightsInSight(back)).toBe(end.run.training.trajectory[5]!.parameters);
    const along = play(back, { type: "look", view: { follow: "weights" } });
    expect(along.run.training.step).toBe(5);
    expect(play(along, { type: "look", view: { follow: "plane" } }).run.landscape).toEqual(end.run.landscape);
  });

  it("is the choice for fixed directions unless the reader chooses otherwise", async () => {
    const spec = describeExperiment({ plane: { kind: "trajectory-pca" } });
    const end = await finish(spec);
    expect(followOf(end)).toBe("plane");
    expect(followOf({ ...end, spec: describeExperiment() })).toBe("weights");
    expect(play(end, scrub(3)).run).toBe(end.run);
    const along = play(end, { type: "look", view: { follow: "weights" } }, scrub(3));
    const shown = shownSpec(along);
    // The components of twelve steps, in an experiment of three.
    expect([shown.plane.kind, shown.weights]).toMatchObject(["given", { steps: 3 }]);
    expect((await train(shown)).parameters).toEqual(along.run.training.parameters);
  });
});

describe("the timeline", () => {
  it("moves only where steps are recorded and no training runs", async () => {
    const given = createState(
      describeExperiment({
        weights: {
          kind: "given",
          layers: [
            {
              kernel: [
                [1, 0, 0],
                [0, 1, 0],
              ],
              bias: [0, 0, 0],
            },
            { kernel: [[1], [1], [1]], bias: [0] },
          ],
        },
      }),
    );
    const waiting = createState(describeExperiment());
    for (const state of [given, waiting]) {
      expect(canScrub(state)).toBe(false);
      expect(play(state, scrub(0)).scrub).toBeNull();
      expect(play(state, { type: "play", playing: true }).playing).toBe(false);
    }
  });

  it("keeps its index within the recorded steps", async () => {
    const end = await finish(describeExperiment());
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.double(), fc.constant(null)), { maxLength: 6 }), (indices) => {
        const state = play(end, ...indices.map(scrub));
        const { trajectory } = end.run.training;
        if (state.scrub === null) expect(state.run.training).toBe(end.run.training);
        else expect(state.run.training.parameters).toBe(trajectory[state.scrub]!.parameters);
        expect(state.scrub === null || (state.scrub >= 0 && state.scrub < trajectory.length - 1)).toBe(true);
      }),
    );
  });

  it("has keys and places of a slider", () => {
    expect(["ArrowLeft", "ArrowUp", "PageDown", "Home", "End"].map((key) => targetOfKey(key, 30, 101))).toEqual([
      29, 31, 20, 0, 100,
    ]);
    expect([targetOfKey("ArrowRight", 100, 101), targetOfKey("ArrowLeft", 0, 101)]).toEqual([100, 0]);
    expect([targetOfKey("x", 3, 9), targetOfKey("constructor", 3, 9)]).toEqual([undefined, undefined]);
    const points = [0, 4, 8, 10].map((step) => ({ step }));
    expect([-3, 1, 3, 9.5, 99].map((step) => findNearest(points, step))).toEqual([0, 0, 1, 3, 3]);
  });

  it("plays from its step to the end in a few seconds, never backwards", () => {
    expect([placeAt(0, 4, 61), placeAt(6, 0, 61), placeAt(12, 0, 61), placeAt(99, 4, 61)]).toEqual([4, 30, 60, 60]);
    const count = fc.integer({ min: 2, max: 400 });
    const time = fc.double({ min: 0, max: 60, noNaN: true });
    fc.assert(
      fc.property(count, time, time, (points, one, other) => {
        const [early, late] = [Math.min(one, other), Math.max(one, other)];
        expect(placeAt(early, 0, points)).toBeLessThanOrEqual(placeAt(late, 0, points));
        expect(placeAt(60, 0, points)).toBe(points - 1);
      }),
    );
  });
});

it("trains to the same weights in fewer steps, with mini-batches and every optimizer", async () => {
  for (const optimizer of ["sgd", "momentum", "adam", "rmsprop"] as const) {
    const training = { optimizer, batchSize: 6, steps: 300 };
    const { trajectory } = await train(describeExperiment({}, training));
    // Recorded at every second step.
    const { step, parameters } = trajectory[41]!;
    const fewer = await train(describeExperiment({}, { ...training, steps: step }));
    expect(fewer.parameters).toEqual(parameters satisfies Parameters);
  }
});
