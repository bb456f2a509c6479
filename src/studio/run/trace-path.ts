import type { Parameters } from "../../model/network/layout";
import type { PlacedPlane } from "../../slice/plane/plane";
import { createProjector, type PlaneProjection } from "../../slice/plane/projection";
import { isSameLoss } from "../state/follow";
import type { StudioState } from "../state/state";
import { pointInSight } from "../state/timeline";
import type { TrajectoryPoint } from "../state/training-state";

/** A recorded step of a training, projected onto a plane. */
export interface TracedPoint extends TrajectoryPoint, PlaneProjection {}

/** Projects trajectories onto planes and keeps the projections, so that a growing trajectory costs only its new points. */
export type TracePath = (plane: PlacedPlane, trajectory: readonly TrajectoryPoint[]) => readonly TracedPoint[];

/** @returns a function that returns no points for a plane whose two directions are parallel */
export function createTracer(): TracePath {
  let known: PlacedPlane | null = null;
  let project: ((theta: Parameters) => PlaneProjection) | null = null;
  let places = new WeakMap<Parameters, PlaneProjection>();
  return (plane, trajectory) => {
    if (plane !== known) {
      known = plane;
      project = openProjector(plane);
      places = new WeakMap();
    }
    const projectPoint = project;
    if (!projectPoint) return [];
    return trajectory.map((point) => {
      const place = places.get(point.parameters) ?? projectPoint(point.parameters);
      places.set(point.parameters, place);
      return { ...point, ...place };
    });
  };
}

function openProjector(plane: PlacedPlane): ((theta: Parameters) => PlaneProjection) | null {
  try {
    return createProjector(plane, plane.center);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The plane of the slice on screen, if its loss is that of the experiment on the page; else null. */
export function planeInSight({ run, spec }: Pick<StudioState, "run" | "spec">): PlacedPlane | null {
  const { plane, shownOf } = run.landscape;
  return plane && shownOf && isSameLoss(shownOf, spec) ? plane : null;
}

/** The most numbers of a trajectory that are kept or projected: 2 million take 16 MB and about 20 ms. */
const MOST_NUMBERS = 2e6;

/**
 * Keeps every n-th point, so that the trajectory of a large network takes no more memory or time than that of a small one. The first and
 * the last point stay.
 * @param kept  index of a point that stays too, or null
 */
export function thinTrajectory(
  points: readonly TrajectoryPoint[],
  kept: number | null = null,
  most: number = MOST_NUMBERS,
): readonly TrajectoryPoint[] {
  const numbers = points.length * (points[0]?.parameters.length ?? 0);
  const stride = Math.max(1, Math.ceil(numbers / most));
  if (stride === 1) return points;
  return points.filter((_, i) => i % stride === 0 || i === points.length - 1 || i === kept);
}

/** The part of a trajectory up to the step that the timeline shows, that step included. */
export function upToSight<Point extends TrajectoryPoint>(
  points: readonly Point[],
  state: Pick<StudioState, "run" | "scrub">,
): readonly Point[] {
  const point = pointInSight(state);
  return point ? points.filter(({ step }) => step <= point.step) : points;
}
