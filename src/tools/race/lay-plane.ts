import { parseSpec } from "../../experiment/parse";
import type { Spec } from "../../experiment/spec";
import { layoutNetwork, type Parameters, unflattenWeights } from "../../model/network/layout";
import { projectOntoPlane } from "../../slice/plane/projection";
import { makeRacePlane } from "../../slice/plane/race-plane";
import { widenRange } from "../../studio/state/settled";
import { type RunnerRecord, trajectoryOf } from "./race-state";

/**
 * The experiment with its plane laid through a race, in ranges that show all of its ways. A runner that diverged is left out: what it
 * did at the end is larger than all the rest.
 *
 * @param center  the weights that the slice stands on
 * @returns also the shares of the ways' squared distances from the centre that lie along x and along y
 * @throws Error with one sentence where the race spans no plane, or one beyond the limits of a spec
 */
export function layPlaneThrough(
  spec: Spec,
  center: Parameters,
  runners: readonly RunnerRecord[],
): { readonly spec: Spec; readonly explained: readonly [number, number] } {
  const ways = runners
    .filter(({ status }) => status !== "diverged")
    .map((course) => trajectoryOf(course).map(({ parameters }) => parameters));
  if (ways.length === 0) throw new Error("Every runner diverged: there is no way left to lay a plane through.");
  const plane = makeRacePlane(center, ways);
  const places = ways.flat().map((theta) => projectOntoPlane(plane, center, theta));
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
