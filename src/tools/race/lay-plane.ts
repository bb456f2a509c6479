import { parseSpec } from "../../experiment/parse";
import type { Spec } from "../../experiment/spec";
import { layoutNetwork, type Parameters, unflattenWeights } from "../../model/network/layout";
import { projectOntoPlane } from "../../slice/plane/projection";
import { makeRacePlane } from "../../slice/plane/race-plane";
import { widenRange } from "../../studio/state/settled";
import { type RunnerRecord, trajectoryOf } from "./race-state";

/**
 * The experiment with its plane laid through a race, in ranges that contain all trajectories. Runners that diverged are left out: their
 * last steps are larger than all other steps.
 *
 * @param center  the weights at the centre of the slice
 * @returns also the shares of the squared distances from the centre, over all points of the trajectories, that lie along x and along y
 * @throws Error with one sentence where the trajectories span no plane, or a plane beyond the limits of a spec
 */
export function layPlaneThrough(
  spec: Spec,
  center: Parameters,
  runners: readonly RunnerRecord[],
): { readonly spec: Spec; readonly explained: readonly [number, number] } {
  const trajectories = runners
    .filter(({ status }) => status !== "diverged")
    .map((runner) => trajectoryOf(runner).map(({ parameters }) => parameters));
  if (trajectories.length === 0)
    throw new Error("Every runner diverged: no trajectory is left to lay a plane through.");
  const plane = makeRacePlane(center, trajectories);
  const places = trajectories.flat().map((theta) => projectOntoPlane(plane, center, theta));
  const layout = layoutNetwork(spec.network);
  const direction = (vector: Parameters) => ({ layers: unflattenWeights(layout, vector) });
  const laid = parseSpec({
    ...spec,
    plane: { kind: "given", x: direction(plane.dx), y: direction(plane.dy) },
    grid: {
      ...spec.grid,
      xRange: widenRange(places.map(({ x }) => x)),
      yRange: widenRange(places.map(({ y }) => y)),
    },
  });
  return { spec: laid, explained: plane.explained };
}
