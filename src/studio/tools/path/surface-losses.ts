import type { ComputeService } from "../../../compute/service/tasks";
import type { PlacedPlane } from "../../../slice/plane/plane";
import { placeParameters } from "../../../slice/slice-place";
import type { Spec } from "../../../spec/schema";
import type { TracedPoint } from "../../path/trace-path";

/** The losses of the surface under a path, computed when they are first wanted. */
export interface SurfaceLosses {
  /** Of the same points as last wanted; null while they are on their way. */
  readonly find: (spec: Spec, plane: PlacedPlane, points: readonly TracedPoint[]) => Float64Array | null;
}

/** @param onFound  called when losses have come */
export function createSurfaceLosses(service: ComputeService, onFound: () => void): SurfaceLosses {
  let wanted: { readonly plane: PlacedPlane; readonly points: readonly TracedPoint[] } | null = null;
  let found: Float64Array | null = null;
  let abort = new AbortController();

  async function compute(spec: Spec, plane: PlacedPlane, points: readonly TracedPoint[]): Promise<void> {
    const mine = wanted;
    abort.abort();
    abort = new AbortController();
    try {
      const weights = points.map(({ x, y }) => placeParameters(plane, [x, y]));
      const losses = await service.run("evaluateLosses", { spec, weights }, { signal: abort.signal });
      if (mine !== wanted) return;
      found = losses;
      onFound();
    } catch (error) {
      if (!(error instanceof Error && error.name === "AbortError")) console.error(error);
    }
  }

  return {
    find(spec, plane, points) {
      if (wanted?.plane === plane && isSamePath(wanted.points, points)) return found;
      wanted = { plane, points };
      found = null;
      void compute(spec, plane, points);
      return null;
    },
  };
}

function isSamePath(one: readonly TracedPoint[], other: readonly TracedPoint[]): boolean {
  return one.length === other.length && one.every(({ parameters }, i) => parameters === other[i]!.parameters);
}
