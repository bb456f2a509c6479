import { makeDataset } from "../data/make-dataset";
import { makeGrid } from "../landscape/grid";
import type { LandscapePlan } from "../landscape/landscape";
import { layoutNetwork, type Parameters } from "../model/layout";
import { makePlane } from "../plane/plane";
import type { Spec } from "../spec/schema";

/**
 * Everything the landscape of an experiment depends on, made from its spec and the weights at its centre.
 * @throws RangeError with one sentence when the plane cannot be made
 */
export function planLandscape(spec: Spec, center: Parameters): LandscapePlan {
  const layout = layoutNetwork(spec.network);
  return {
    layout,
    loss: spec.loss,
    data: makeDataset(spec.dataset, layout.outputs),
    center,
    ...makePlane(spec.plane, layout, center),
    grid: makeGrid(spec.grid),
  };
}
