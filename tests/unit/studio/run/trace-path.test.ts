import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TrainingOutcome } from "../../../../src/compute/jobs/training/training-outcome";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import type { ScenePath } from "../../../../src/drawing/overlays/scene-overlays";
import { DEFAULT_SPEC } from "../../../../src/experiment/defaults";
import type { Spec } from "../../../../src/experiment/spec";
import { DEFAULT_VIEW, type View } from "../../../../src/experiment/view";
import { asParameters, layoutNetwork, type Parameters } from "../../../../src/model/network/layout";
import type { PlacedPlane } from "../../../../src/slice/plane/plane";
import { projectOntoPlane } from "../../../../src/slice/plane/projection";
import { createTracer, thinTrajectory } from "../../../../src/studio/run/trace-path";
import { isOutdated } from "../../../../src/studio/state/belonging";
import { holdsSlice } from "../../../../src/studio/state/follow";
import { createState, reduce } from "../../../../src/studio/state/reducer";
import type { StudioState } from "../../../../src/studio/state/state";
import type { TrajectoryPoint } from "../../../../src/studio/state/training-state";
import { createPathLayer } from "../../../../src/studio/views/surface/path-layer";
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
import { createSurfaceLosses } from "../../../../src/tools/path/surface-losses";
import { makeLandscape, makeOutcome } from "../landscapes";

const LAYOUT = layoutNetwork(DEFAULT_SPEC.network);
const COUNT = LAYOUT.parameterCount;
/** Weights that differ from 0 in a few places. */
const theta = (...entries: readonly number[]): Parameters =>
  asParameters(
    LAYOUT,
    Array.from({ length: COUNT }, (_, p) => entries[p] ?? 0),
  );
const LANDSCAPE = makeLandscape(2, ["convex", "convex", "convex", "convex"], [1, 1, 1, 1]);
const PLANE: PlacedPlane = { center: theta(1, 1, 0), dx: theta(1), dy: theta(0, 2) };
const WAY: readonly TrajectoryPoint[] = [
  { step: 0, parameters: theta(0, 5, 3), loss: 3 },
  { step: 1, parameters: theta(0.5, 3, 4), loss: 2 },
  { step: 2, parameters: theta(1, 1, 0), loss: 1 },
];

const ended = (trajectory: readonly TrajectoryPoint[] = WAY): TrainingOutcome => ({
  status: "finished",
  parameters: trajectory.at(-1)!.parameters,
  step: trajectory.at(-1)!.step,
  message: "",
  trajectory,
});

function finish(view: View = DEFAULT_VIEW, plane: PlacedPlane = PLANE): StudioState {
  const trained = reduce(createState(DEFAULT_SPEC, view), {
    type: "report",
    run: 1,
    report: { kind: "training-ended", outcome: ended() },
  });
  const outcome = { ...makeOutcome(LANDSCAPE), plane };
  return reduce(trained, { type: "report", run: 1, report: { kind: "landscape-ended", outcome } });
}

/** A surface that remembers what was laid on it last, and how often. */
function watchPaths() {
  const seen: (readonly ScenePath[] | null)[] = [];
  return { seen, surface: { setPaths: (_: string, paths: readonly ScenePath[] | null) => seen.push(paths) } };
}

describe("the path on the surface", () => {
  it("has the places, losses and distances of the recorded weights", () => {
    const { seen, surface } = watchPaths();
    createPathLayer(surface)(finish());
    expect(seen).toEqual([
      [
        {
          label: "training",
          tone: 0,
          points: [
            { x: -1, y: 2, loss: 3, distance: 3 },
            { x: -0.5, y: 1, loss: 2, distance: 4 },
            { x: 0, y: 0, loss: 1, distance: 0 },
          ],
        },
      ],
    ]);
  });

  it("ends at the step that is looked at, is laid once for each, and goes when the reader wants", () => {
    const { seen, surface } = watchPaths();
    const layer = createPathLayer(surface);
    const end = finish({ ...DEFAULT_VIEW, follow: "plane" });
    layer(end);
    layer(reduce(end, { type: "look", view: { contours: false } }));
    expect(seen).toHaveLength(1);
    const back = reduce(end, { type: "scrub", index: 1 });
    layer(back);
    expect(seen.at(-1)![0]!.points).toHaveLength(2);
    layer(reduce(end, { type: "scrub", index: 0 }));
    expect(seen.at(-1)).toBeNull();
    layer(end);
    layer(reduce(end, { type: "look", view: { path: false } }));
    expect(seen.at(-1)).toBeNull();
  });

  it("is never drawn on another network's slice, nor where a plane has no width", () => {
    const { seen, surface } = watchPaths();
    const layer = createPathLayer(surface);
    layer(finish());
    const other = reduce(finish(), { type: "change", field: "samples", value: 30 });
    layer(other);
    expect(seen.at(-1)).toBeNull();
    layer(finish(DEFAULT_VIEW, { ...PLANE, dy: PLANE.dx }));
    expect(seen.at(-1)).toBeNull();
  });

  it("grows over a slice that stays while another training of the same network runs", () => {
    const { seen, surface } = watchPaths();
    const layer = createPathLayer(surface);
    const retrained = reduce(finish({ ...DEFAULT_VIEW, follow: "plane" }), {
      type: "change",
      field: "learningRate",
      value: 0.2,
    });
    let state = retrained;
    for (const { step, parameters, loss } of WAY.slice(0, 2)) {
      const progress = { step, steps: 200, losses: [{ step, loss }], parameters, secondsLeft: null };
      const report = { kind: "training-progress", progress } as const;
      state = reduce(state, { type: "report", run: state.run.trainingNumber, report });
      layer(state);
    }
    expect([holdsSlice(state), isOutdated(state), state.run.landscape.shown]).toEqual([true, false, LANDSCAPE]);
    expect(seen.at(-1)![0]!.points).toHaveLength(2);
    const along = reduce(state, { type: "look", view: { follow: "weights" } });
    expect([holdsSlice(along), isOutdated(along)]).toEqual([false, true]);
  });
});

describe("a traced way", () => {
  it("is what single projections give, whatever was traced before", () => {
    const entry = fc.double({ min: -9, max: 9, noNaN: true });
    const weights = fc.array(entry, { minLength: 4, maxLength: 4 });
    const trace = createTracer();
    fc.assert(
      fc.property(fc.array(weights, { minLength: 1, maxLength: 5 }), entry, (rows, lean) => {
        const way = rows.map((row, step) => ({ step, parameters: theta(...row), loss: step }));
        const plane = { center: theta(1, 2), dx: theta(1, 0, 1), dy: theta(lean, 1) };
        const traced = [...trace(plane, way.slice(0, 1)), ...trace(plane, way).slice(1)];
        expect(traced).toEqual(
          way.map((point) => ({ ...point, ...projectOntoPlane(plane, plane.center, point.parameters) })),
        );
      }),
    );
  });

  it("is thinned to what is affordable, its ends and the step in sight kept", () => {
    const points = Array.from({ length: 50 }, (_, step) => ({ step, parameters: theta(step), loss: 1 }));
    expect(thinTrajectory(points)).toBe(points);
    const steps = thinTrajectory(points, 13, 10 * COUNT).map(({ step }) => step);
    expect(steps).toEqual([0, 5, 10, 13, 15, 20, 25, 30, 35, 40, 45, 49]);
  });
});

describe("the losses of the surface below a path", () => {
  it("are those of the projections, computed once", async () => {
    const service = createReferenceService();
    let found = 0;
    const losses = createSurfaceLosses(service, () => found++);
    const points = createTracer()(PLANE, WAY);
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

  it("have the next seeds that are free", () => {
    expect(freshSeeds([4], 3)).toEqual([5, 6, 7]);
    expect(freshSeeds([4, 5, 7], 2)).toEqual([6, 8]);
    expect(freshSeeds([2 ** 32 - 1], 2)).toEqual([0, 1]);
  });

  it("are the trainings of those seeds, and stay until the experiment is another", async () => {
    const service = createReferenceService();
    const runs = createFurtherRuns({ service }, () => {});
    await runs.train(SMALL, 2);
    const own = { ...SMALL, weights: { ...SMALL.weights, seed: 6 } } as Spec;
    expect(runs.read()).toMatchObject({
      busy: null,
      message: "",
      runs: [{ seed: 5 }, { seed: 6, status: "finished" }],
    });
    expect(runs.read().runs[1]!.trajectory).toEqual((await service.run("train", own)).trajectory);
    await runs.train(SMALL, 99);
    expect(runs.read().runs).toHaveLength(8);
    runs.keepWith({ ...SMALL, grid: { ...SMALL.grid, columns: 9 } });
    expect(runs.read().runs).toHaveLength(8);
    runs.keepWith({ ...SMALL, loss: { kind: "mse", l2: 0 } });
    expect(runs.read()).toMatchObject({ spec: null, runs: [] });
  });

  it("are given up when they are cancelled", async () => {
    const long = { ...SMALL, weights: { ...SMALL.weights, steps: 100_000 } } as Spec;
    const runs = createFurtherRuns({ service: createReferenceService() }, () => {});
    const training = runs.train(long, 3);
    runs.cancel();
    await training;
    expect(runs.read()).toMatchObject({ busy: null, runs: [], message: "" });
  });

  it("wait for the page's training, and go on after it", async () => {
    const service = createReferenceService();
    const runs = createFurtherRuns({ service }, () => {});
    const training = runs.train(SMALL, 1);
    const own = await service.run("train", SMALL);
    expect(runs.read().runs).toEqual([]);
    await training;
    expect([own.status, runs.read().runs[0]!.status]).toEqual(["finished", "finished"]);
  });
});

describe("a film", () => {
  it("shows the first step first and the last step last, none out of order", () => {
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

  it("has its common heights from both ends and what lies between", () => {
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

it("says of every kind of plane what moves", () => {
  expect(describeFollow("plane", "random")).toContain("stays around the weights of the last step");
  expect(describeFollow("weights", "trajectory-pca")).toContain("directions stay those of the whole way");
  expect(describeFollow("weights", "given")).toContain("parallel to itself");
  expect(describeFollow("weights", "hessian")).toContain("made anew");
});
