import type { ScenePath } from "../../../drawing/overlays/scene-overlays";
import type { SurfacePort } from "../../../scene/surface/surface-port";
import type { PlacedPlane } from "../../../slice/plane/plane";
import { createTracer, planeInSight, type TracedPoint, thinTrajectory, upToSight } from "../../run/trace-path";
import type { StudioState } from "../../state/state";
import { wholeTraining } from "../../state/timeline";
import type { TrajectoryPoint } from "../../state/training-state";

/** The layer of the surface that the training's own path has. */
const LAYER = "training";
/** Of the categorical palette; further runs have the tones after it. */
export const TRAINING_TONE = 0;

/** Keeps the path of the page's training on the surface, as the view says, growing while it trains. */
export function createPathLayer(surface: Pick<SurfacePort, "setPaths">): (state: StudioState) => void {
  const trace = createTracer();
  let drawn: { plane: PlacedPlane; trajectory: readonly TrajectoryPoint[]; scrub: number | null } | null = null;
  return (state) => {
    const plane = state.view.path ? planeInSight(state) : null;
    const { trajectory } = wholeTraining(state);
    const { scrub } = state;
    if (!plane || trajectory.length === 0) {
      if (drawn) surface.setPaths(LAYER, null);
      drawn = null;
      return;
    }
    if (drawn?.plane === plane && drawn.trajectory === trajectory && drawn.scrub === scrub) return;
    drawn = { plane, trajectory, scrub };
    const points = trace(plane, upToSight(thinTrajectory(trajectory, scrub), state));
    surface.setPaths(LAYER, points.length > 1 ? [scenePath("training", TRAINING_TONE, points)] : null);
  };
}

/** A traced training as the picture draws it. */
export function scenePath(label: string, tone: number, points: readonly TracedPoint[]): ScenePath {
  return { label, tone, points: points.map(({ x, y, loss, distance }) => ({ x, y, loss, distance })) };
}
