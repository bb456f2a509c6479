import type { ComputeService } from "../../../compute/service";
import type { Parameters } from "../../../model/layout";
import type { PlacedPlane } from "../../../plane/plane";
import type { Spec } from "../../../spec/schema";
import type { TracedPoint } from "../../path/trace-path";
import { createAskLatest } from "../../run/ask-latest";

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
    run: ({ spec, plane, points }) =>
      service.evaluateLosses(
        spec,
        points.map(({ x, y }) => placeOnPlane(plane, x, y)),
      ),
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

/** centre + x·dx + y·dy */
function placeOnPlane({ center, dx, dy }: PlacedPlane, x: number, y: number): Parameters {
  return center.map((entry, p) => entry + x * dx[p]! + y * dy[p]!) as Parameters;
}
