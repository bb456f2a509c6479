import type { ScenePath } from "../../../drawing/overlays/scene-overlays";
import type { SurfacePort } from "../../../scene/surface/surface-port";
import type { PlacedPlane } from "../../../slice/plane/plane";
import { formatExact } from "../../../words/numbers";
import { createTracer, planeInSight, type TracedPoint, thinTrajectory, upToSight } from "../../run/trace-path";
import { hasEnded } from "../../state/run-reducer";
import type { StudioState } from "../../state/state";
import { pointInSight, wholeTraining } from "../../state/timeline";
import type { TrajectoryPoint } from "../../state/training-state";

/** The surface's layer for the path of the page's training. */
const LAYER = "training";
/** Index into the palette of paths; further runs have the tones after it. */
export const TRAINING_TONE = 0;

/** Draws the path of the page's training on the surface while the view asks for it. The path grows during the training. */
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
    const name = nameTraining(state);
    surface.setPaths(
      LAYER,
      points.length > 1 ? [{ ...scenePath(name, TRAINING_TONE, points), labelGivesWay: true }] : null,
    );
  };
}

/** "training, step 200"; without the step while it grows, because the name is in the legend too. */
function nameTraining(state: StudioState): string {
  const { training } = state.run;
  if (!hasEnded(training)) return "training";
  return `training, step ${formatExact(pointInSight(state)?.step ?? training.step)}`;
}

/** A projected trajectory as a path of the picture. */
export function scenePath(label: string, tone: number, points: readonly TracedPoint[]): ScenePath {
  return { label, tone, points: points.map(({ x, y, loss, distance }) => ({ x, y, loss, distance })) };
}
