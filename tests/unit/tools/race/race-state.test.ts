import { describe, expect, it } from "vitest";
import type { RacePoint, RaceProgress } from "../../../../src/compute/jobs/training/race";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import { parseSpec } from "../../../../src/experiment/parse";
import { layoutNetwork, type Parameters } from "../../../../src/model/network/layout";
import { makePlane } from "../../../../src/slice/plane/make-plane";
import type { PlacedPlane } from "../../../../src/slice/plane/plane";
import { projectOntoPlane } from "../../../../src/slice/plane/projection";
import { createTracer } from "../../../../src/studio/run/trace-path";
import { EMPTY_CURVE } from "../../../../src/studio/views/plots/loss-curve-data";
import { layPlaneThrough } from "../../../../src/tools/race/lay-plane";
import { createRaceControl } from "../../../../src/tools/race/race-control";
import {
  FIRST_RACE,
  type RaceAction,
  type RaceState,
  type RunnerRecord,
  reduceRace,
  stepsOf,
} from "../../../../src/tools/race/race-state";
import { traceRace } from "../../../../src/tools/race/race-trajectories";
import { rankRunners } from "../../../../src/tools/race/standings";
import { RANDOM_DEFAULT } from "../../../support/random-default";

const vector = (...entries: number[]) => Float64Array.from(entries) as Parameters;
const point = (step: number, loss: number, ...entries: number[]): RacePoint => ({
  step,
  loss,
  parameters: vector(...entries),
});

function reach(...actions: RaceAction[]): RaceState {
  return actions.reduce(reduceRace, FIRST_RACE);
}

const START: RaceAction = { type: "start", spec: RANDOM_DEFAULT, steps: 50, paused: false };

function reportAt(step: number): RaceAction {
  const now = point(step, 1 / (step + 1), step, 0);
  const runner: RaceProgress["runners"][number] = {
    status: "running",
    now,
    message: "",
    losses: [{ step, loss: now.loss }],
    points: [now],
  };
  return { type: "report", number: 1, progress: { step, steps: 50, runners: [runner, runner, runner] } };
}

describe("the runners", () => {
  it("are two to four; a new one has an optimiser that does not run yet, or else a smaller learning rate", () => {
    const { runners } = reach(
      { type: "add-runner" },
      { type: "remove-runner", index: 0 },
      { type: "choose-optimizer", index: 0, optimizer: "sgd" },
      { type: "add-runner" },
    ).choice;
    expect(runners.map(({ optimizer }) => optimizer)).toEqual(["sgd", "adam", "rmsprop", "momentum"]);
    expect(reach({ type: "add-runner" }, { type: "add-runner" }).choice.runners).toHaveLength(4);
    const full = reach({ type: "add-runner" }, { type: "remove-runner", index: 3 }, { type: "add-runner" });
    expect(full.choice.runners.at(-1)).toEqual({ optimizer: "rmsprop", learningRate: 0.01 });
    const least = reach(...[0, 0, 0].map((index) => ({ type: "remove-runner" as const, index })));
    expect(least.choice.runners).toHaveLength(2);
  });

  it.each<readonly [RaceAction, string]>([
    [{ type: "choose-rate", index: 1, learningRate: 0 }, "The learning rate cannot be below 1e-7."],
    [{ type: "choose-rate", index: 1, learningRate: 101 }, "The learning rate cannot be above 100."],
    [{ type: "choose-rate", index: 1, learningRate: Number.NaN }, "The learning rate needs a number."],
    [{ type: "choose-steps", steps: 0 }, "The number of steps cannot be below 1."],
    [{ type: "choose-steps", steps: 1e9 }, "The number of steps cannot be above 100000."],
  ])("keep their values and say why: %j", (action, message) => {
    const state = reach(action);
    expect(state.message).toBe(message);
    expect(state.choice).toBe(FIRST_RACE.choice);
    expect(reduceRace(state, { type: "choose-rate", index: 1, learningRate: 0.5 })).toMatchObject({ message: "" });
  });

  it("take the steps of the page's training until the reader chooses others", () => {
    const { choice } = reach();
    expect(stepsOf(choice, RANDOM_DEFAULT)).toBe(200);
    expect(stepsOf(choice, parseSpec({ ...RANDOM_DEFAULT, weights: { kind: "trained", steps: 0 } }))).toBe(200);
    expect(stepsOf(choice, parseSpec({ ...RANDOM_DEFAULT, weights: { kind: "trained", steps: 7 } }))).toBe(7);
    expect(stepsOf(reach({ type: "choose-steps", steps: 30.4 }).choice, RANDOM_DEFAULT)).toBe(30);
  });
});

describe("a race", () => {
  it("gathers its reports, and drops those of another race", () => {
    const state = reach(START, reportAt(0), reportAt(1), { ...reportAt(9), number: 7 } as RaceAction, reportAt(2));
    expect(state).toMatchObject({ phase: "running", step: 2, steps: 50, number: 1 });
    const [runner] = state.runners;
    expect(runner!.points.map(({ step }) => step)).toEqual([0, 1, 2]);
    expect(runner!.curve.steps).toEqual([0, 1, 2]);
    expect(runner!.spec).toEqual(FIRST_RACE.choice.runners[0]);
  });

  it("pauses, continues, ends, and is reset while the choice of runners stays", () => {
    const chosen: RaceAction = { type: "choose-rate", index: 0, learningRate: 0.7 };
    expect(reach(START, { type: "pause" }, reportAt(0)).phase).toBe("paused");
    expect(reach(START, reportAt(0), { type: "pause" }, { type: "resume" }).phase).toBe("running");
    const outcome = { status: "finished" as const, step: 50, runners: [] };
    expect(reach(START, reportAt(50), { type: "end", number: 1, outcome }).phase).toBe("finished");
    const reset = reach(chosen, START, reportAt(3), { type: "reset" }, reportAt(4));
    expect(reset).toMatchObject({ phase: "ready", runners: [], spec: null });
    expect(reset.choice.runners[0]!.learningRate).toBe(0.7);
    expect(reach(START, { type: "fail", number: 1, message: "No." })).toMatchObject({ phase: "ready", message: "No." });
  });

  it("runs on the service: a step at a time, then to the end", async () => {
    const spec = parseSpec({ ...RANDOM_DEFAULT, network: { layers: [2, 3, 1] } });
    const race = createRaceControl(createReferenceService(), () => {});
    race.dispatch({ type: "choose-steps", steps: 12 });
    const untilStep = (step: number) =>
      expect.poll(() => race.getState().step, { interval: 2, timeout: 10_000 }).toBe(step);
    race.step(spec);
    expect(race.getState().phase).toBe("paused");
    await untilStep(1);
    race.step(spec);
    await untilStep(2);
    race.startOrPause(spec);
    await expect.poll(() => race.getState().phase, { interval: 2, timeout: 10_000 }).toBe("finished");
    expect(race.getState().runners.map(({ now }) => now.step)).toEqual([12, 12, 12]);
    race.reset();
    race.chooseSpeed(1);
    race.startOrPause(spec);
    await expect.poll(() => race.getState().runners.length, { interval: 2, timeout: 10_000 }).toBe(3);
    race.startOrPause(spec);
    expect(race.getState().phase).toBe("paused");
    race.reset();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(race.getState()).toMatchObject({ phase: "ready", runners: [] });
  });
});

function recordOf(points: readonly RacePoint[], now: RacePoint, changes: Partial<RunnerRecord> = {}): RunnerRecord {
  const spec = { optimizer: "sgd" as const, learningRate: 0.1 };
  return { spec, status: "running", message: "", points, now, curve: EMPTY_CURVE, ...changes };
}

describe("the standings", () => {
  it("rank by loss, those that diverged last, with the length of the trajectory and the distance from the start", () => {
    const far = recordOf([point(0, 2, 0, 0), point(5, 1, 3, 4)], point(7, 0.5, 3, 0));
    const near = recordOf([point(0, 2, 0, 0), point(5, 0.2, 1, 0)], point(5, 0.2, 1, 0));
    const wild = recordOf([point(0, 2, 0, 0)], point(0, 0.1, 0, 0), { status: "diverged", message: "It did." });
    const ranked = rankRunners([far, wild, near]);
    expect(ranked.map(({ index }) => index)).toEqual([2, 0, 1]);
    expect(ranked.map(({ length }) => length)).toEqual([1, 9, 0]);
    expect(ranked.map(({ fromStart }) => fromStart)).toEqual([1, 3, 0]);
  });
});

describe("the trajectories on a surface", () => {
  const plane: PlacedPlane = { center: vector(1, 0, 0), dx: vector(2, 0, 0), dy: vector(1, 1, 0) };

  it("lie at their projections, with their own losses and their distances from the plane", () => {
    const runners = [
      recordOf([point(0, 3, 1, 0, 4), point(2, 2, 3, 1, 3)], point(3, 1, 3, 1, 0)),
      recordOf([point(0, 3, 1, 0, 4)], point(0, 3, 1, 0, 4)),
    ];
    const { paths, share, distances } = traceRace(createTracer(), plane, runners)!;
    expect(paths.map(({ label, tone }) => [label, tone])).toEqual([
      ["SGD 0.1", 1],
      ["SGD 0.1", 2],
    ]);
    const { distance, ...place } = projectOntoPlane(plane, plane.center, vector(3, 1, 0));
    expect(paths[0]!.points.at(-1)).toEqual({ ...place, distance, loss: 1 });
    expect(paths[0]!.points.map((traced) => traced.distance)).toEqual([4, 3, 0]);
    expect(distances).toEqual([0, 4]);
    // Squared distances from the centre: within the plane 5 + 5, outside it 16 + 9 + 16.
    expect(share).toBeCloseTo(10 / 51, 14);
  });

  it("are none where the plane gives no coordinates", () => {
    const flat = { ...plane, dy: vector(1, 0, 0) };
    const runner = recordOf([point(0, 3, 1, 0, 4)], point(0, 3, 1, 0, 4));
    expect(traceRace(createTracer(), flat, [runner])).toBeNull();
  });

  it("lie in the plane that is laid through them, within its ranges; runners that diverged are left out", async () => {
    const spec = parseSpec({ ...RANDOM_DEFAULT, network: { layers: [2, 3, 1], activation: "tanh" } });
    const service = createReferenceService();
    const { parameters } = await service.run("train", spec);
    const race = createRaceControl(service, () => {});
    race.startOrPause(spec);
    await expect.poll(() => race.getState().phase, { interval: 5, timeout: 20_000 }).toBe("finished");
    const { runners } = race.getState();
    const through = layPlaneThrough(spec, parameters, runners);
    const layout = layoutNetwork(spec.network);
    const { dx, dy } = makePlane(through.spec.plane, layout, parameters);
    const laid = traceRace(createTracer(), { center: parameters, dx, dy }, runners)!;
    expect(laid.share).toBeCloseTo(through.explained[0] + through.explained[1], 9);
    const { xRange, yRange } = through.spec.grid;
    for (const { x, y } of laid.paths.flatMap(({ points }) => points)) {
      expect(x > xRange[0] && x < xRange[1] && y > yRange[0] && y < yRange[1]).toBe(true);
    }
    const random = makePlane(spec.plane, layout, parameters);
    expect(traceRace(createTracer(), { center: parameters, ...random }, runners)!.share).toBeLessThan(laid.share);
    const wild = recordOf([point(0, 1, ...parameters)], point(9, 1, ...parameters.map(() => 1e17)), {
      status: "diverged",
    });
    expect(layPlaneThrough(spec, parameters, [...runners, wild])).toEqual(through);
    expect(() => layPlaneThrough(spec, parameters, [wild])).toThrow("Every runner diverged");
  });
});
