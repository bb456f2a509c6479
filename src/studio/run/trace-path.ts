import type { Parameters } from "../../model/network/layout";
import type { PlacedPlane } from "../../slice/plane/plane";
import { createProjector, type PlaneProjection } from "../../slice/plane/projection";
import { isSameLoss } from "../state/follow";
import type { StudioState } from "../state/state";
import { pointInSight } from "../state/timeline";
import type { TrajectoryPoint } from "../state/training-state";

/** A recorded step of a training, dropped onto a plane. */
export interface TracedPoint extends TrajectoryPoint, PlaneProjection {}

/** Drops trainings onto planes and remembers what it has dropped: a path that grows costs its new points alone. */
export type TracePath = (plane: PlacedPlane, trajectory: readonly TrajectoryPoint[]) => readonly TracedPoint[];

/** @returns a function that gives no points at all for a plane whose two directions are parallel */
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
    const drop = project;
    if (!drop) return [];
    return trajectory.map((point) => {
      const place = places.get(point.parameters) ?? drop(point.parameters);
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

/** Where the slice in sight lies, if its weights are those of the experiment on the page; else null. */
export function planeInSight({ run, spec }: Pick<StudioState, "run" | "spec">): PlacedPlane | null {
  const { plane, shownOf } = run.landscape;
  return plane && shownOf && isSameLoss(shownOf, spec) ? plane : null;
}

/** Numbers of a way that are kept or traced: 2 million are 16 MB, and some 20 ms of work. */
const MOST_NUMBERS = 2e6;

/**
 * Every so many points, so that the way of a large network takes no more room or time than a small one's. The first and the last stay.
 * @param kept  index of one that stays too, or null
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

/** The part of a way up to the step that is looked at, that step included. */
export function upToSight<Point extends TrajectoryPoint>(
  points: readonly Point[],
  state: Pick<StudioState, "run" | "scrub">,
): readonly Point[] {
  const point = pointInSight(state);
  return point ? points.filter(({ step }) => step <= point.step) : points;
}
