import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TrainingOutcome } from "../../../../src/compute/jobs/training/training-outcome";
import type { ScenePath } from "../../../../src/drawing/overlays/scene-overlays";
import { DEFAULT_SPEC } from "../../../../src/experiment/defaults";
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
          label: "training, step 2",
          labelGivesWay: true,
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

  it("ends at the step of the timeline, is drawn once for each, and can be switched off", () => {
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

describe("a projected trajectory", () => {
  it("equals single projections, whatever was projected before", () => {
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

  it("is thinned, but keeps its ends and the step of the timeline", () => {
    const points = Array.from({ length: 50 }, (_, step) => ({ step, parameters: theta(step), loss: 1 }));
    expect(thinTrajectory(points)).toBe(points);
    const steps = thinTrajectory(points, 13, 10 * COUNT).map(({ step }) => step);
    expect(steps).toEqual([0, 5, 10, 13, 15, 20, 25, 30, 35, 40, 45, 49]);
  });
});
