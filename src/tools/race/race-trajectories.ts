import type { ScenePath } from "../../drawing/overlays/scene-overlays";
import { dotProduct } from "../../slice/plane/direction";
import type { PlacedPlane } from "../../slice/plane/plane";
import type { TracedPoint, TracePath } from "../../studio/run/trace-path";
import { scenePath } from "../../studio/views/surface/path-layer";
import { type RunnerRecord, trajectoryOf } from "./race-state";
import { nameRunner, RACE_TONES } from "./runner-looks";

/** The trajectories of a race, projected onto the plane of a surface. */
export interface TracedRace {
  readonly paths: readonly ScenePath[];
  /** The share of the squared distances from the plane's centre, summed over all points, that lies in the plane; 1 where all distances are 0. */
  readonly share: number;
  /** The distance of each runner's newest weights from the plane. */
  readonly distances: readonly number[];
}

/** Projects the trajectories of all runners onto a plane. @returns null where the two directions of the plane are parallel */
export function traceRace(trace: TracePath, plane: PlacedPlane, runners: readonly RunnerRecord[]): TracedRace | null {
  const trajectories = runners.map((runner) => trace(plane, trajectoryOf(runner)));
  if (trajectories.some((points) => points.length === 0)) return null;
  return {
    paths: trajectories.map((points, i) => scenePath(nameRunner(runners[i]!.spec), RACE_TONES[i]!, points)),
    share: measureShare(plane, trajectories.flat()),
    distances: trajectories.map((points) => points.at(-1)!.distance),
  };
}

function measureShare({ dx, dy }: PlacedPlane, points: readonly TracedPoint[]): number {
  const [xx, xy, yy] = [dotProduct(dx, dx), dotProduct(dx, dy), dotProduct(dy, dy)];
  let [within, outside] = [0, 0];
  for (const { x, y, distance } of points) {
    within += x * x * xx + 2 * x * y * xy + y * y * yy;
    outside += distance * distance;
  }
  return within + outside > 0 ? within / (within + outside) : 1;
}
