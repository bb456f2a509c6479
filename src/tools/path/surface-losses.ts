import type { ComputeService } from "../../compute/service/tasks";
import type { Spec } from "../../experiment/spec";
import type { PlacedPlane } from "../../slice/plane/plane";
import { placeParameters } from "../../slice/slice-place";
import { createAskLatest } from "../../studio/run/ask-latest";
import type { TracedPoint } from "../../studio/run/trace-path";

/** The losses of the surface below a trajectory, computed at the first request. */
export interface SurfaceLosses {
  /** The losses below these points; null until they are computed. */
  readonly find: (spec: Spec, plane: PlacedPlane, points: readonly TracedPoint[]) => Float64Array | null;
}

interface LossRequest {
  readonly spec: Spec;
  readonly plane: PlacedPlane;
  readonly points: readonly TracedPoint[];
}

/** @param onFound  called when the losses are computed */
export function createSurfaceLosses(service: ComputeService, onFound: () => void): SurfaceLosses {
  let found: { readonly request: LossRequest; readonly losses: Float64Array } | null = null;
  const latest = createAskLatest<LossRequest, Float64Array>({
    run({ spec, plane, points }, signal) {
      const weights = points.map(({ x, y }) => placeParameters(plane, [x, y]));
      return service.run("evaluateLosses", { spec, weights }, { signal });
    },
    isSame,
    onAnswer(losses, request) {
      found = { request, losses };
      onFound();
    },
    // The chart leaves out this curve.
    onFailure: (message) => console.error(message),
  });
  return {
    find(spec, plane, points) {
      const request = { spec, plane, points };
      latest.ask(request);
      return found && isSame(found.request, request) ? found.losses : null;
    },
  };
}

function isSame(one: LossRequest, other: LossRequest): boolean {
  return one.plane === other.plane && isSameTrajectory(one.points, other.points);
}

function isSameTrajectory(one: readonly TracedPoint[], other: readonly TracedPoint[]): boolean {
  return one.length === other.length && one.every(({ parameters }, i) => parameters === other[i]!.parameters);
}
