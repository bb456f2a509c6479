import { SpecError } from "../../experiment/parse";
import type { Spec } from "../../experiment/spec";
import { flattenWeights, layoutNetwork } from "../../model/network/layout";
import { makePlane } from "./make-plane";

/** The beginning of every sentence about a plane that cannot be made. */
const ABOUT_PLANE = /^plane: /;

/**
 * Checks before a run that the plane can be made, if the weights are given and the plane needs no derivative of the loss. A failure is
 * then an error in the spec.
 * @throws SpecError with one sentence
 */
export function checkGivenPlane(spec: Spec): void {
  const { network, plane, weights } = spec;
  if (weights.kind !== "given" || plane.kind === "hessian" || plane.kind === "gradient") return;
  const layout = layoutNetwork(network);
  try {
    makePlane(plane, layout, flattenWeights(layout, weights.layers));
  } catch (error) {
    throw blameGivenPlane(spec, error);
  }
}

/** The error of a failed run: a SpecError if weights are given and their plane cannot be made, because the spec is then wrong. */
export function blameGivenPlane({ weights }: Spec, error: unknown): unknown {
  const isInput = weights.kind === "given" && error instanceof Error && ABOUT_PLANE.test(error.message);
  return isInput ? new SpecError(`spec.${error.message}`) : error;
}
