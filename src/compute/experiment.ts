import { makeDataset } from "../data/make-dataset";
import { makeGrid } from "../landscape/grid";
import type { LandscapePlan } from "../landscape/landscape";
import { layoutNetwork, type Parameters } from "../model/layout";
import { makeHessianPlane } from "../plane/hessian-plane";
import { makePlane, type Plane } from "../plane/plane";
import type { Spec } from "../spec/schema";

/**
 * The plane of an experiment, whatever it takes to find it.
 * @throws RangeError with one sentence when the plane cannot be made
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function findPlane(spec: Spec, center: Parameters, signal: AbortSignal): Promise<Plane> {
  const layout = layoutNetwork(spec.network);
  if (spec.plane.kind !== "hessian") return makePlane(spec.plane, layout, center);
  const data = makeDataset(spec.dataset, layout.outputs);
  return makeHessianPlane({ layout, loss: spec.loss, data }, center, { signal });
}

/**
 * Everything the landscape of an experiment depends on, made from its spec and the weights at its centre.
 *
 * @param plane  as findPlane found it; may be left out where the spec's kind of plane is made at once
 * @throws RangeError with one sentence when the plane cannot be made
 */
export function planLandscape(spec: Spec, center: Parameters, plane?: Plane): LandscapePlan {
  const layout = layoutNetwork(spec.network);
  return {
    layout,
    loss: spec.loss,
    data: makeDataset(spec.dataset, layout.outputs),
    center,
    ...(plane ?? makePlane(spec.plane, layout, center)),
    grid: makeGrid(spec.grid),
  };
}
