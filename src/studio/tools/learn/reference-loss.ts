import { makeDataset } from "../../../data/make-dataset";
import { asParameters, layoutNetwork } from "../../../model/layout";
import { evaluateLoss } from "../../../model/network";
import type { Spec } from "../../../spec/schema";

/** The loss of an experiment in float64, as a function of θ: what a lesson draws beside the surface. */
export function makeLoss(spec: Pick<Spec, "dataset" | "network" | "loss">): (theta: ArrayLike<number>) => number {
  const layout = layoutNetwork(spec.network);
  const data = makeDataset(spec.dataset, layout.outputs);
  return (theta) => evaluateLoss(layout, spec.loss, data, asParameters(layout, theta));
}

/** The experiment on the page while it still has as many inputs, units and outputs as the lesson's own, else the lesson's own. */
export function followPage(onPage: Spec, own: Spec): Spec {
  return String(onPage.network.layers) === String(own.network.layers) ? onPage : own;
}
