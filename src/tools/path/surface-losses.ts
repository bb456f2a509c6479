import type { ComputeService } from "../../compute/service/tasks";
import type { Spec } from "../../experiment/spec";
import type { PlacedPlane } from "../../slice/plane/plane";
import { placeParameters } from "../../slice/slice-place";
import { createAskLatest } from "../../studio/run/ask-latest";
import type { TracedPoint } from "../../studio/run/trace-path";

/** The losses of the surface under a path, computed when they are first wanted. */
export interface SurfaceLosses {
  /** Of the same points as last wanted; null while they are on their way. */
  readonly find: (spec: Spec, plane: PlacedPlane, points: readonly TracedPoint[]) => Float64Array | null;
}

interface LossRequest {
  readonly spec: Spec;
  readonly plane: PlacedPlane;
  readonly points: readonly TracedPoint[];
}

/** @param onFound  called when losses have come */
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
    // The chart goes without them.
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
  return one.plane === other.plane && isSamePath(one.points, other.points);
}

function isSamePath(one: readonly TracedPoint[], other: readonly TracedPoint[]): boolean {
  return one.length === other.length && one.every(({ parameters }, i) => parameters === other[i]!.parameters);
}
