import type { Parameters } from "../../model/layout";
import type { PlacedPlane } from "../../plane/plane";
import { createProjector, type PlaneProjection } from "../../plane/projection";
import type { StudioState, TrajectoryPoint } from "../state";
import { isSameLoss } from "../timeline/follow";
import { wholeTraining } from "../timeline/timeline";

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

/** The training's way up to the step that is looked at. */
export function trajectoryInSight(state: Pick<StudioState, "run" | "scrub">): readonly TrajectoryPoint[] {
  const { trajectory } = wholeTraining(state);
  return state.scrub === null ? trajectory : trajectory.slice(0, state.scrub + 1);
}
