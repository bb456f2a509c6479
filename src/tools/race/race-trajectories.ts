import type { ScenePath } from "../../drawing/overlays/scene-overlays";
import { dotProduct } from "../../slice/plane/direction";
import type { PlacedPlane } from "../../slice/plane/plane";
import type { TracedPoint, TracePath } from "../../studio/run/trace-path";
import { scenePath } from "../../studio/views/surface/path-layer";
import { type RunnerRecord, trajectoryOf } from "./race-state";
import { nameRunner, RACE_TONES } from "./runner-looks";

/** A race as a surface shows it. */
export interface TracedRace {
  readonly paths: readonly ScenePath[];
  /** The part of the squared distances from the plane's centre, summed over all points, that lies in the plane; 1 where all are 0. */
  readonly share: number;
  /** How far off the plane each runner stands. */
  readonly off: readonly number[];
}

/** Drops the ways of all runners onto a plane. @returns null where the plane gives no coordinates */
export function traceRace(trace: TracePath, plane: PlacedPlane, runners: readonly RunnerRecord[]): TracedRace | null {
  const ways = runners.map((course) => trace(plane, trajectoryOf(course)));
  if (ways.some((way) => way.length === 0)) return null;
  return {
    paths: ways.map((way, i) => scenePath(nameRunner(runners[i]!.spec), RACE_TONES[i]!, way)),
    share: measureShare(plane, ways.flat()),
    off: ways.map((way) => way.at(-1)!.distance),
  };
}

function measureShare({ dx, dy }: PlacedPlane, points: readonly TracedPoint[]): number {
  const [xx, xy, yy] = [dotProduct(dx, dx), dotProduct(dx, dy), dotProduct(dy, dy)];
  let [within, off] = [0, 0];
  for (const { x, y, distance } of points) {
    within += x * x * xx + 2 * x * y * xy + y * y * yy;
    off += distance * distance;
  }
  return within + off > 0 ? within / (within + off) : 1;
}
