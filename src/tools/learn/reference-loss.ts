import type { Spec } from "../../experiment/spec";
import { evaluateLoss } from "../../model/network/evaluate";
import { asParameters } from "../../model/network/layout";
import { makeProblem } from "../../model/problem";

/** The loss of an experiment in float64, as a function of θ, for the plots beside the surface. */
export function makeLoss(spec: Pick<Spec, "dataset" | "network" | "loss">): (theta: ArrayLike<number>) => number {
  const problem = makeProblem(spec);
  return (theta) => evaluateLoss(problem, asParameters(problem.layout, theta));
}

/** The experiment on the page where its layers have the sizes of the lesson's own; else the lesson's own. */
export function followPage(onPage: Spec, own: Spec): Spec {
  return String(onPage.network.layers) === String(own.network.layers) ? onPage : own;
}
