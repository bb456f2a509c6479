import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import { DEFAULT_SPEC } from "../../../../src/experiment/defaults";
import type { Spec } from "../../../../src/experiment/spec";
import { DEFAULT_VIEW } from "../../../../src/experiment/view";
import { asParameters, layoutNetwork, type Parameters } from "../../../../src/model/network/layout";
import type { PlacedPlane } from "../../../../src/slice/plane/plane";
import { createTracer } from "../../../../src/studio/run/trace-path";
import type { TrajectoryPoint } from "../../../../src/studio/state/training-state";
import {
  cameraOfFrame,
  FILM_SIZES,
  FIRST_CHOICE,
  planFilm,
  pointOfFrame,
  samplePoints,
} from "../../../../src/tools/path/film";
import { describeFollow } from "../../../../src/tools/path/follow-choice";
import { createFurtherRuns, freshSeeds } from "../../../../src/tools/path/further-runs";
import { FIRST_RUNS, reduceFurtherRuns } from "../../../../src/tools/path/further-runs-state";
import { createSurfaceLosses } from "../../../../src/tools/path/surface-losses";

const LAYOUT = layoutNetwork(DEFAULT_SPEC.network);
const COUNT = LAYOUT.parameterCount;
/** Weights that differ from 0 in a few places. */
const theta = (...entries: readonly number[]): Parameters =>
  asParameters(
    LAYOUT,
    Array.from({ length: COUNT }, (_, p) => entries[p] ?? 0),
  );
const PLANE: PlacedPlane = { center: theta(1, 1, 0), dx: theta(1), dy: theta(0, 2) };
const TRAJECTORY: readonly TrajectoryPoint[] = [
  { step: 0, parameters: theta(0, 5, 3), loss: 3 },
  { step: 1, parameters: theta(0.5, 3, 4), loss: 2 },
  { step: 2, parameters: theta(1, 1, 0), loss: 1 },
];

describe("the losses of the surface below a trajectory", () => {
  it("are those of the projections, computed once", async () => {
    const service = createReferenceService();
    let found = 0;
    const losses = createSurfaceLosses(service, () => found++);
    const points = createTracer()(PLANE, TRAJECTORY);
    expect(losses.find(DEFAULT_SPEC, PLANE, points)).toBeNull();
    await expect.poll(() => found).toBe(1);
    const below = [theta(0, 5), theta(0.5, 3), theta(1, 1)];
    expect(losses.find(DEFAULT_SPEC, PLANE, points)).toEqual(
      await service.run("evaluateLosses", { spec: DEFAULT_SPEC, weights: below }),
    );
    expect(found).toBe(1);
  });

  it("are refused for another network's weights, in one sentence", async () => {
    const short = theta().slice(0, 3) as Parameters;
    await expect(
      createReferenceService().run("evaluateLosses", { spec: DEFAULT_SPEC, weights: [theta(), short] }),
    ).rejects.toThrow(`weights 1: 3 numbers instead of ${COUNT}`);
  });
});

describe("further runs", () => {
  const SMALL: Spec = {
    ...DEFAULT_SPEC,
    weights: { ...DEFAULT_SPEC.weights, kind: "trained", steps: 3, seed: 4 } as Spec["weights"],
  };

  it("take the next free seeds", () => {
    expect(freshSeeds([4], 3)).toEqual([5, 6, 7]);
    expect(freshSeeds([4, 5, 7], 2)).toEqual([6, 8]);
    expect(freshSeeds([2 ** 32 - 1], 2)).toEqual([0, 1]);
  });

  it("are the trainings of those seeds, and stay while the loss is the same", async () => {
    const service = createReferenceService();
    const { getState, dispatch, train } = createFurtherRuns({ service }, () => {});
    dispatch({ type: "choose-count", count: 2 });
    await train(SMALL);
    const own = { ...SMALL, weights: { ...SMALL.weights, seed: 6 } } as Spec;
    expect(getState()).toMatchObject({ busy: null, message: "", runs: [{ seed: 5 }, { seed: 6, status: "finished" }] });
    expect(getState().runs[1]!.trajectory).toEqual((await service.run("train", own)).trajectory);
    dispatch({ type: "choose-count", count: 99 });
    await train(SMALL);
    expect(getState().runs).toHaveLength(8);
    await train(SMALL);
    expect(getState().runs).toHaveLength(8);
    dispatch({ type: "show-experiment", spec: { ...SMALL, grid: { ...SMALL.grid, columns: 9 } } });
    expect(getState().runs).toHaveLength(8);
    dispatch({ type: "show-experiment", spec: { ...SMALL, loss: { kind: "mse", l2: 0 } } });
    expect(getState()).toMatchObject({ spec: null, runs: [] });
  });

  const LONG = { ...SMALL, weights: { ...SMALL.weights, steps: 100_000 } } as Spec;

  it("are given up when they are cancelled", async () => {
    const { getState, train, cancel } = createFurtherRuns({ service: createReferenceService() }, () => {});
    const training = train(LONG);
    expect(getState().busy).toEqual({ done: 0, count: 3 });
    cancel();
    await training;
    expect(getState()).toMatchObject({ busy: null, runs: [], message: "" });
  });

  it("are given up when another experiment comes, and leave nothing behind in its runs", async () => {
    const { getState, dispatch, train } = createFurtherRuns({ service: createReferenceService() }, () => {});
    const training = train(LONG);
    const other = { ...SMALL, loss: { kind: "mse", l2: 0 } } as Spec;
    dispatch({ type: "show-experiment", spec: other });
    expect(getState()).toMatchObject({ busy: null, spec: null, runs: [] });
    dispatch({ type: "choose-count", count: 1 });
    await train(other);
    await training;
    expect(getState()).toMatchObject({ busy: null, spec: other, runs: [{ seed: 5 }], message: "" });
  });

  it("take no report of an earlier batch", () => {
    const start = { type: "start", spec: SMALL, count: 2 } as const;
    const removed = reduceFurtherRuns(reduceFurtherRuns(FIRST_RUNS, start), { type: "remove" });
    const again = reduceFurtherRuns(removed, start);
    const { number } = reduceFurtherRuns(FIRST_RUNS, start);
    const run = { seed: 5, status: "finished", trajectory: TRAJECTORY } as const;
    expect(reduceFurtherRuns(again, { type: "add-run", number, run })).toBe(again);
    expect(reduceFurtherRuns(again, { type: "end", number, message: "" })).toBe(again);
    expect(reduceFurtherRuns(again, { type: "progress", number: again.number, done: 1.5 }).busy).toEqual({
      done: 1.5,
      count: 2,
    });
  });

  it("wait for the page's training, and continue after it", async () => {
    const service = createReferenceService();
    const { getState, dispatch, train } = createFurtherRuns({ service }, () => {});
    dispatch({ type: "choose-count", count: 1 });
    const training = train(SMALL);
    const own = await service.run("train", SMALL);
    expect(getState().runs).toEqual([]);
    await training;
    expect([own.status, getState().runs[0]!.status]).toEqual(["finished", "finished"]);
  });
});

describe("a film", () => {
  it("shows the first step first, the last step last, and all steps in order", () => {
    const count = fc.integer({ min: 2, max: 900 });
    fc.assert(
      fc.property(count, count, (frames, points) => {
        const shown = Array.from({ length: frames }, (_, frame) => pointOfFrame(frame, frames, points));
        expect([shown[0], shown.at(-1)]).toEqual([0, points - 1]);
        expect(shown.every((index, i) => i === 0 || index >= shown[i - 1]!)).toBe(true);
        if (frames >= points) expect(new Set(shown).size).toBe(points);
      }),
    );
  });

  it("fits its common heights to slices at both ends and between", () => {
    expect(samplePoints(2)).toEqual([0, 1]);
    expect(samplePoints(201)).toEqual([0, 25, 50, 75, 100, 125, 150, 175, 200]);
  });

  it("has sizes that encoders take, and a turn that does not depend on the frame rate", () => {
    for (const [width, height] of Object.values(FILM_SIZES)) expect([width % 2, height % 2]).toEqual([0, 0]);
    expect(planFilm(FIRST_CHOICE)).toEqual({ width: 1280, height: 720, framesPerSecond: 24, frames: 96 });
    const { camera } = DEFAULT_VIEW;
    expect(cameraOfFrame(camera, FIRST_CHOICE, 40)).toBe(camera);
    const turn = (framesPerSecond: number, frame: number) =>
      cameraOfFrame(camera, { ...FIRST_CHOICE, camera: "slow turn", framesPerSecond }, frame).azimuth;
    expect(turn(30, 180)).toBeCloseTo(turn(10, 60), 12);
    expect(turn(30, 180) - camera.azimuth).toBeCloseTo(Math.PI / 2, 12);
  });
});

it("says what moves, for every kind of plane", () => {
  expect(describeFollow("plane", "random")).toContain("stays around the weights of the last step");
  expect(describeFollow("weights", "trajectory-pca")).toContain("principal components of the whole trajectory");
  expect(describeFollow("weights", "given")).toContain("directions stay fixed");
  expect(describeFollow("weights", "hessian")).toContain("computed anew at each step");
});
