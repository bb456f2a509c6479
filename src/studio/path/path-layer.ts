import type { PlacedPlane } from "../../plane/plane";
import type { ScenePath } from "../../scene/scene-overlays";
import type { StudioState, TrajectoryPoint } from "../state";
import type { SurfacePort } from "../surface-port";
import { createTracer, planeInSight, type TracedPoint, trajectoryInSight } from "./trace-path";

/** The layer of the surface that the training's own path has. */
const LAYER = "training";
/** Of the categorical palette; further runs have the tones after it. */
export const TRAINING_TONE = 0;

/** Keeps the path of the page's training on the surface, as the view says, growing while it trains. */
export function createPathLayer(surface: SurfacePort): (state: StudioState) => void {
  const trace = createTracer();
  let drawn: { plane: PlacedPlane; trajectory: readonly TrajectoryPoint[]; scrub: number | null } | null = null;
  return (state) => {
    const plane = state.view.path ? planeInSight(state) : null;
    const trajectory = trajectoryInSight(state);
    if (!plane || trajectory.length < 2) {
      if (drawn) surface.setPaths(LAYER, null);
      drawn = null;
      return;
    }
    const { scrub } = state;
    const whole = (state.run.whole ?? state.run.training).trajectory;
    if (drawn?.plane === plane && drawn.trajectory === whole && drawn.scrub === scrub) return;
    drawn = { plane, trajectory: whole, scrub };
    surface.setPaths(LAYER, [scenePath("training", TRAINING_TONE, trace(plane, trajectory))]);
  };
}

/** A traced training as the picture draws it. */
export function scenePath(label: string, tone: number, points: readonly TracedPoint[]): ScenePath {
  return { label, tone, points: points.map(({ x, y, loss, distance }) => ({ x, y, loss, distance })) };
}
